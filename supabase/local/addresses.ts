/**
 * Ports, keys and paths of a stack.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The project's root folder, without a slash at its end. */
export const project: string = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The Deno version that the hosted runtime pins; it runs the functions. */
export const edgeDeno: string = `${project}/node_modules/deno-edge/deno`;

/** The Supabase CLI's well-known local keys. */
export const keys = {
  publishable: "sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH",
  secret: "sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz",
} as const;

/** Of the local Upstash server. */
export const redisToken = "local-token";

export interface Ports {
  gateway: number;
  postgres: number;
  redis: number;
  upstash: number;
  mail: number;
}

/** Only the gateway's port is public; the others follow it. */
export function portsFrom(port: number): Ports {
  return { gateway: port, postgres: port + 1, redis: port + 2, upstash: port + 3, mail: port + 4 };
}

/** The database URL for a role. */
export function databaseUrl(port: number, role: "postgres" | "supabase_admin"): string {
  return `postgresql://${role}:postgres@127.0.0.1:${port}/postgres`;
}

/** What `stack.env` holds. */
export function stackEnvironment(directory: string, ports: Ports): Record<string, string> {
  const origin = `http://127.0.0.1:${ports.gateway}`;
  return {
    SUPABASE_URL: origin,
    FUNCTIONS_URL: `${origin}/functions/v1`,
    SUPABASE_DB_URL: databaseUrl(ports.postgres, "postgres"),
    SUPABASE_PUBLISHABLE_KEY: keys.publishable,
    SUPABASE_SECRET_KEY: keys.secret,
    UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${ports.upstash}`,
    UPSTASH_REDIS_REST_TOKEN: redisToken,
    INBOX_URL: `http://127.0.0.1:${ports.mail}`,
    SUPABASE_ADMIN_DB_URL: databaseUrl(ports.postgres, "supabase_admin"),
    STACK_DIR: directory,
    STACK_PORT: String(ports.gateway),
  };
}
