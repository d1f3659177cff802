import { z } from "@hono/zod-openapi";
import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "#assert";
import { SignJWT } from "jose";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import type { Caller } from "../../../shared/context.ts";
import { unwrap } from "../../../shared/data/db.ts";
import { json, problems } from "../../../shared/http/openapi.ts";
import { clientId, hang, keys, logged, type Project, startProject, userId } from "../../support/project.ts";

const app = createApp("doors");
const answers = { 200: json(z.object({ caller: z.unknown() }), "Who calls"), ...problems(401, 403) };
app.openapi(
  defineRoute({
    method: "get",
    path: "/read",
    access: "teams:read",
    responses: answers,
  }),
  (c) => c.json({ caller: c.var.caller }, 200),
);
app.openapi(
  defineRoute({
    method: "post",
    path: "/clients/{client_id}/write",
    request: {
      params: z.object({ client_id: z.string() }),
      query: z.object({ client_id: z.string().optional() }),
      body: json(z.object({ client_id: z.string() })),
    },
    access: "teams:write",
    responses: answers,
  }),
  (c) => c.json({ caller: c.var.caller }, 200),
);
app.openapi(
  defineRoute({
    method: "get",
    path: "/rows",
    access: "teams:read",
    responses: answers,
  }),
  async (c) => c.json({ caller: unwrap(await c.var.db.from("clients").select()) }, 200),
);

interface Answer {
  status: number;
  headers: Headers;
  body: { caller?: Caller; error?: { code: string; message: string } };
  log: Record<string, unknown>[];
}

async function call(path: string, headers: HeadersInit, init: RequestInit = {}): Promise<Answer> {
  let answer: Response | undefined;
  const log = await logged(async () => answer = await app.request(`/doors/v1${path}`, { headers, ...init }));
  assert(answer);
  return { status: answer.status, headers: answer.headers, body: await answer.json(), log };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, apikey: keys.publishable });
const membership = (role?: unknown, client: unknown = clientId) => ({
  app_metadata: { client_id: client, role },
});

function assertUnauthorized(answer: Answer, message: RegExp, challenge: RegExp): void {
  assertEquals([answer.status, answer.body.error?.code], [401, "UNAUTHORIZED"], JSON.stringify(answer.body));
  assertMatch(answer.body.error?.message ?? "", message);
  assertMatch(answer.headers.get("www-authenticate") ?? "", challenge);
}

/** Registers a test on a running project. */
function promise(name: string, test: (project: Project) => Promise<void>): void {
  Deno.test(name, async () => {
    await using project = await startProject();
    await test(project);
  });
}

promise("a member's token gives user, tenant and role", async (project) => {
  const token = await project.token();
  const { status, body, log } = await call("/read", bearer(token));
  assertEquals(status, 200);
  assertEquals(body.caller, { kind: "user", userId, clientId, role: "member", token, limits: {} });
  assertEquals([log[0]?.userId, log[0]?.clientId], [userId, clientId]);
  assertNotMatch(JSON.stringify(log), /eyJ/);
});

promise("a request without a token is told to sign in", async () => {
  assertUnauthorized(await call("/read", {}), /^Sign in first/, /^Bearer realm="frontline"$/);
});

promise("the publishable key is anonymous, wherever it is sent", async () => {
  const { publishable } = keys;
  const bare = { authorization: `Bearer ${publishable}` };
  const ways: HeadersInit[] = [{ apikey: publishable }, bearer(publishable), bare];
  for (const headers of ways) {
    assertUnauthorized(await call("/read", headers), /^Sign in first/, /^Bearer realm="frontline"$/);
  }
});

promise("a wrong secret key is anonymous", async () => {
  const ways: HeadersInit[] = [{ apikey: "sb_secret_wrong" }, { authorization: "Bearer sb_secret_wrong" }];
  for (const headers of ways) {
    assertUnauthorized(await call("/read", headers), /^Sign in first/, /^Bearer/);
  }
});

