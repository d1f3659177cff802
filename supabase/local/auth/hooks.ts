/**
 * Supabase Auth's Postgres hooks, as supabase/config.toml turns them on.
 *
 * @module
 */
import type postgres from "postgres";
import { readConfig } from "../config.ts";

/** What the auth service says about an attempt to sign in. */
export interface AttemptEvent {
  user_id: string;
  valid: boolean;
  factor_id?: string;
  factor_type?: string;
}

type Hook = "password_verification_attempt" | "mfa_verification_attempt";

let functions: Promise<Map<string, string>> | undefined;

/** The function of each hook that is turned on, `schema.name` by the hook's name. */
async function readHooks(): Promise<Map<string, string>> {
  return new Map(
    [...await readConfig()].flatMap(([heading, section]) => {
      const name = heading.match(/^auth\.hook\.(\w+)$/)?.[1];
      const [, schema, routine] = section.match(/^uri = "pg-functions:\/\/postgres\/(\w+)\/(\w+)"$/m) ?? [];
      return name && schema && routine && /^enabled = true$/m.test(section)
        ? [[name, `${schema}.${routine}`] as const]
        : [];
    }),
  );
}

/** Calls the hook as the role of the auth service. Throws if it answers anything but `continue`: ours never refuse. */
export async function callHook(sql: postgres.Sql, hook: Hook, event: AttemptEvent): Promise<void> {
  const routine = (await (functions ??= readHooks())).get(hook);
  if (routine === undefined) return;
  const [answer] = await sql.begin(async (tx) => {
    await tx`set local role supabase_auth_admin`;
    return await tx<{ decision: string }[]>`
      select ${tx(routine)}(${tx.json({ ...event })}) ->> 'decision' as decision`;
  });
  if (answer?.decision !== "continue") throw new Error(`the hook ${hook} answered ${answer?.decision}`);
}

/** Tells the hook how a sign-in by password ended. As in the auth service, it hears of no address without a user. */
export async function notePassword(sql: postgres.Sql, body: string, response: Response): Promise<void> {
  if (!response.ok && (await response.json()).error_code !== "invalid_credentials") return;
  const [user] = await sql<{ id: string }[]>`
    select id from auth.users where email = ${String(JSON.parse(body).email).toLowerCase()}`;
  if (!user) return;
  await callHook(sql, "password_verification_attempt", { user_id: user.id, valid: response.ok });
}
