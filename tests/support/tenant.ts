/**
 * Each test makes its own tenant, so that tests run in any order and beside each other.
 *
 * @module
 */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type postgres from "postgres";
import { stack } from "./env.ts";
import { type Role, roles } from "../../tools/database.ts";
import { connect } from "./sql.ts";

export { roles };
export type { Role };

/** A signed-in user of a tenant. */
export interface Person {
  id: string;
  email: string;
  password: string;
  role: Role;
  token: string;
}

export interface Tenant extends Record<Role, Person> {
  id: string;
  name: string;
}

export interface TenantOptions {
  name?: string;
  currency?: string;
  timeZone?: string;
  /**
   * By setting key. Others keep their defaults, except for quotas, which are raised so that tests do not meet
   * them.
   */
  settings?: Record<string, postgres.JSONValue>;
}

const raised = { "import.batches_per_hour": 10_000, "limits.cpu_ms_per_minute": 100_000_000 };

/** A new tenant with one signed-in user of each role. */
export async function createTenant(options: TenantOptions = {}): Promise<Tenant> {
  const id = crypto.randomUUID();
  const name = options.name ?? `Tenant ${id.slice(0, 8)}`;
  const users = await Promise.all(roles.map((role) => createUser(`${role}@${id}.test`)));

  const sql = connect();
  try {
    await sql.begin(async (tx) => {
      const client = {
        id,
        name,
        currency: options.currency ?? "USD",
        time_zone: options.timeZone ?? "UTC",
      };
      await tx`insert into public.clients ${tx(client)}`;
      const members = roles.map((role, i) => ({ client_id: id, user_id: users[i]!.id, role }));
      await tx`insert into public.client_members ${tx(members)}`;
      for (const [key, value] of Object.entries({ ...raised, ...options.settings })) {
        await tx`insert into public.settings (client_id, key, value) values (${id}, ${key}, ${
          tx.json(value)
        })`;
      }
    });
  } finally {
    await sql.end();
  }

  const people = await Promise.all(roles.map(async (role, i): Promise<Person> => {
    const user = users[i]!;
    return { ...user, role, token: await signIn(user.email, user.password) };
  }));
  const person = (role: Role): Person => people[roles.indexOf(role)]!;
  return {
    id,
    name,
    viewer: person("viewer"),
    member: person("member"),
    manager: person("manager"),
    admin: person("admin"),
    owner: person("owner"),
  };
}

/** A confirmed user without a tenant, created as an operator does it. */
export async function createUser(email: string): Promise<{ id: string; email: string; password: string }> {
  const password = crypto.randomUUID();
  const { data, error } = await client(stack.secretKey).auth.admin.createUser({
    email,
    password,
    email_confirm: true,
  });
  if (error) throw new Error(`creating the user ${email}: ${error.message}`);
  return { id: data.user.id, email, password };
}

/** A fresh access token with the user's current claims. */
export async function signIn(email: string, password: string): Promise<string> {
  const { data, error } = await client(stack.publishableKey).auth.signInWithPassword({ email, password });
  if (error) throw new Error(`signing in ${email}: ${error.message}`);
  return data.session.access_token;
}

/** supabase-js without timers: as the person, or with a key as anon or the operator. */
export function client(keyOrPerson: string | { token: string }): SupabaseClient {
  const key = typeof keyOrPerson === "string" ? keyOrPerson : stack.publishableKey;
  const headers = typeof keyOrPerson === "string"
    ? undefined
    : { Authorization: `Bearer ${keyOrPerson.token}` };
  return createClient(stack.url, key, {
    auth: { autoRefreshToken: false, persistSession: false, detectSessionInUrl: false },
    global: { headers },
  });
}
