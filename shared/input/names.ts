// The rules of private.name_key and private.tidy in TypeScript. A property test compares the two.

const blanks =
  "\\u0009-\\u000D \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u2800\\u3000\\u3164\\uFFA0";
const hidden =
  "\\u0001-\\u0008\\u000E-\\u001F\\u007F-\\u0084\\u0086-\\u009F\\u00AD\\u061C\\u200B\\u200E\\u200F" +
  "\\u202A-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB";
/** Characters that shape their neighbours in Arabic, Indic or Mongolian script and in emoji. */
const joiners = "\\u034F\\u115F\\u1160\\u180E\\u200C\\u200D";
const marks = "\\u0300-\\u034E\\u0350-\\u036F\\u0483-\\u0489\\u302A-\\u302F\\u3099\\u309A";
/** Latin, Greek, Cyrillic, Chinese …: after them and their accents a joiner changes nothing. */
const unjoined =
  "\\u0001-\\u02FF\\u0370-\\u0482\\u048A-\\u058F\\u1E00-\\u1FFF\\u2010-\\u2027\\u2030-\\u205E\\u2C60-\\u2C7F" +
  "\\u2E80-\\u3029\\u3030-\\u3098\\u309B-\\uA4CF\\uA720-\\uA7FF\\uAB30-\\uAB6F\\uAC00-\\uD7A3\\uF900-\\uFAFF\\uFF00-\\uFFEF";

const edge = new RegExp(`[${blanks}${hidden}${joiners}]`);
const anyHidden = new RegExp(`[${hidden}]+`, "g");
const needlessJoiners = new RegExp(
  `(?<=(?:^|[${unjoined}${blanks}])[${marks}${joiners}]*)[${joiners}]|[${joiners}](?=[${joiners}]*(?:$|[${blanks}]))`,
  "g",
);
const blankRuns = new RegExp(`[${blanks}]+`, "g");

/** True for every kind of blank, and for a character that does not show. */
export function isBlank(character: string): boolean {
  // Nearly every character is printable ASCII, and a comparison is many times faster than the expression.
  return character === " " || !(character > " " && character <= "~") && edge.test(character);
}

/** The text without blanks and characters that do not show at its ends; those inside may carry meaning and stay. */
export function tidy(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start]!)) start++;
  while (end > start && isBlank(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/**
 * The name as names are compared: in NFC, every kind and number of blanks one space, without characters that do not
 * show, and without regard to case. ß is ss, ς is σ, and I, İ, ı and i are one letter. Of a text that is too long for
 * a name, the first 1,000 characters count.
 */
export function nameKey(name: string): string {
  const shown = name.slice(0, 1_000).replace(anyHidden, "").normalize("NFC");
  const folded = shown.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
  const joined = folded.replace(needlessJoiners, "").replaceAll(/i\u0307+/g, "i");
  return joined.replace(blankRuns, " ").replace(/^ | $/g, "").normalize("NFC");
}
