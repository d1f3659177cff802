/** Characters that show nothing: soft hyphen, zero-width blanks and joiners, direction marks, byte order mark. */
const invisible = "\\u00AD\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u206F\\uFEFF";
const blank = new RegExp(`[\\s${invisible}]`);
const invisibles = new RegExp(`[${invisible}]`, "g");

/** The text without blanks and invisible characters at its ends; those inside may carry meaning and stay. */
export function tidy(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start]!)) start++;
  while (end > start && isBlank(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** True for every kind of blank, and for a character that shows nothing. */
export function isBlank(character: string): boolean {
  // Nearly every character is printable ASCII, and a comparison is many times faster than the expression.
  return character === " " || !(character > " " && character <= "~") && blank.test(character);
}

/** The text as foreign values are compared: case, invisible characters and the kind and number of blanks do not count. */
export function folded(text: string): string {
  return tidy(text.normalize("NFC").replace(invisibles, "")).toLowerCase().replaceAll(/\s+/g, " ");
}

/** A column name as names are compared: {@link folded}, without blanks, `_`, `-` and the apostrophe of a defused cell. */
export function comparable(name: string): string {
  return unguard(folded(name)).replaceAll(/[\s_-]/g, "");
}

/** The cell without the apostrophe that keeps spreadsheets from running it. */
export function unguard(cell: string): string {
  return /^'[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell;
}
