// @ts-types="npm:@types/mustache@4.2.6"
import Mustache from "mustache";
import { ApiError } from "../../shared/http/errors.ts";
import { faultOfHtml } from "./check_html.ts";
import type { Source } from "./templates/mod.ts";

type Token = [type: string, value: string, start: number, end: number, inner?: Token[] | string];

/** Sections that lie in each other; more have no use without lists. */
const deepest = 5;

/** Throws 422 for a template that cannot be used or would be unsafe. `variables` are those that it may name. */
export function checkSource({ subject, html, text }: Source, variables: readonly string[]): void {
  if (/\p{Cc}/u.test(subject)) throw notValid("subject", "must be one line without control characters");
  checkTags("subject", subject, variables);
  checkTags("html", html, variables);
  if (text !== null) checkTags("text", text, variables);
  const fault = faultOfHtml(html);
  if (fault !== undefined) throw notValid("html", fault);
}

function checkTags(path: string, source: string, variables: readonly string[]): void {
  checkTokens(path, parse(path, source), variables, 1);
}

function parse(path: string, source: string): Token[] {
  try {
    return Mustache.parse(source) as Token[];
  } catch (error) {
    throw notValid(path, `has a tag that cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function checkTokens(path: string, tokens: Token[], variables: readonly string[], depth: number): void {
  if (depth > deepest) throw notValid(path, `has more than ${deepest - 1} sections inside each other`);
  for (const [type, name, , , inner] of tokens) {
    if (type === "text" || type === "!") continue;
    if (type !== "name" && type !== "#" && type !== "^") {
      throw notValid(
        path,
        `{{${type === "&" ? "{" : type}${name} is not allowed: values are always escaped, write {{${name}}}`,
      );
    }
    if (!variables.includes(name)) {
      throw notValid(
        path,
        `{{${name}}} is not a variable of this template; it has ${variables.join(", ")}`,
        "unknown",
      );
    }
    if (Array.isArray(inner)) checkTokens(path, inner, variables, depth + 1);
  }
}

/** 422 for one field. */
export function notValid(path: string, message: string, code = "not_allowed"): ApiError {
  const details = [{ path, code, message }];
  return new ApiError(422, "VALIDATION_ERROR", `The request is not valid: ${path}: ${message}`, { details });
}
