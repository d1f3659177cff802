import { env } from "../data/env.ts";

/** Severity, least first. */
export type LogLevel = "debug" | "info" | "warn" | "error";
const levels: LogLevel[] = ["debug", "info", "warn", "error"];

// Bounded repetitions: an unbounded local part would make a long text without "@" quadratic.
const email = /[^\s@"'<>()[\],;:=/\\]{1,64}(?:@|%40)[\p{L}\p{N}.-]{1,255}\.[\p{L}]{2,63}/giu;
const secrets = [
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, // a JWT
  /\b(?:sb_secret|sb_publishable|fl_live|fl_test|whsec|sk_live|sk_test)_[\w+/=-]+/g,
  /\b(?:Bearer|Basic)\s+[^\s"',]+/gi,
  /(?<=:\/\/)[^\s/@]{1,200}(?=@)/g, // user and password of a URL
  /\b((?:token|apikey|api_key|password|secret|code)=)[^&\s"']+/gi,
];

/** In each text that any of those could match, so that most texts are looked at once. */
const suspicious = /[@%=]|eyJ|(?:sb|fl|whsec|sk)_|bearer|basic/i;

/** A text without e-mail addresses, tokens and keys. */
export function mask(text: string): string {
  if (!suspicious.test(text)) return text;
  let masked = text;
  for (const secret of secrets) {
    masked = masked.replace(
      secret,
      (_match, name) => typeof name === "string" ? `${name}[secret]` : "[secret]",
    );
  }
  return masked.replace(email, "[e-mail]");
}

/** JSON text of a value with {@link mask} applied to each text in it. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === "string") return mask(item);
    return typeof item === "bigint" ? String(item) : item;
  });
}

/** Whether LOG_LEVEL lets a level through. */
export function isLogged(level: LogLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(env().LOG_LEVEL);
}

/** Writes one JSON line, masked, if LOG_LEVEL lets it through. */
export function log(level: LogLevel, entry: Record<string, unknown>): void {
  if (!isLogged(level)) return;
  console.log(maskedJson({ timestamp: new Date().toISOString(), level, ...entry }));
}

/** An error as the log shows it: name, message and stack, and those of its causes. */
export function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : Deno.inspect(error);
  const text = error.stack ?? `${error.name}: ${error.message}`;
  if (error.cause === undefined || depth > 3) return text;
  return `${text}\ncaused by ${describeError(error.cause, depth + 1)}`;
}
