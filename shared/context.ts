import type { SupabaseClient } from "@supabase/supabase-js";
import type { Role } from "./access/scopes.ts";
import type { Database } from "./data/database.types.ts";

/** A Data API client, typed by the schema. */
export type Db = SupabaseClient<Database>;

/** Requests per minute by rate tier, `slow_after` and `routes`, where the operator has set a tenant's own. */
type Limits = Record<string, unknown>;

/** A member of a tenant, signed in with an access token. */
interface UserCaller {
  kind: "user";
  userId: string;
  clientId: string;
  role: Role;
  token: string;
  limits: Limits;
}

/** A tenant's API key; `userId` is the user who created it. */
interface KeyCaller {
  kind: "key";
  keyId: string;
  scopes: string[];
  userId: string;
  clientId: string;
  role: null;
  token: string;
  limits: Limits;
}

/** The project's secret key. It belongs to no tenant; the header `x-client-id` names the one to act for. */
interface ServiceCaller {
  kind: "service";
  userId: null;
  clientId: string | null;
  role: null;
  token: string;
  limits: Limits;
}

/** A signed-in user who belongs to no tenant. Only routes with the access `signed_in` admit them. */
export interface Person {
  kind: "person";
  userId: string;
  clientId: null;
  token: string;
  limits: Limits;
}

/** Who makes a request. */
export type Caller = UserCaller | KeyCaller | ServiceCaller;

/** What the response headers `RateLimit-Policy`, `RateLimit` and `RateLimit-Warning` say. */
export interface RateHeaders {
  policy: string;
  state: string;
  /** Of `RateLimit-Warning`. */
  warning?: string;
  /** How long the request was delayed for its rate. */
  delayedMs?: number;
}

/** Hono's environment for every function: the types of `c.var`. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Of the caller's traceparent. */
    traceId?: string;
    parentSpanId?: string;
    /** Of this request. */
    spanId: string;
    /** Largest body that the function accepts, in bytes. */
    bodyLimit: number;
    /** Set by every route except `public` and `open` ones, and `signed_in` ones if the user belongs to no tenant. */
    caller: Caller;
    /** Set instead of `caller` for a signed-in user who belongs to no tenant. */
    person?: Person;
    /** Acts as the caller, under RLS. Set together with `caller`. */
    db: Db;
    rate?: RateHeaders;
  };
}
