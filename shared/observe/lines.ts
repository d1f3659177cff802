/** A line for the database's log: JSON text, masked. A type and not an interface, so that it is JSON. */
export type Line = { client_id: string | null; line: string };

/** Lines and characters that one report may have. What goes beyond is only counted as dropped. */
const maxLines = 1_000;
const maxCharacters = 1_000_000;
let waiting: Line[] = [];
let characters = 0;
let listener: (() => void) | undefined;

/** Lines that found no room since the process began. */
export let droppedLines = 0;

/** Keeps lines from now on, and calls `heard` when one is added and none was waiting. */
export function whenLogged(heard: () => void): void {
  listener = heard;
}

export function addLine(line: string, clientId: string | null): void {
  if (listener === undefined) return;
  if (waiting.length >= maxLines || characters + line.length > maxCharacters) {
    droppedLines++;
    return;
  }
  waiting.push({ client_id: clientId, line });
  characters += line.length;
  if (waiting.length === 1) listener();
}

/** Takes all lines. */
export function takeLines(): Line[] {
  const taken = waiting;
  [waiting, characters] = [[], 0];
  return taken;
}
