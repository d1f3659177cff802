import { storable } from "../input/text.ts";

// Bounded repetitions: an unbounded one in front of a character that never comes would make a long text quadratic.
const email = /[^\s@"'<>()[\],;:=/\\]{1,64}(?:@|%40)[\p{L}\p{N}.-]{1,255}\.[\p{L}]{2,63}/giu;

/** Texts that are secret by their form. */
const secrets = [
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, // a JWT
  /\b(?:sb_secret|sb_publishable|fl_live|fl_test|whsec|[spr]k_live|[spr]k_test)_[\w+/=-]+/g,
  /\b(?:github_pat_|gh[opsu]_|glpat-|npm_|xox[abprs]-|hf_)[\w-]{12,}/g,
  /\b(?:re_[A-Za-z0-9]{6,}_?|sk-|SG\.|AIza|AKIA)[\w.-]{12,}/g,
  /\b(?:Bearer|Basic)\s+[^\s"',]+/gi,
  /(?<=:\/\/)[^\s/@]{1,200}(?=@)/g, // user and password of a URL
  /(?<![\w+/=-])(?=[\w+/-]{0,60}\d)(?=[\w+/-]{0,60}[A-Z])(?=[\w+/-]{0,60}[a-z])[A-Za-z0-9_+-]{32,}={0,2}/g, // random bytes
  /-----BEGIN [A-Z ]{3,40}-----[^-]*(?:-----END [A-Z ]{3,40}-----)?/g,
];

const sensitive =
  "token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|apikey|private[_-]?key|authorization|cookie|credentials?|otp|pin";
/** `password=x`, `"token": "x"`, `api_key: x`; `code=x` in URLs. */
const named = [
  new RegExp(
    `((?:^|[^a-z])(?:[\\w-]{0,40}[_-])?(?:${sensitive})\\\\*["']?\\s{0,3}[:=]\\s{0,3}\\\\*["']?)[^\\s"'&,;!}\\\\]+`,
    "gi",
  ),
  /([?&](?:code|state|key|sig|signature)=)[^&\s"']+/gi,
];
const sensitiveName = new RegExp(`(?:^|[_-]|[a-z](?=[A-Z]))(?:${sensitive})$`, "i");

/** Digits with the signs that people put between them. */
const numbers = /(?<![\w.-])(?:\+|\(|%2B)?\d[\d ()./-]{6,24}\d(?![\w-])/g;
const iban = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b/gi;

/** In each text that any of those could match, so that most texts are looked at once. */
const suspicious = new RegExp(
  `[@%]|eyJ|(?:sb|fl|re|[srp]k|pat|gh\\w|npm|xox\\w|hf)[_-]|whsec|glpat|AIza|AKIA|SG\\.|bearer|basic|-----|${sensitive}|` +
    "[?&](?:code|state|key|sig)|\\d[\\d ()./-]{6,}\\d|[a-z]{2}\\d{2}|[\\w+-]{32}",
  "i",
);

/**
 * A text without e-mail addresses, telephone, card and account numbers, tokens, keys and passwords. Everything that
 * leaves the process for people to read goes through here: the console, the database's log, Sentry, OTLP.
 */
export function mask(text: string): string {
  if (!suspicious.test(text)) return text;
  let masked = text;
  for (const secret of secrets) masked = masked.replace(secret, "[secret]");
  for (const secret of named) masked = masked.replace(secret, "$1[secret]");
  return masked.replace(email, "[e-mail]")
    .replace(iban, (found) => isIban(found) ? "[iban]" : found)
    .replace(numbers, maskNumber);
}

/** JSON text that Postgres can store of a value, with {@link mask} applied to every text and name in it. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value, maskItem);
}

function maskItem(name: string, item: unknown): unknown {
  if (typeof item === "string") {
    return item !== "" && sensitiveName.test(name) ? "[secret]" : mask(storable(item));
  }
  if (typeof item === "bigint") return mask(String(item));
  if (typeof item === "number") return isSuspiciousNumber(item) ? mask(String(item)) : item;
  if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
  const names = Object.keys(item);
  if (names.every((name) => mask(name) === name)) return item;
  return Object.fromEntries(Object.entries(item).map(([name, inner]) => [mask(name), inner]));
}

/** Telephone and card numbers that were read as numbers. */
function isSuspiciousNumber(item: number): boolean {
  return Number.isSafeInteger(item) && Math.abs(item) >= 1e9;
}

function maskNumber(found: string): string {
  const digits = found.replaceAll(/\D/g, "");
  if (digits.length >= 12 && digits.length <= 19 && isCard(digits)) return "[card]";
  if (isDate(found) || digits.length < 8 || digits.length > 15) return found;
  const isWritten = /^[+(%]|^00?[1-9]/.test(found) || /^\d{3}[ ./-]\d{3}[ ./-]\d{4}$/.test(found);
  const isPlain = digits.length >= 10 && !/[()./]/.test(found);
  return isWritten || isPlain ? "[phone]" : found;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?: \d.*)?$|^\d{1,2}[./]\d{1,2}[./]\d{4}/.test(text);
}

/** Luhn's check. */
function isCard(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 + 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the remainder by 97 is 1. */
function isIban(found: string): boolean {
  const text = found.replaceAll(" ", "").toUpperCase();
  if (text.length < 15 || text.length > 34) return false;
  const moved = text.slice(4) + text.slice(0, 4);
  let remainder = 0;
  for (const character of moved) {
    for (const digit of String(Number.parseInt(character, 36))) {
      remainder = (remainder * 10 + Number(digit)) % 97;
    }
  }
  return remainder === 1;
}
