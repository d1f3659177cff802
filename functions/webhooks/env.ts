import { z } from "zod";
import { defineEnv, list } from "../../shared/data/env.ts";

/** The operator's own webhook secrets; a list, so that one can be replaced while both are valid. */
export const env = defineEnv(z.object({
  STRIPE_WEBHOOK_SECRETS: list(),
  RESEND_WEBHOOK_SECRETS: list(),
  /** SendGrid's public keys. */
  SENDGRID_WEBHOOK_KEYS: list(),
}));