promise("an expired token is refused as expired", async (project) => {
  const answer = await call(
    "/read",
    bearer(await project.token({ exp: Math.floor(Date.now() / 1000) - 60 })),
  );
  assertUnauthorized(answer, /expired/, /error="invalid_token", error_description=".*expired/);
});

promise("a broken token is refused", async (project) => {
  const token = await project.token();
  const [head, , signature] = token.split(".");
  const claims = btoa(JSON.stringify({ sub: userId, aud: "authenticated", ...membership("owner") }));
  for (
    const broken of ["x", "a.b.c", token.slice(0, -4), `${head}.${claims}.${signature}`, `${head}.${claims}.`]
  ) {
    assertUnauthorized(await call("/read", bearer(broken)), /verification/, /error="invalid_token"/);
  }
});

promise("a token signed by another key is refused", async (project) => {
  assertUnauthorized(
    await call("/read", bearer(await project.forge())),
    /signature/,
    /error="invalid_token"/,
  );
});

promise(
  "a token without signature, or signed with the public key as a secret, is refused",
  async (project) => {
    const jwks = await (await fetch(`${project.url}/auth/v1/.well-known/jwks.json`)).text();
    const claims = { sub: userId, aud: "authenticated", ...membership("owner") };
    const none = [{ alg: "none", kid: "current" }, claims].map((part) =>
      btoa(JSON.stringify(part)).replace(/=/g, "")
    );
    const secret = new TextEncoder().encode(jwks);
    const hmac = await new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "current" }).sign(secret);
    for (const token of [`${none.join(".")}.`, hmac]) {
      assertUnauthorized(await call("/read", bearer(token)), /verification/, /error="invalid_token"/);
    }
  },
);

promise("a token for another audience is refused", async (project) => {
  assertUnauthorized(
    await call("/read", bearer(await project.token({ aud: "other" }))),
    /"aud"/,
    /invalid_token/,
  );
});

promise("another scheme, two tokens, or none after Bearer are refused", async (project) => {
  const token = await project.token();
  for (
    const authorization of [`Basic ${btoa("a:b")}`, "Bearer", "Bearer ", `Bearer ${token} ${token}`, token]
  ) {
    assertUnauthorized(await call("/read", { authorization }), /`Bearer <token>`/, /invalid_token/);
  }
  assertEquals((await call("/read", { authorization: `bearer ${token}` })).status, 200);
});

promise("the secret key is the service, without a tenant", async () => {
  const ways: HeadersInit[] = [{ apikey: keys.secret }, { authorization: `Bearer ${keys.secret}` }];
  for (const headers of ways) {
    const { status, body } = await call("/read", headers);
    assertEquals(status, 200);
    assertEquals(body.caller, {
      kind: "service",
      userId: null,
      clientId: null,
      role: null,
      token: keys.secret,
      limits: {},
    });
  }
});

promise("the secret key may name the tenant that it acts for", async () => {
  const named = { apikey: keys.secret, "x-client-id": clientId };
  const { body, log } = await call("/read", named);
  assertEquals([body.caller?.kind, body.caller?.clientId, log[0]?.clientId], ["service", clientId, clientId]);
  for (const wrong of ["acme", `${clientId}, ${clientId}`, ""]) {
    assertEquals((await call("/read", { apikey: keys.secret, "x-client-id": wrong })).status, 400, wrong);
  }
});

promise("a user's token sent with the secret key acts as the user", async (project) => {
  const { body } = await call("/read", { ...bearer(await project.token()), apikey: keys.secret });
  assertEquals(body.caller?.kind, "user");
});

promise("a user without tenant or role is told what to do", async (project) => {
  for (
    const claims of [
      { app_metadata: undefined },
      membership(),
      membership("king"),
      membership("owner", null),
    ]
  ) {
    const { status, body } = await call("/read", bearer(await project.token(claims)));
    assertEquals([status, body.error?.code], [403, "FORBIDDEN"]);
    assertMatch(body.error?.message ?? "", /no tenant yet/);
  }
});

promise("a property name of Object.prototype is not a role", async (project) => {
  assertEquals((await call("/read", bearer(await project.token(membership("constructor"))))).status, 403);
});

