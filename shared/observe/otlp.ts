import { env } from "../data/env.ts";
import { waitUntil } from "../jobs/background.ts";
import { logToConsole } from "./log.ts";
import { inScope } from "./scope.ts";
import { attributes, takeSpans, whenTraced } from "./spans.ts";

/** Longest time that spans wait in the process. */
const flushMs = 1_000;
const timeoutMs = 5_000;

/**
 * Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT as OTLP/HTTP JSON: together, a second after the first, outside of any
 * request. A collector that does not take them is not asked twice, so traces may have gaps.
 */
export function startTracing(): void {
  whenTraced(() => waitUntil(inScope(undefined, () => pause(flushMs).then(sendSpans))));
  addEventListener("beforeunload", () => waitUntil(inScope(undefined, sendSpans)));
}

async function sendSpans(): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: pairs, RELEASE } = env();
  const taken = takeSpans();
  if (endpoint === undefined || taken.length === 0) return;
  const resource = {
    attributes: attributes({ "service.name": "frontline", "service.version": RELEASE || null }),
  };
  const body = {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "frontline" }, spans: taken }] }],
  };
  try {
    const response = await fetch(`${endpoint.replace(/\/+$/, "")}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headersOf(pairs) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
  } catch (error) {
    const message = `The collector did not take ${taken.length} spans`;
    logToConsole("warn", { action: "otlp", message, error: error instanceof Error ? error.message : "" });
  }
}

function headersOf(pairs: string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name.trim(), decodeURIComponent(value.join("=").trim())];
  }));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
