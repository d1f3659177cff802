/** The trace that the caller is in, and its span, by its traceparent. */
export function parentOf(traceparent: string | null): { traceId: string; spanId: string } | undefined {
  const [, version, id, span] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(?:$|-)/.exec(traceparent ?? "") ?? [];
  const isValid = version !== "ff" && !/^0+$/.test(id ?? "0") && !/^0+$/.test(span ?? "0");
  return isValid && id !== undefined && span !== undefined ? { traceId: id, spanId: span } : undefined;
}

/**
 * Headers that carry a request on to others. Without a trace of the caller's, the trace id follows from the request's:
 * a UUID or 32 hex digits are the trace id themselves, any other id is hashed.
 */
export function traceHeaders(
  requestId: string,
  traceId = traceOf(requestId),
  spanId = newSpanId(),
): { "x-request-id": string; traceparent: string } {
  return { "x-request-id": requestId, traceparent: `00-${traceId}-${spanId}-01` };
}

/** A random span id: 16 hex digits. */
export function newSpanId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The trace id of a request that came without a traceparent. */
export function traceOf(requestId: string): string {
  const bare = requestId.replaceAll("-", "").toLowerCase();
  if (/^(?!0{32})[\da-f]{32}$/.test(bare)) return bare;
  return [1, 2, 3, 4].map((start) => hash(requestId, start)).join("");
}

/** FNV-1a of 32 bits. */
function hash(text: string, start: number): string {
  let value = 0x811c9dc5 ^ start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
