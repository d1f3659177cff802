import { createHash } from "node:crypto";
import type { Bytes } from "../../shared/input/bytes.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { ExactNumber, isExactRecord, parseExactJson } from "../../shared/input/exact_json.ts";
import { atPointer } from "../../shared/input/pointer.ts";
import { isStorableJson } from "../../shared/input/text.ts";
import { inboundJson, type InboundRequest } from "./inbound_json.ts";
import { inboundType } from "./inbound_type.ts";
import type { Locator, TypePlaces } from "./presets.ts";

/** Where a source's events have their id and type. */
export interface Places {
  idFrom: Locator;
  typeFrom: TypePlaces;
  /** Whether a number is a type. */
  numericTypes: boolean;
}

/** What `receive_inbound_events` takes: JSON text, and the id and type of each event in it. */
export interface InboundEvents {
  body: string;
  events: { event_id: string; type: string }[];
  /** What the body says, its numbers exact. */
  payload: unknown;
}

const mostEvents = 1_000;
const utf8 = new TextEncoder();

/**
 * The events of a verified request; `signedId` is the id that its signature covers, if any. Throws 400, 413, 422, and
 * never 415: the route has checked the content type.
 */
export function readEvents(request: InboundRequest, places: Places, signedId?: string): InboundEvents {
  const body = inboundJson(request);
  const payload = parseExactJson(utf8.encode(body));
  const parts = Array.isArray(payload) ? payload : [payload];
  if (parts.length > mostEvents) {
    throw new ApiError(
      413,
      "PAYLOAD_TOO_LARGE",
      `The body has ${parts.length} events, at most ${mostEvents}`,
    );
  }
  if (!parts.every((part) => isExactRecord(part) && isStorableJson(part))) {
    const message =
      "The body must be a JSON object, or an array of them, whose texts and numbers can be stored";
    throw new ApiError(422, "VALIDATION_ERROR", message);
  }
  const whole = signedId ?? headerAt(places.idFrom, request.headers) ?? hashOf(request, body);
  const events = parts.map((part, index) => {
    const id = textAt(places.idFrom, part) ?? (Array.isArray(payload) ? `${whole}#${index}` : whole);
    return { event_id: id.length <= 255 ? id : hash(id), type: typeOf(part, request.headers, places) };
  });
  return { body, events, payload };
}

function typeOf(part: unknown, headers: Headers, { typeFrom, numericTypes }: Places): string {
  const read = (place: Locator) => headerAt(place, headers) ?? textAt(place, part, numericTypes);
  for (const [first = "", ...others] of typeFrom) {
    const beginning = read(first);
    if (beginning === undefined) continue;
    return inboundType([beginning, ...others.flatMap((place) => read(place) ?? [])].join("."));
  }
  return "event";
}

function headerAt(place: Locator, headers: Headers): string | undefined {
  return place.startsWith("header:")
    ? headers.get(place.slice("header:".length))?.trim() || undefined
    : undefined;
}

/** The text, or number, at the place in a body; undefined if there is none or nothing in it. */
function textAt(place: Locator, part: unknown, numbers = true): string | undefined {
  const value = place.startsWith("body:") ? atPointer(part, place.slice("body:".length)) : undefined;
  if (value instanceof ExactNumber) return numbers ? value.text : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** Equal requests have equal hashes. The headers of a CloudEvent belong to it. */
function hashOf({ headers, body: sent }: InboundRequest, body: string): string {
  return hash(headers.has("ce-id") ? body : sent);
}

function hash(content: string | Bytes): string {
  return createHash("sha256").update(content).digest("hex");
}
