import { z } from "zod";
import { defineEnv, httpUrl, list, optional } from "../../shared/data/env.ts";

export const env = defineEnv(z.object({
  /** The parts that `/health/v1/ready` checks, such as `database,auth,cron`. Defaults to all that are set up. */
  HEALTH_CHECKS: list(),
  /** With these set, health also checks Stripe, e-mail and a storage bucket. */
  STRIPE_SECRET_KEY: optional(z.string()),
  STRIPE_API_URL: optional(httpUrl()).transform((url) => url ?? "https://api.stripe.com"),
  RESEND_API_KEY: optional(z.string()),
  RESEND_API_URL: optional(httpUrl()).transform((url) => url ?? "https://api.resend.com"),
  STORAGE_BUCKET: optional(z.string()),
}));
