// The rules of private.fold_text and private.search_words in TypeScript. A property test compares the two.

const marks = "\\u0300-\\u036F\\u0483-\\u0489\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7" +
  "\\u0610-\\u061A\\u0640\\u064B-\\u065F\\u0670\\u0001-\\u0008\\u000E-\\u001F\\u007F-\\u0084" +
  "\\u0086-\\u009F\\u00AD\\u061C\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFE00-\\uFE0F\\uFEFF" +
  "\\uFFF9-\\uFFFB";
const gaps = "\\u0009-\\u000D -/:-@[-`{-~\\u0085\\u00A0-\\u00A9\\u00AB-\\u00B1\\u00B4\\u00B6-\\u00B8\\u00BB" +
  "\\u00BF\\u00D7\\u00F7\\u02B0-\\u02FF\\u037E\\u0387\\u055A-\\u055F\\u0589\\u058A\\u05BE\\u05C0" +
  "\\u05C3\\u05C6\\u05F3\\u05F4\\u0609-\\u060D\\u061B\\u061E\\u061F\\u066A-\\u066D\\u06D4\\u0964" +
  "\\u0965\\u0970\\u0E2F\\u0E5A\\u0E5B\\u1680\\u2000-\\u200A\\u2010-\\u2029\\u202F-\\u205F" +
  "\\u20A0-\\u20C0\\u2190-\\u2BFF\\u2E00-\\u2E7F\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303D\\u30A0" +
  "\\u30FB\\uFE10-\\uFE6F\\uFF01-\\uFF0F\\u{1F000}-\\u{1FAFF}";
const unspaced =
  "\\u0E00-\\u0EFF\\u1000-\\u109F\\u1100-\\u11FF\\u1780-\\u17FF\\u2E80-\\u2FDF\\u3005-\\u3007" +
  "\\u3031-\\u303C\\u3041-\\u30FF\\u3131-\\u318E\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF" +
  "\\uAC00-\\uD7A3\\uF900-\\uFAFF\\u{20000}-\\u{3FFFF}";

const anyMark = new RegExp(`[${marks}]+`, "gu");
const gapRun = new RegExp(`[${gaps}]+`, "gu");
const anyUnspaced = new RegExp(`[${unspaced}]`, "u");
/** Letters that people take for another, or for two. */
const plain: Record<string, string> = {
  "\u03C2": "\u03C3",
  "\u05DA": "\u05DB",
  "\u05DD": "\u05DE",
  "\u05DF": "\u05E0",
  "\u05E3": "\u05E4",
  "\u05E5": "\u05E6",
  "\u0649": "\u064A",
  "\u0629": "\u0647",
  "ø": "o",
  "đ": "d",
  "ł": "l",
  "ð": "d",
  "ı": "i",
  "æ": "ae",
  "œ": "oe",
  "þ": "th",
};
const special = new RegExp(`[${Object.keys(plain).join("")}]`, "gu");

/** The text without regard to case, accents, points of Hebrew and Arabic, and the width of letters. */
export function fold(text: string): string {
  const letters = [...text].slice(0, 3_000).join("").normalize("NFKD").replace(anyMark, "").normalize("NFC");
  const folded = letters.toLowerCase().toUpperCase().toLowerCase();
  return folded.replace(special, (letter) => plain[letter]!);
}

/** The words of a text in order, folded. */
export function wordsOf(text: string): string[] {
  return fold(text).split(gapRun).filter((word) => word !== "");
}

/** True for a word of a script without blanks between words, such as Chinese or Thai. */
export function isUnspaced(word: string): boolean {
  return anyUnspaced.test(word);
}

/** Words and what is between them in turns, unchanged. The first and the last word may be empty. */
export function piecesOf(text: string): string[] {
  return text.split(new RegExp(`([${gaps}]+)`, "u"));
}
