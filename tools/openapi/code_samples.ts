/**
 * How to call an operation with curl, supabase-js and Python, with the example of its request.
 *
 * @module
 */
import type { Placed } from "./openapi.ts";

/** Path and query of an operation with the values of its examples. */
export interface Sample extends Placed {
  /** After `/functions/v1`, with its query. */
  target: string;
  contentType?: string;
  body?: unknown;
}

type Access = "user" | "secret" | "none";

/** The `x-codeSamples` of an operation. */
export function codeSamples(sample: Sample): { lang: string; label: string; source: string }[] {
  const { security = [] } = sample.operation;
  const access: Access = security.some((way) => "user" in way)
    ? "user"
    : security.length > 0
    ? "secret"
    : "none";
  return [
    { lang: "Shell", label: "curl", source: curl(sample, access) },
    { lang: "JavaScript", label: "supabase-js", source: supabaseJs(sample, access) },
    { lang: "Python", label: "Python", source: python(sample, access) },
  ];
}

const headers: Record<Access, [string, string][]> = {
  user: [["Authorization", "Bearer $TOKEN"]],
  secret: [["apikey", "$SUPABASE_SECRET_KEY"]],
  none: [],
};

function curl({ method, target, contentType, body }: Sample, access: Access): string {
  const parts = [
    `curl -s${
      method === "GET" || method === "POST" && body !== undefined ? "" : ` -X ${method}`
    } "$FUNCTIONS_URL${target}"`,
  ];
  for (const [name, value] of headers[access]) parts.push(`-H "${name}: ${value}"`);
  if (contentType === "multipart/form-data") parts.push("-F file=@opportunities.csv");
  else if (body !== undefined) {
    parts.push(`-H "Content-Type: ${contentType}"`, `--data-binary ${quoted(textOf(body))}`);
  }
  return parts.join(" \\\n  ");
}

/** A word for the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function supabaseJs({ method, target, contentType, body }: Sample, access: Access): string {
  const options = [
    ...method === "POST" ? [] : [`method: "${method}"`],
    ...body === undefined ? [] : [`body: ${textOf(body, 2).replaceAll("\n", "\n  ")}`],
    ...body === undefined || contentType === "application/json"
      ? []
      : [`headers: { "Content-Type": "${contentType}" }`],
  ];
  const client = access === "secret" ? "operator" : "supabase";
  const call = `const { data, error } = await ${client}.functions.invoke(${JSON.stringify(target.slice(1))}`;
  return options.length === 0
    ? `${call});`
    : `${call}, {\n${options.map((option) => `  ${option},\n`).join("")}});`;
}

function python({ method, target, contentType, body }: Sample, access: Access): string {
  const sent: Record<Access, string[]> = {
    user: [`"Authorization": f"Bearer {token}"`],
    secret: [`"apikey": secret_key`],
    none: [],
  };
  const isJson = contentType === "application/json";
  const all = [...sent[access], ...body === undefined || isJson ? [] : [`"Content-Type": "${contentType}"`]];
  const parts = [
    `f"{functions_url}${target.replaceAll("{", "{{").replaceAll("}", "}}")}"`,
    ...all.length === 0 ? [] : [`headers={${all.join(", ")}}`],
    ...body === undefined
      ? []
      : [isJson ? `json=${pythonValue(body)}` : `data=${JSON.stringify(textOf(body))}.encode()`],
  ];
  return `import requests\n\nanswer = requests.${method.toLowerCase()}(\n${
    parts.map((part) => `    ${part},\n`).join("")
  })\nanswer.raise_for_status()`;
}

function pythonValue(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, inner]) =>
    `${JSON.stringify(name)}: ${pythonValue(inner)}`
  );
  return `{${entries.join(", ")}}`;
}

/** A text as it is, anything else as JSON; in JavaScript (with `indent`) a text is quoted too. */
function textOf(body: unknown, indent?: number): string {
  return typeof body === "string" && indent === undefined ? body : JSON.stringify(body, null, indent);
}
