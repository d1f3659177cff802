import { isSafeLink } from "./check_html.ts";
import { notValid } from "./check_source.ts";
import type { Variables } from "./render.ts";

/** Throws 422 for a value that is missing, unknown or unsafe, as private.check_email_variables does for mails. */
export function checkValues(values: Variables, variables: readonly string[]): void {
  for (const [name, value] of Object.entries(values)) {
    const path = `variables.${name}`;
    if (!variables.includes(name)) {
      throw notValid(path, `is not a variable of this template; it has ${variables.join(", ")}`, "unknown");
    }
    const text = String(value).trim();
    if (/\p{Cc}/u.test(text)) throw notValid(path, "must be one line without control characters");
    const hasScheme = /^[a-z][a-z\d+.-]*\s*:/i.test(text);
    if (name === "url" && hasScheme && !isSafeLink(text)) {
      throw notValid(path, "must be a link that begins with https://, http:// or /");
    }
  }
  const missing = variables.find((name) => values[name] === undefined);
  if (missing !== undefined) throw notValid(`variables.${missing}`, "is missing", "required");
}
