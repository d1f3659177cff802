/** How a request of a preset is signed: the columns of a source. */
export interface SignatureColumns {
  header: string;
  encoding: "hex" | "base64" | null;
  prefix: string | null;
  timestamp_header: string | null;
}

/** `hash`, `header:<name>` or `body:<JSON pointer>`. */
export type Locator = string;

/** Where an event's type stands: the first alternative whose first place has a text, its places joined by dots. */
export type TypePlaces = readonly (readonly Locator[])[];

export interface Preset {
  signature: SignatureColumns;
  idFrom: Locator;
  typeFrom: TypePlaces;
}

/** What a source without a preset has, and `generic` begins with. */
export const generic: Preset = {
  signature: { header: "x-signature", encoding: null, prefix: null, timestamp_header: null },
  idFrom: "hash",
  typeFrom: [["body:/type"]],
};

/** Senders whose way of signing is known, by their own documentation. */
export const presets = {
  /** https://docs.stripe.com/webhooks: `t=…,v1=…`; verifyStripe reads it. */
  stripe: {
    signature: { header: "stripe-signature", encoding: "hex", prefix: null, timestamp_header: null },
    idFrom: "body:/id",
    typeFrom: [["body:/type"]],
  },
  /** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
  github: {
    signature: { header: "x-hub-signature-256", encoding: "hex", prefix: "sha256=", timestamp_header: null },
    idFrom: "header:x-github-delivery",
    typeFrom: [["header:x-github-event", "body:/action"]],
  },
  /** https://shopify.dev/docs/apps/build/webhooks/verify-deliveries */
  shopify: {
    signature: { header: "x-shopify-hmac-sha256", encoding: "base64", prefix: null, timestamp_header: null },
    idFrom: "header:x-shopify-webhook-id",
    typeFrom: [["header:x-shopify-topic"]],
  },
  /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
  slack: {
    signature: {
      header: "x-slack-signature",
      encoding: "hex",
      prefix: "v0=",
      timestamp_header: "x-slack-request-timestamp",
    },
    idFrom: "body:/event_id",
    typeFrom: [["body:/event/type", "body:/event/subtype"], ["body:/type"], ["body:/command"]],
  },
  /** https://developer.woocommerce.com/docs/apis/rest-api/v3/webhooks */
  woocommerce: {
    signature: { header: "x-wc-webhook-signature", encoding: "base64", prefix: null, timestamp_header: null },
    idFrom: "header:x-wc-webhook-delivery-id",
    typeFrom: [["header:x-wc-webhook-topic"]],
  },
  generic,
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** The names, as a schema's enum wants them. */
export const presetNames = ["stripe", "github", "shopify", "slack", "woocommerce", "generic"] as const;

/** What holds for a source of the scheme hmac-sha256. */
export function presetOf(name: PresetName | null): Preset {
  return presets[name ?? "generic"];
}
