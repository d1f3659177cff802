/** Raised when the algorithm changes, so that groups of before stay apart from those of after. */
const version = 1;

/** The functions that make errors; where they were called from says more. */
const makers = /shared\/(?:http\/(?:problem|errors)|access\/bearer|data\/db|observe\/)/;

/** What decides which errors are one. */
export interface ErrorFeatures {
  code: string;
  /** Method and route, or a job's type. */
  action: string;
  frame: string | null;
  /** The message without its values. For mistakes of callers only the code counts: their messages quote the body. */
  message: string | null;
}

/** File and function of the first frame in our own code; without the line, which moves in every release. */
export function ownFrame(stack: string): string | null {
  const frames = stack.split("\n").flatMap((line) => {
    const [, name = "", , path] =
      /^\s*at (?:async )?([\w.<>$# ]+? )?(\(?)\S*?((?:functions|shared)\/[\w./-]+\.ts):\d+/.exec(line) ?? [];
    return path === undefined ? [] : [`${path} ${name.replace(/^(Object|Module)\./, "").trim()}`.trim()];
  });
  return frames.find((frame) => !makers.test(frame)) ?? frames[0] ?? null;
}

/** A message without what differs from one time to the next. */
export function withoutValues(message: string): string {
  return message.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi, "<id>")
    .replaceAll(/"[^"]{0,200}"|'[^']{0,200}'|`[^`]{0,200}`/g, "<text>")
    .replaceAll(/\[(?:secret|e-mail|card|iban|phone)\]/g, "<hidden>")
    .replaceAll(/\d+(?:[.,:]\d+)*/g, "<n>")
    .slice(0, 500);
}

/** The same for errors that are one, such as `1-9f86d081884c7d65`. */
export function fingerprintOf({ code, action, frame, message }: ErrorFeatures): string {
  const text = JSON.stringify([code, action, frame, message]);
  return `${version}-${hash(text, 0x811c9dc5)}${hash(text, 0x01000193)}`;
}

/** FNV-1a of 32 bits. */
function hash(text: string, start: number): string {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
