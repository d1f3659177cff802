// Generated from private.rate_tiers by "npm run types"; do not edit.

/** Requests a minute by caller: user, API key, source of webhooks or address. They are also the size of the bucket. */
export const rateTiers = {
  anonymous: 120,
  calls: 6000,
  import: 120,
  inbound: 6000,
  read: 600,
  routing: 6000,
  tenant: 12000,
  transactions: 6000,
  upload: 240,
  write: 300,
} as const;

/** Share of a rate above which requests are delayed, unless the tenant has its own. */
export const slowAfter = 0.8;

/** The bucket that a route's requests are taken from. */
export type RateTier = keyof typeof rateTiers;
