/**
 * What Supabase Auth knows of a session and @supabase/lite does not: its assurance level, its factors and its client.
 *
 * @module
 */
import { decodeJwt } from "jose";
import type postgres from "postgres";
import { type UserRow, view } from "./admin.ts";
import type { AuthTokens, SessionLevel } from "./tokens.ts";

/** A session of auth.sessions with its user. */
export interface Session extends SessionLevel {
  id: string;
  user_id: string;
  email: string;
}

/** Seconds that an access token lives. */
const lifetime = 3600;

/** The session with this id, or undefined if it has ended. */
async function readSession(sql: postgres.Sql, id: unknown): Promise<Session | undefined> {
  const [session] = await sql<Session[]>`
    select s.id, s.user_id, u.email, coalesce(s.aal, 'aal1') as aal,
      case when s.aal = 'aal2' then jsonb_build_array(jsonb_build_object('method', 'totp', 'timestamp',
        extract(epoch from s.updated_at)::integer)) else '[]' end
      || jsonb_build_array(jsonb_build_object('method', 'password', 'timestamp',
        extract(epoch from s.created_at)::integer)) as amr
    from auth.sessions s join auth.users u on u.id = s.user_id where s.id::text = ${String(id)}`;
  return session;
}

/** Keeps which client began or used the session. */
async function noteClient(sql: postgres.Sql, id: unknown, headers: Headers): Promise<void> {
  await sql`update auth.sessions set user_agent = ${headers.get("user-agent")}, ip = '127.0.0.1'
    where id::text = ${String(id)}`;
}

/** The user's factors as in the answers of `/user` and `/token`. */
async function factorsOf(sql: postgres.Sql, userId: string) {
  return await sql`
    select id, friendly_name, factor_type, status, created_at, updated_at from auth.mfa_factors
    where user_id::text = ${userId} order by created_at, id`;
}

/** New tokens of a session, in the answer's form. */
export async function startSession(sql: postgres.Sql, tokens: AuthTokens, id: string) {
  const session = await readSession(sql, id);
  if (!session) throw new Error("the session has ended meanwhile");
  const [row] = await sql<UserRow[]>`select * from auth.users where id = ${session.user_id}`;
  const user = { ...view(row!), factors: await factorsOf(sql, session.user_id) };
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: session.user_id, aud: "authenticated", role: "authenticated", email: session.email };
  const internal = await tokens.internal({ ...claims, session_id: id, iat: now, exp: now + lifetime });
  const refresh_token = crypto.randomUUID().replaceAll("-", "");
  await sql`insert into auth.refresh_tokens (id, token, user_id, session_id)
    values (${crypto.randomUUID()}, ${refresh_token}, ${session.user_id}, ${id})`;
  return {
    access_token: await tokens.issue(internal, user, session),
    token_type: "bearer",
    expires_in: lifetime,
    expires_at: now + lifetime,
    refresh_token,
    user,
  };
}

/** The session that the request's token names. */
export async function sessionOf(request: Request, sql: postgres.Sql, tokens: AuthTokens) {
  const token = request.headers.get("authorization")?.replace(/^Bearer /i, "") ?? "";
  const claims = await tokens.claims(token).catch(() => undefined);
  return claims && await readSession(sql, claims.session_id);
}

/** An answer of lite as Supabase Auth gives it: with its tokens and the factors of its user. */
export async function withIssuedToken(
  response: Response,
  sent: Headers,
  sql: postgres.Sql,
  tokens: AuthTokens,
): Promise<Response> {
  if (!response.headers.get("content-type")?.includes("json")) return response;
  const body = await response.json();
  const user = body?.access_token ? body.user : body;
  if (user?.id && user.aud) user.factors = await factorsOf(sql, user.id);
  if (body?.access_token && body.user) {
    const { session_id } = decodeJwt(body.access_token);
    await noteClient(sql, session_id, sent);
    body.access_token = await tokens.issue(body.access_token, body.user, await readSession(sql, session_id));
  }
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(JSON.stringify(body), { status: response.status, headers });
}
