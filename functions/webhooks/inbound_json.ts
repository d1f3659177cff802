import type { Bytes } from "../../shared/input/bytes.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { parseJson } from "../../shared/input/json.ts";

/** A request of a sender, its body as it was signed. */
export interface InboundRequest {
  headers: Headers;
  body: Bytes;
}

const events = {
  oneOf: [
    { type: "object" as const, additionalProperties: true },
    { type: "array" as const, items: { type: "object" as const, additionalProperties: true } },
  ],
};
const example = { id: "evt_1", type: "order.paid" };
const text = { type: "string" as const };

/** What a source can send. */
export const inboundContent = {
  "application/json": { schema: events, example },
  "application/cloudevents+json": { schema: text },
  "application/cloudevents-batch+json": { schema: text },
  "application/x-www-form-urlencoded": {
    schema: text,
    example: "payload=%7B%22type%22%3A%22order.paid%22%7D",
  },
  "text/plain": { schema: text, example: "The order was paid" },
};

const utf8 = new TextEncoder();

/** The JSON text of a request, as sent where it is JSON; its numbers are never read. Throws 400. */
export function inboundJson({ headers, body }: InboundRequest): string {
  const [type = ""] = (headers.get("content-type") ?? "").split(";", 1);
  switch (type.trim().toLowerCase()) {
    case "application/x-www-form-urlencoded":
      return formJson(decode(body));
    case "text/plain":
      return wrap(headers, plainJson(decode(body)));
    case "application/json":
      // The route has parsed it, so that it cannot end the event that it is put in.
      return wrap(headers, decode(body));
    default:
      return decode(body);
  }
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new ApiError(400, "BAD_REQUEST", "The body is not UTF-8 text");
  }
}

/** Slack and GitHub put a JSON text into `payload`; every other form is an object of its fields. */
function formJson(text: string): string {
  const form = new URLSearchParams(text);
  const payload = form.get("payload");
  if (payload !== null && isJson(payload)) return payload;
  const fields = Array.from(new Set(form.keys()), (name) => {
    const values = form.getAll(name);
    return [name, values.length === 1 ? values[0] : values];
  });
  return JSON.stringify(Object.fromEntries(fields));
}

/** Some senders of JSON call it plain text. */
function plainJson(text: string): string {
  return isJson(text) ? text : JSON.stringify({ text });
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    parseJson(utf8.encode(text));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return false;
    throw error;
  }
}

/** A CloudEvent of the binary mode as the structured mode would send it: its attributes are the `ce-` headers. */
function wrap(headers: Headers, data: string): string {
  if (!headers.has("ce-specversion")) return data;
  const attributes = Array.from(headers).filter(([name]) => name.startsWith("ce-"))
    .map(([name, value]) => [name.slice("ce-".length), percentDecoded(value)]);
  const event = JSON.stringify({
    ...Object.fromEntries(attributes),
    datacontenttype: headers.get("content-type"),
  });
  return `${event.slice(0, -1)},"data":${data}}`;
}

/** CloudEvents HTTP binding 3.1.3.2; what is not encoded right is kept as it is. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
