import { nameKey } from "../../shared/input/names.ts";

const words = new Map([
  ...["y", "yes", "1"].map((word): [string, string] => [word, "true"]),
  ...["n", "no", "0"].map((word): [string, string] => [word, "false"]),
]);

/** The text of a cell as SQL takes it: whole numbers without `.0`, `0:02:23` in seconds, `Y` as true. */
export function readValue(field: string, text: string): string {
  switch (field) {
    case "resolved":
      return words.get(nameKey(text)) ?? text;
    case "outcome":
      return nameKey(text);
    case "satisfaction":
      return whole(text);
    case "handling_seconds":
    case "wait_seconds":
      return secondsOf(text) ?? whole(text);
    default:
      return text;
  }
}

function whole(text: string): string {
  return text.replace(/^(\d+)[.,]0+$/, "$1");
}

/** The seconds of a duration like `0:02:23`. */
function secondsOf(text: string): string | undefined {
  const [, hours, minutes, seconds] = /^(\d{1,2}):([0-5]\d):([0-5]\d)(?:[.,]0+)?$/.exec(text) ?? [];
  if (!hours || !minutes || !seconds) return undefined;
  return String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
