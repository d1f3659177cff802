import { z } from "@hono/zod-openapi";
import { nearest } from "./parameters.ts";

/** JSON's types as a person calls them. */
const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const forms: Record<string, string> = {
  guid: "an id like 3fa85f64-5717-4562-b3fc-2c963f66afa6",
  uuid: "an id like 3fa85f64-5717-4562-b3fc-2c963f66afa6",
  datetime: "a moment with its offset, like 2026-12-31T12:00:00Z",
  date: "a day like 2026-12-31",
  url: "a URL like https://example.com/hook",
  email: "an e-mail address",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  cidrv4: "an IPv4 network like 203.0.113.0/24",
  cidrv6: "an IPv6 network like 2001:db8::/32",
};

/** What is wrong with a value, for the person who sent it: what it is, and what would be right. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is required"
        : `${shown(issue.input)}must be ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.expected === "stringbool"
        ? "must be true or false"
        : issue.input === undefined
        ? "is required"
        : `${shown(issue.input)}must be ${listed(issue.values.map(String))}`;
    case "invalid_format":
      return forms[issue.format] && `must be ${forms[issue.format]}`;
    case "too_small":
      return bound(issue, issue.minimum, issue.inclusive === false ? "more than" : "at least");
    case "too_big":
      return bound(issue, issue.maximum, issue.inclusive === false ? "less than" : "at most");
    case "unrecognized_keys":
      return unknownFields(issue.keys, issue.inst);
    case "invalid_union":
      return oneOf(issue.errors.map(([first]) => first?.message ?? ""));
    default:
      return undefined;
  }
};

/** `is 140, `: numbers, switches and short texts; nothing of what may be long or secret. */
function shown(input: unknown): string {
  if (input === null || typeof input === "boolean" || (typeof input === "number" && !Number.isNaN(input))) {
    return `is ${input}, `;
  }
  return typeof input === "string" && input.length <= 40 ? `is ${JSON.stringify(input)}, ` : "";
}

function bound({ origin, input }: { origin: string; input?: unknown }, limit: unknown, how: string): string {
  const number = typeof limit === "number" || typeof limit === "bigint"
    ? limit.toLocaleString("en")
    : String(limit);
  if (origin === "string" && limit === 1 && how === "at least") return "must not be empty";
  if (origin === "string") return `must have ${how} ${number} characters`;
  if (origin === "array" || origin === "set") {
    const has = Array.isArray(input) ? `has ${input.length.toLocaleString("en")} entries, ` : "";
    return `${has}must have ${how} ${number}`;
  }
  return `${shown(input)}must be ${how} ${number}`;
}

function unknownFields(keys: readonly string[], schema: unknown): string {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return keys.slice(0, 5).map((key) => {
    const name = JSON.stringify(key.slice(0, 100).toWellFormed());
    const meant = nearest(key, known);
    return `${name} is not a field${meant === undefined ? "" : `, did you mean ${meant}?`}`;
  }).join("; ");
}

/** The alternatives of a union, where each says what would be right. */
function oneOf(messages: string[]): string | undefined {
  const rights = messages.map((message) => /must be (.*)$/.exec(message)?.[1]);
  return rights.every((right) => right !== undefined) ? `must be ${listed([...new Set(rights)])}` : undefined;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
