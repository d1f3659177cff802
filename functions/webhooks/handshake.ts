import type { FoundSource } from "./find_source.ts";
import type { InboundRequest } from "./inbound_json.ts";

/**
 * Whether it is the ping that WooCommerce sends when a webhook is saved: a form of the webhook's id, unsigned. It has
 * no effect, but WooCommerce wants a 200.
 */
export function isPing({ preset }: FoundSource, { headers, body }: InboundRequest): boolean {
  return preset === "woocommerce" && !headers.has("x-wc-webhook-signature") && body.byteLength < 40 &&
    /^webhook_id=\d+$/.test(new TextDecoder().decode(body));
}

/** The text that Slack wants back before it sends events: https://docs.slack.dev/reference/events/url_verification */
export function challengeOf({ preset }: FoundSource, payload: unknown): string | undefined {
  if (preset !== "slack" || typeof payload !== "object" || payload === null) return undefined;
  const { type, challenge } = { type: undefined, challenge: undefined, ...payload };
  return type === "url_verification" && typeof challenge === "string" ? challenge : undefined;
}
