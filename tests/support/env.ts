/**
 * Where the stack under test is. The runner (`npm test`) puts these into the environment; by hand:
 * `set -a; . .stack/stack.env` beside a started stack.
 *
 * @module
 */

function required(name: string): string {
  const value = Deno.env.get(name);
  if (!value) {
    throw new Error(
      `${name} is not set: run the tests with "npm test -- <filter>", or start a stack with "npm start" ` +
        `and load its addresses with "set -a; . .stack/stack.env"`,
    );
  }
  return value;
}

/** The stack's addresses and keys; reading one that is missing throws an error that says what to do. */
export const stack = {
  /** Origin of `/rest/v1` and `/auth/v1`. */
  get url(): string {
    return required("SUPABASE_URL");
  },
  /** Ends in `/functions/v1`. */
  get functionsUrl(): string {
    return required("FUNCTIONS_URL");
  },
  /** The stand-ins of the mail providers. */
  get inboxUrl(): string {
    return required("INBOX_URL");
  },
  /** As `postgres`, which is not a superuser, as on the hosted platform. */
  get databaseUrl(): string {
    return required("SUPABASE_DB_URL");
  },
  /** As `supabase_admin`, the superuser. Only for what neither a tenant nor the project could do. */
  get adminDatabaseUrl(): string {
    return required("SUPABASE_ADMIN_DB_URL");
  },
  get publishableKey(): string {
    return required("SUPABASE_PUBLISHABLE_KEY");
  },
  get secretKey(): string {
    return required("SUPABASE_SECRET_KEY");
  },
  get redisUrl(): string {
    return required("UPSTASH_REDIS_REST_URL");
  },
  get redisToken(): string {
    return required("UPSTASH_REDIS_REST_TOKEN");
  },
  /** The stack's own folder (`.stack`). */
  get directory(): string {
    return required("STACK_DIR");
  },
  /** The stack's public port; Postgres listens on the next one. */
  get port(): number {
    return Number(required("STACK_PORT"));
  },
};