promise("a role that lacks the scope is 403 and the scope is named", async (project) => {
  const path = `/clients/${clientId}/write`;
  const init = { method: "POST", body: JSON.stringify({ client_id: clientId }) };
  const roles = { owner: 200, admin: 200, manager: 200, member: 403, viewer: 403 };
  for (const [role, expected] of Object.entries(roles)) {
    const headers = { ...bearer(await project.token(membership(role))), "content-type": "application/json" };
    const { status, body, headers: sent } = await call(path, headers, init);
    assertEquals(status, expected, role);
    if (status === 200) continue;
    assertStringIncludes(body.error?.message ?? "", "teams:write");
    assertStringIncludes(
      sent.get("www-authenticate") ?? "",
      'error="insufficient_scope", scope="teams:write"',
    );
  }
});

promise(
  "neither URL, body, header nor what users may write about themselves decides the tenant",
  async (project) => {
    const other = "00000000-0000-4000-8000-0000000000c2";
    const token = await project.token({
      ...membership("owner"),
      client_id: other,
      user_metadata: { client_id: other, role: "owner" },
    });
    const { body } = await call(`/clients/${other}/write?client_id=${other}`, {
      ...bearer(token),
      "x-client-id": other,
      "content-type": "application/json",
    }, { method: "POST", body: JSON.stringify({ client_id: other }) });
    assertEquals(body.caller?.clientId, clientId);
  },
);

promise("the signing keys are fetched once for many requests", async (project) => {
  const token = await project.token();
  await Promise.all(Array.from({ length: 20 }, () => call("/read", bearer(token))));
  for (let i = 0; i < 20; i++) assertEquals((await call("/read", bearer(token))).status, 200);
  assertEquals(project.asked.jwks, 1);
});

function assertUnavailable(answer: Answer): void {
  assertEquals(
    [answer.status, answer.body.error?.code],
    [503, "SERVICE_UNAVAILABLE"],
    JSON.stringify(answer.body),
  );
  assert(Number(answer.headers.get("retry-after")) > 0);
  assertNotMatch(JSON.stringify(answer.body), /jwks|127\.0\.0\.1|http/i);
}

promise(
  "while the signing keys are unreachable a token answers 503, and works again afterwards",
  async (project) => {
    const token = await project.token();
    const { jwks } = project.parts;
    for (const part of [() => new Response("oops", { status: 500 }), () => new Response("not json")]) {
      project.parts.jwks = part;
      assertUnavailable(await call("/read", bearer(token)));
    }
    project.parts.jwks = jwks;
    assertEquals((await call("/read", bearer(token))).status, 200);
  },
);

promise("while the signing keys hang a token answers 503", async (project) => {
  project.parts.jwks = hang;
  assertUnavailable(await call("/read", bearer(await project.token())));
});

promise("the secret key works while the signing keys are unreachable", async (project) => {
  project.parts.jwks = () => new Response("oops", { status: 500 });
  assertEquals((await call("/read", { apikey: keys.secret })).status, 200);
});

promise(
  "SQL learns the caller's token, the request and the platform's address, not the one the caller wrote",
  async (project) => {
    let seen = new Headers();
    project.parts.rest = (request) => {
      seen = request.headers;
      return Response.json([]);
    };
    const token = await project.token();
    await call("/rows", {
      ...bearer(token),
      "x-request-id": "request-1",
      "idempotency-key": "key-1",
      "user-agent": "Test/1",
      "x-forwarded-for": "6.6.6.6",
      "cf-connecting-ip": "192.0.2.7",
      "x-client-id": "00000000-0000-4000-8000-0000000000c2",
      cookie: "a=b",
    });
    const names = [
      "authorization",
      "apikey",
      "x-request-id",
      "idempotency-key",
      "user-agent",
      "x-forwarded-for",
      "cookie",
      "x-client-id",
    ];
    assertEquals(names.map((name) => seen.get(name)), [
      `Bearer ${token}`,
      keys.publishable,
      "request-1",
      "key-1",
      "Test/1",
      "192.0.2.7",
      null,
      null,
    ]);
    await call("/rows", { apikey: keys.secret });
    assertEquals([seen.get("authorization"), seen.get("apikey")], [`Bearer ${keys.secret}`, keys.secret]);
    assertEquals(seen.get("x-client-id"), null);
    await call("/rows", { apikey: keys.secret, "x-client-id": clientId });
    assertEquals(seen.get("x-client-id"), clientId);
  },
);
