import { env } from "../data/env.ts";
import { addLine } from "./lines.ts";
import { mask, maskedJson } from "./mask.ts";
import { currentScope } from "./scope.ts";

/** Severity, least first. */
export type LogLevel = "debug" | "info" | "warn" | "error";
const levels: LogLevel[] = ["debug", "info", "warn", "error"];

/** The hosted platform drops lines that are longer. */
const longestLine = 10_000;
const longestField = 1_500;
const mainFields = ["timestamp", "level", "requestId", "userId", "clientId", "function", "action", "error"];

/** Whether LOG_LEVEL lets a level through. */
export function isLogged(level: LogLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(env().LOG_LEVEL);
}

/**
 * Writes one JSON line, masked, to the console and to the database's log, if LOG_LEVEL lets it through. Within a
 * request it gets the request's id, and its tenant as soon as that is known.
 */
export function log(level: LogLevel, entry: Record<string, unknown>): void {
  if (!isLogged(level)) return;
  const scope = currentScope();
  const requestId = scope?.requestId === undefined ? {} : { requestId: scope.requestId };
  const line = logToConsole(level, { ...requestId, ...entry });
  const { clientId } = entry;
  if (typeof clientId === "string") addLine(line, clientId);
  else if (scope !== undefined) scope.whenKnown((tenant) => addLine(line, tenant));
  else addLine(line, null);
}

/** Writes a line to the console alone: for what goes wrong on the way to the database. */
export function logToConsole(level: LogLevel, entry: Record<string, unknown>): string {
  const line = fitted({ timestamp: new Date().toISOString(), level, ...entry });
  console.log(line);
  return line;
}

/** Cuts long fields if the line would be too long, and drops them if it still is. */
function fitted(entry: Record<string, unknown>): string {
  const line = maskedJson(entry);
  if (line.length <= longestLine) return line;
  const short = Object.entries(entry).map(([name, value]) => [name, cut(value)] as const);
  const shorter = maskedJson({ ...Object.fromEntries(short), truncated: true });
  if (shorter.length <= longestLine) return shorter;
  const kept = short.filter(([name]) => mainFields.includes(name));
  return maskedJson({ ...Object.fromEntries(kept), truncated: true });
}

/** Masked before it is cut: half of a secret would not look like one. */
function cut(value: unknown): unknown {
  const text = typeof value === "string" ? mask(value) : maskedJson(value) ?? "";
  return text.length > longestField ? `${text.slice(0, longestField)}…` : value;
}

/** An error as the log shows it: name, message and stack, and those of its causes. */
export function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : Deno.inspect(error);
  const text = error.stack ?? `${error.name}: ${error.message}`;
  if (error.cause === undefined || depth > 3) return text;
  return `${text}\ncaused by ${describeError(error.cause, depth + 1)}`;
}
