/**
 * Challenging and verifying a second factor.
 *
 * @module
 */
import { Secret, TOTP } from "otpauth";
import type postgres from "postgres";
import { problem } from "./admin.ts";
import { callHook } from "./hooks.ts";
import { type Session, startSession } from "./sessions.ts";
import type { AuthTokens } from "./tokens.ts";

/** A row of auth.mfa_factors. */
export interface Factor {
  id: string;
  status: "unverified" | "verified";
  friendly_name: string | null;
  secret: string;
}

/** A request about factors by the user of a session. */
export interface Attempt {
  sql: postgres.Sql;
  tokens: AuthTokens;
  session: Session;
  body: Record<string, unknown>;
}

/** What an authenticator app computes codes from. */
export function totp(secret: string, label: string): TOTP {
  return new TOTP({ issuer: "Frontline", label, secret: Secret.fromBase32(secret), digits: 6, period: 30 });
}

/** A challenge is open for five minutes. */
export async function challenge({ sql }: Attempt, factor: Factor): Promise<Response> {
  const [made] = await sql<{ id: string; expires_at: number }[]>`
    insert into auth.mfa_challenges (id, factor_id, created_at, ip_address)
    values (gen_random_uuid(), ${factor.id}, now(), '127.0.0.1')
    returning id, extract(epoch from created_at + interval '5 minutes')::integer as expires_at`;
  return Response.json({ ...made, type: "totp" });
}

/** With the right code the session rises to aal2, and those of the user that stay below it end. */
export async function verify({ sql, tokens, session, body }: Attempt, factor: Factor): Promise<Response> {
  const [open] = await sql<{ expired: boolean }[]>`
    select created_at < now() - interval '5 minutes' or verified_at is not null as expired from auth.mfa_challenges
    where id::text = ${String(body.challenge_id ?? "")} and factor_id = ${factor.id}`;
  if (!open) {
    return problem(404, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found");
  }
  if (open.expired) {
    return problem(
      422,
      "mfa_challenge_expired",
      "MFA challenge has expired, verify against another challenge",
    );
  }
  const code = String(body.code ?? "");
  const valid = totp(factor.secret, session.email).validate({ token: code, window: 1 }) !== null;
  const { user_id } = session;
  const event = { user_id, valid, factor_id: factor.id, factor_type: "totp" };
  await callHook(sql, "mfa_verification_attempt", event);
  if (!valid) {
    return problem(422, "mfa_verification_failed", "Invalid TOTP code entered");
  }
  await sql.begin(async (tx) => {
    await tx`update auth.mfa_challenges set verified_at = now() where id::text = ${
      String(body.challenge_id)
    }`;
    await tx`update auth.mfa_factors set status = 'verified', updated_at = now() where id = ${factor.id}`;
    await tx`update auth.sessions set aal = 'aal2', factor_id = ${factor.id}, updated_at = now()
      where id = ${session.id}`;
    await tx`delete from auth.sessions where user_id = ${session.user_id} and aal is distinct from 'aal2'`;
  });
  return Response.json(await startSession(sql, tokens, session.id));
}
