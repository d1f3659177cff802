import { env } from "../data/env.ts";
import { mask } from "./mask.ts";
import { newSpanId, traceOf } from "./trace.ts";

/** The request or job that a span belongs to. */
interface Origin {
  requestId?: string;
  traceId?: string;
  spanId: string;
}

interface Ended {
  name: string;
  kind: "server" | "client" | "consumer";
  /** How long it took, up to now. */
  ms: number;
  tags: Record<string, string | number | null | undefined>;
  failed: boolean;
  /** The caller's span. */
  parent?: string;
}

/** OTLP's numbers for what a span is. */
const kinds = { server: 2, client: 3, consumer: 5 } as const;
/** Spans that wait at most; further ones are dropped, as OpenTelemetry's own exporters do. */
const maxSpans = 2_000;
let waiting: Span[] = [];
let listener: (() => void) | undefined;

/** A span of OTLP's JSON. */
export type Span = ReturnType<typeof spanOf>;

/** Keeps spans from now on, and calls `heard` when one is added and none was waiting. */
export function whenTraced(heard: () => void): void {
  listener = heard;
}

/** Adds a span that has just ended, if there is a collector to send it to. */
export function addSpan(origin: Origin, ended: Ended): void {
  if (listener === undefined || origin.requestId === undefined) return;
  if (env().OTEL_EXPORTER_OTLP_ENDPOINT === undefined || waiting.length >= maxSpans) return;
  waiting.push(spanOf(origin, ended));
  if (waiting.length === 1) listener();
}

/** Takes all spans. */
export function takeSpans(): Span[] {
  const taken = waiting;
  waiting = [];
  return taken;
}

/** As OTLP's JSON has attributes; a 64-bit number is text there. */
export function attributes(tags: Ended["tags"]) {
  return Object.entries(tags).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    const typed = typeof value === "number" ? { intValue: String(value) } : { stringValue: mask(value) };
    return [{ key, value: typed }];
  });
}

function spanOf(origin: Origin, { name, kind, ms, tags, failed, parent }: Ended) {
  const end = performance.timeOrigin + performance.now();
  const isOwn = kind !== "client";
  return {
    traceId: origin.traceId ?? traceOf(origin.requestId ?? ""),
    spanId: isOwn ? origin.spanId : newSpanId(),
    parentSpanId: isOwn ? parent : origin.spanId,
    // A host that a tenant chose may hold a token.
    name: mask(name),
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(end - ms),
    endTimeUnixNano: nanoseconds(end),
    attributes: attributes(tags),
    status: { code: failed ? 2 : 0 },
  };
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1_000)) * 1_000n);
}
