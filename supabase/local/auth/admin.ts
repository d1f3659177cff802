/**
 * The part of Supabase Auth's admin API that @supabase/lite lacks: create, list, get, update and delete
 * users.
 *
 * @module
 */
import bcrypt from "bcryptjs";
import postgres from "postgres";

export interface UserRow {
  id: string;
  role: string;
  email: string;
  phone: string | null;
  email_confirmed_at: string | null;
  raw_app_meta_data: Record<string, unknown>;
  raw_user_meta_data: Record<string, unknown>;
  last_sign_in_at: string | null;
  created_at: string;
  updated_at: string;
}

interface UserChange {
  id?: string;
  email?: string;
  password?: string;
  email_confirm?: boolean;
  app_metadata?: Record<string, postgres.JSONValue>;
  user_metadata?: Record<string, postgres.JSONValue>;
}

/** Low for bcrypt, because each test's sign-ins pay for it. */
const bcryptRounds = 6;

/** Answers `/auth/v1/admin/users[/<id>]`; the caller has shown the secret key. */
export async function authAdmin(sql: postgres.Sql, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const id = url.pathname.split("/")[5];
  switch (`${request.method} ${id ? "user" : "users"}`) {
    case "POST users":
      return await createUser(sql, await request.json());
    case "GET users":
      return await listUsers(sql, url.searchParams);
    case "GET user":
      return found(await sql<UserRow[]>`select * from auth.users where id::text = ${id ?? ""}`);
    case "PUT user":
      return await updateUser(sql, id ?? "", await request.json());
    case "DELETE user": {
      const deleted = await sql<UserRow[]>`delete from auth.users where id::text = ${id ?? ""} returning *`;
      return deleted.length > 0 ? Response.json({}) : found(deleted);
    }
    default:
      return problem(405, "method_not_allowed", `${request.method} is not supported here`);
  }
}

async function createUser(sql: postgres.Sql, change: UserChange): Promise<Response> {
  const { email } = change;
  if (!email) return problem(422, "validation_failed", "Cannot create a user without an email");
  if (!isEmail(email)) return invalidEmail();
  const id = change.id ?? crypto.randomUUID();
  const password = change.password ? await bcrypt.hash(change.password, bcryptRounds) : null;
  const appMetadata = { provider: "email", providers: ["email"], ...change.app_metadata };
  try {
    await sql`
      with new_user as (
        insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at,
          raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
        values (${id}, 'authenticated', 'authenticated', ${email.toLowerCase()}, ${password},
          case when ${change.email_confirm ?? false} then now() end,
          ${sql.json(appMetadata)}, ${sql.json(change.user_metadata ?? {})}, now(), now())
        returning id
      )
      insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
      select gen_random_uuid(), 'email', u.id, u.id, ${sql.json({ sub: id, email })}, now(), now()
      from new_user u`;
    // A trigger may have changed the row since.
    return found(await sql<UserRow[]>`select * from auth.users where id = ${id}`);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError && error.code === "23505")) throw error;
    return problem(422, "email_exists", "A user with this email address has already been registered");
  }
}

async function listUsers(sql: postgres.Sql, query: URLSearchParams): Promise<Response> {
  const limit = Number(query.get("per_page") || 50);
  const offset = (Number(query.get("page") || 1) - 1) * limit;
  const users = await sql<UserRow[]>`
    select * from auth.users order by created_at desc, id limit ${limit} offset ${offset}`;
  return Response.json({ users: users.map(view), aud: "authenticated" });
}

async function updateUser(sql: postgres.Sql, id: string, change: UserChange): Promise<Response> {
  if (change.email && !isEmail(change.email)) return invalidEmail();
  const password = change.password ? await bcrypt.hash(change.password, bcryptRounds) : null;
  return found(
    await sql<UserRow[]>`
      update auth.users set
        raw_app_meta_data = raw_app_meta_data || ${sql.json(change.app_metadata ?? {})},
        raw_user_meta_data = raw_user_meta_data || ${sql.json(change.user_metadata ?? {})},
        email = coalesce(${change.email?.toLowerCase() ?? null}, email),
        encrypted_password = coalesce(${password}, encrypted_password),
        email_confirmed_at = case when ${change.email_confirm ?? false}
          then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
        updated_at = now()
      where id::text = ${id}
      returning *`,
  );
}

function isEmail(text: string): boolean {
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(\.[a-z\d-]+)*$/i.test(text);
}

function invalidEmail(): Response {
  return problem(400, "validation_failed", "Unable to validate email address: invalid format");
}

function found([user]: readonly UserRow[]): Response {
  return user ? Response.json(view(user)) : problem(404, "user_not_found", "User not found");
}

/** A user in the form of Supabase Auth's answers. */
export function view(user: UserRow) {
  const { raw_app_meta_data: app_metadata, raw_user_meta_data: user_metadata } = user;
  const { id, role, email, phone, email_confirmed_at, last_sign_in_at, created_at, updated_at } = user;
  return {
    id,
    aud: "authenticated",
    role,
    email,
    phone: phone ?? "",
    email_confirmed_at,
    last_sign_in_at,
    app_metadata,
    user_metadata,
    identities: [],
    created_at,
    updated_at,
    is_anonymous: false,
  };
}

/** An error in Supabase Auth's form. */
export function problem(status: number, error_code: string, msg: string): Response {
  return Response.json({ code: status, error_code, msg }, { status });
}
