import { z } from "@hono/zod-openapi";
import { shortText, storableText } from "../../shared/input/text.ts";
import { type PresetName, presetNames, presetOf } from "./presets.ts";

export const SourceId = z.object({ source: z.guid() });

const utf8 = new TextEncoder();
const headerName = () => z.string().max(100).regex(/^[A-Za-z0-9-]+$/, "is not a header name").toLowerCase();
const locator = /^(?:hash|header:[a-z0-9-]{1,100}|body:\/\P{Cc}*)$/u;
const place = (example: string) =>
  storableText().max(200)
    .transform((text) => text.replace(/^header:.*/, (named) => named.toLowerCase()))
    .refine(
      (text) => locator.test(text),
      "must be header:<name> or body:<JSON pointer>, such as body:/event/id",
    )
    .openapi({ type: "string", example });

/** What is sealed has at most 1,024 bytes. */
const issuedSecret = storableText().trim().min(1).refine(
  (text) => utf8.encode(text).length <= 500,
  "must have at most 500 bytes",
).openapi({
  description: "The secret that the sender issued; without one we make it. Never returned",
  type: "string",
});

const fields = {
  name: shortText(100).openapi({ example: "Billing" }),
  preset: z.enum(presetNames).nullish().openapi({
    description:
      "The sender; fixes how its requests are signed. `generic` is hmac-sha256 with your own options",
    example: "github",
  }),
  scheme: z.enum(["standard", "hmac-sha256"]).optional().openapi({
    description:
      "Required without preset. standard: Standard Webhooks. hmac-sha256: the body's HMAC in `header`",
    example: "hmac-sha256",
  }),
  secret: issuedSecret.nullish(),
  header: headerName().nullish().openapi({
    description: "For hmac-sha256: the header with the signature; defaults to the preset's or x-signature",
    example: "x-hub-signature-256",
  }),
  encoding: z.enum(["hex", "base64"]).nullish().openapi({
    description: "For hmac-sha256: how the signature is written; either is taken if left out",
  }),
  prefix: storableText().min(1).max(50).refine((text) => !/\p{Cc}/u.test(text), "holds a control character")
    .nullish().openapi({
      description: "For hmac-sha256: what stands before the signature in its header",
      example: "sha256=",
    }),
  timestamp_header: headerName().nullish().openapi({
    description: "For hmac-sha256: the header with the time, when the signature is of `<time>.<body>`, " +
      "`<time>:<body>` or `v0:<time>:<body>`; it must be within 300 s of now",
  }),
  id_from: place("header:x-github-delivery").nullish().openapi({
    description:
      "Where the event's id stands: `header:<name>`, `body:<JSON pointer>`, or `hash` of the body. " +
      "Defaults to the preset's place, for standard to webhook-id, else to `hash`. An event without one gets the hash",
  }),
  type_from: place("header:x-github-event").refine(
    (text) => text !== "hash",
    "must be a header or a JSON pointer",
  )
    .nullish().openapi({
      description: "Where the event's type stands: `header:<name>` or `body:<JSON pointer>`. " +
        "Defaults to the preset's place, else to `body:/type`",
    }),
  max_bytes: z.int().min(1024).max(1_048_576).nullish().openapi({
    description: "The longest body that is taken; 262,144 if left out",
    example: 262_144,
  }),
};

const signatureFields = ["header", "encoding", "prefix", "timestamp_header"] as const;
type Fields = z.output<z.ZodObject<typeof fields>>;

/** A source as it is stored: the preset's way of signing is in the columns. */
export const NewSource = z.strictObject(fields).superRefine((source, context) => {
  for (const { path, message } of problemsOf(source)) {
    context.addIssue({ code: "custom", path: [path], message });
  }
}).transform(resolve).openapi("NewSource");

function* problemsOf(source: Fields): Generator<{ path: string; message: string }> {
  const { preset, scheme, secret } = source;
  if (!preset && scheme === undefined) {
    yield { path: "scheme", message: "is required: standard or hmac-sha256, or give a preset" };
  }
  if (preset && scheme === "standard") {
    yield { path: "scheme", message: "must be hmac-sha256 with a preset, or left out" };
  }
  for (const field of signatureFields) {
    const sent = source[field] ?? null;
    if (sent === null) continue;
    if (scheme === "standard") yield { path: field, message: "is only for hmac-sha256" };
    else if (isFixed(preset) && sent !== presetOf(preset).signature[field]) {
      yield {
        path: field,
        message: `is set by the preset ${preset}: leave it out, or use the preset generic`,
      };
    }
  }
  if (scheme === "standard" && secret && !/^(?:whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(secret)) {
    yield { path: "secret", message: "must be whsec_ and base64 for the scheme standard" };
  }
}

function isFixed(preset: PresetName | null | undefined): preset is PresetName {
  return preset !== null && preset !== undefined && preset !== "generic";
}

function resolve({ name, preset, scheme, secret, ...source }: Fields) {
  const signed = scheme === "standard" ? undefined : presetOf(preset ?? null).signature;
  return {
    secret: secret ?? undefined,
    source: {
      name,
      preset: preset ?? undefined,
      scheme: scheme ?? "hmac-sha256",
      header: source.header ?? signed?.header,
      encoding: source.encoding ?? signed?.encoding ?? undefined,
      prefix: source.prefix ?? signed?.prefix ?? undefined,
      timestamp_header: source.timestamp_header ?? signed?.timestamp_header ?? undefined,
      id_from: source.id_from ?? undefined,
      type_from: source.type_from ?? undefined,
      max_bytes: source.max_bytes ?? undefined,
    },
  };
}

export const Source = z.object({
  id: z.guid().openapi({ description: "Last part of the URL that receives events: /webhooks/v1/in/{id}" }),
  name: z.string(),
  preset: z.enum(presetNames).nullable(),
  scheme: z.enum(["standard", "hmac-sha256"]),
  header: z.string().nullable(),
  encoding: z.enum(["hex", "base64"]).nullable(),
  prefix: z.string().nullable(),
  timestamp_header: z.string().nullable(),
  id_from: z.string().nullable(),
  type_from: z.string().nullable(),
  max_bytes: z.int(),
  version: z.int().openapi({ description: "The ETag", example: 1 }),
  created_by: z.guid().nullable(),
  created_at: z.string().openapi({ format: "date-time" }),
  updated_at: z.string().openapi({ format: "date-time" }),
}).openapi("Source");

export const SourceWithSecret = Source.extend({
  secret: z.string().optional().openapi({
    description: "Shown only once, never in a replayed answer, and only if we made it",
    example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  }),
}).openapi("SourceWithSecret");

const overlap = z.int().min(0).max(168).default(24).openapi({
  description: "How long former secrets stay valid; 0 ends them at once",
});

export const EndpointRotation = z.strictObject({ overlap_hours: overlap }).openapi("EndpointRotation");

export const SourceRotation = z.strictObject({
  overlap_hours: overlap,
  secret: issuedSecret.nullish(),
}).openapi("SourceRotation");
