/**
 * The part of Supabase Auth that @supabase/lite lacks for second factors: enrol, challenge, verify and remove TOTP.
 *
 * @module
 */
import { Secret } from "otpauth";
import { problem } from "./admin.ts";
import { type Attempt, challenge, type Factor, totp, verify } from "./verify_factor.ts";

/** Answers `/auth/v1/factors[/<id>[/challenge|/verify]]` for the user of a session. */
export async function authFactors(request: Request, attempt: Omit<Attempt, "body">): Promise<Response> {
  const [id, action] = new URL(request.url).pathname.split("/").slice(4);
  const text = await request.text();
  const whole = { ...attempt, body: text === "" ? {} : JSON.parse(text) };
  if (id === undefined) {
    return request.method === "POST" ? await enrol(whole) : problem(405, "method_not_allowed", "Use POST");
  }
  const [factor] = await attempt.sql<Factor[]>`
    select * from auth.mfa_factors where id::text = ${id} and user_id = ${attempt.session.user_id}`;
  if (!factor) return problem(404, "mfa_factor_not_found", "Factor not found");
  switch (`${request.method} ${action ?? ""}`) {
    case "POST challenge":
      return await challenge(whole, factor);
    case "POST verify":
      return await verify(whole, factor);
    case "DELETE ":
      return await unenrol(whole, factor);
    default:
      return problem(405, "method_not_allowed", `${request.method} is not supported here`);
  }
}

async function enrol({ sql, session, body }: Attempt): Promise<Response> {
  if (body.factor_type !== "totp") {
    return problem(
      422,
      "validation_failed",
      "factor_type needs to be totp, the one kind of factor this stack has",
    );
  }
  const [present] = await sql<{ verified: boolean; named: boolean }[]>`
    select coalesce(bool_or(status = 'verified'), false) as verified,
      coalesce(bool_or(friendly_name = ${
    String(body.friendly_name ?? "")
  } and friendly_name <> ''), false) as named
    from auth.mfa_factors where user_id = ${session.user_id}`;
  if (present?.verified && session.aal !== "aal2") {
    return problem(403, "insufficient_aal", "AAL2 required to enroll a new factor");
  }
  if (present?.named) {
    return problem(
      422,
      "mfa_factor_name_conflict",
      "A factor with the friendly name already exists for this user",
    );
  }
  const secret = new Secret({ size: 20 }).base32;
  const uri = totp(secret, session.email).toString();
  const [factor] = await sql<{ id: string; friendly_name: string | null }[]>`
    insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
    values (gen_random_uuid(), ${session.user_id}, ${
    String(body.friendly_name ?? "")
  }, 'totp', 'unverified', now(),
      now(), ${secret})
    returning id, friendly_name`;
  // The hosted service draws a QR code; whoever develops reads the address in it.
  const qr_code = `<svg xmlns="http://www.w3.org/2000/svg"><desc>${
    uri.replaceAll("&", "&amp;")
  }</desc></svg>`;
  return Response.json({ ...factor, type: "totp", totp: { qr_code, secret, uri } });
}

/** Sessions that the factor raised are aal1 again. */
async function unenrol({ sql, session }: Attempt, factor: Factor): Promise<Response> {
  if (factor.status === "verified" && session.aal !== "aal2") {
    return problem(422, "insufficient_aal", "AAL2 required to unenroll verified factor");
  }
  await sql`update auth.sessions set aal = 'aal1', factor_id = null where factor_id = ${factor.id}`;
  await sql`delete from auth.mfa_factors where id = ${factor.id}`;
  return Response.json({ id: factor.id });
}
