import { z } from "zod";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { tooLong } from "../../shared/http/body.ts";
import { ApiError, unavailable } from "../../shared/http/errors.ts";
import { verifyHmac } from "../../shared/outbound/hmac.ts";
import { InvalidSignature, verifyStandard, verifyStripe } from "../../shared/outbound/signature.ts";
import { env } from "./env.ts";
import { generic, presetOf, presets } from "./presets.ts";
import type { InboundRequest } from "./inbound_json.ts";
import type { Places } from "./read_events.ts";
import { openMost, ownerOf } from "./secrets.ts";
import { verifySendGrid } from "./sendgrid_signature.ts";
import { Source } from "./source_schema.ts";

const StoredSource = Source.extend({
  client_id: z.guid(),
  secrets: z.array(z.object({ key_id: z.string(), ciphertext: z.string() })),
  limits: z.record(z.string(), z.unknown()),
});
type StoredSource = z.output<typeof StoredSource>;

/** A source as a request finds it. */
export interface FoundSource {
  /** Returns the id that the signature covers, if any. Throws InvalidSignature. */
  verify: (request: InboundRequest) => string | undefined;
  places: Places;
  preset: StoredSource["preset"];
  maxBytes: number;
  /** Whose it is; null for the operator's. */
  tenant: string | null;
  /** The rates of its tenant, where the operator has set any. */
  limits: Record<string, unknown>;
}

const sendgridPlaces: Places = {
  idFrom: "body:/sg_event_id",
  typeFrom: [["body:/event"]],
  numericTypes: false,
};

const byDefault = { tenant: null, preset: null, maxBytes: 262_144, limits: {} };

/** The operator's `stripe`, `resend` or `sendgrid`, or a tenant's own by its id. Throws 404. */
export async function findSource(name: string, db: Db): Promise<FoundSource> {
  const { STRIPE_WEBHOOK_SECRETS: stripe, RESEND_WEBHOOK_SECRETS: resend, SENDGRID_WEBHOOK_KEYS: sendgrid } =
    env();
  if (name === "stripe" && stripe.length > 0) {
    return { ...byDefault, verify: stripeVerifier(stripe), places: placesOf(presets.stripe) };
  }
  if (name === "resend" && resend.length > 0) {
    const verify = ({ headers, body }: InboundRequest) => verifyStandard(headers, body, resend);
    return { ...byDefault, verify, places: placesOf(generic) };
  }
  if (name === "sendgrid" && sendgrid.length > 0) {
    const verify = ({ headers, body }: InboundRequest) => void verifySendGrid(headers, body, sendgrid);
    return { ...byDefault, verify, maxBytes: 1_048_576, places: sendgridPlaces };
  }
  if (!z.guid().safeParse(name).success) throw new ApiError(404, "NOT_FOUND", "There is no such source");
  const source = StoredSource.parse(unwrap(await db.rpc("inbound_source", { source_id: name })));
  const secrets = await openMost(source.secrets, ownerOf("webhook_source", source.client_id, name));
  const verify = verifierOf(source, secrets.opened);
  return {
    verify: secrets.isComplete ? verify : orLater(verify),
    places: { ...placesOf(presetOf(source.preset)), ...ownPlaces(source) },
    preset: source.preset,
    maxBytes: source.max_bytes,
    tenant: source.client_id,
    limits: source.limits,
  };
}

/** Throws 413 for a body that is longer than the source takes. */
export function requireLength({ body }: InboundRequest, { maxBytes }: FoundSource): void {
  if (body.byteLength > maxBytes) throw tooLong(maxBytes);
}

function verifierOf(source: StoredSource, secrets: string[]): FoundSource["verify"] {
  const { scheme, preset, header, encoding, prefix, timestamp_header: timestampHeader, id_from } = source;
  if (scheme === "standard") {
    return ({ headers, body }) => {
      const id = verifyStandard(headers, body, secrets);
      return id_from === null ? id : undefined;
    };
  }
  if (preset === "stripe") return stripeVerifier(secrets);
  const form = { header: header ?? generic.signature.header, encoding, prefix, timestampHeader };
  return ({ headers, body }) => void verifyHmac(headers, body, form, secrets);
}

/** Answers 503 instead of 401: the signature may be one of a secret that does not open now. */
function orLater(verify: FoundSource["verify"]): FoundSource["verify"] {
  return (request) => {
    try {
      return verify(request);
    } catch (cause) {
      if (cause instanceof InvalidSignature) throw unavailable("The source's secret", cause);
      throw cause;
    }
  };
}

function stripeVerifier(secrets: readonly string[]): FoundSource["verify"] {
  return ({ headers, body }) => void verifyStripe(headers.get("stripe-signature"), body, secrets);
}

function placesOf({ idFrom, typeFrom }: Omit<Places, "numericTypes">): Places {
  return { idFrom, typeFrom, numericTypes: false };
}

function ownPlaces({ id_from, type_from }: StoredSource): Partial<Places> {
  return {
    ...id_from === null ? {} : { idFrom: id_from },
    ...type_from === null ? {} : { typeFrom: [[type_from]], numericTypes: true },
  };
}
