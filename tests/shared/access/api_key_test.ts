import { assert, assertEquals, assertMatch, assertNotEquals, assertNotMatch } from "#assert";
import { z } from "@hono/zod-openapi";
import { decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify } from "jose";
import { digestApiKey, newApiKey } from "../../../shared/access/api_key.ts";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import type { Caller } from "../../../shared/context.ts";
import { signingEnv } from "../../../shared/access/sign_token.ts";
import { mask } from "../../../shared/observe/mask.ts";
import { json } from "../../../shared/http/openapi.ts";
import { clientId, logged, type Project, startProject, userId } from "../../support/project.ts";

const app = createApp("machines");
for (const method of ["get", "post"] as const) {
  app.openapi(
    defineRoute({
      method,
      path: "/",
      access: method === "get" ? "teams:read" : "teams:write",
      responses: { 200: json(z.object({ caller: z.unknown() }), "Who calls") },
    }),
    (c) => c.json({ caller: c.var.caller }, 200),
  );
}

interface Answer {
  status: number;
  headers: Headers;
  body: { caller?: Caller; error?: { code: string; message: string } };
  log: Record<string, unknown>[];
}

async function call(headers: HeadersInit, method = "GET", path = "/machines/v1"): Promise<Answer> {
  let answer: Response | undefined;
  const log = await logged(async () => answer = await app.request(path, { method, headers }));
  assert(answer);
  return { status: answer.status, headers: answer.headers, body: await answer.json(), log };
}

const keyId = "00000000-0000-4000-8000-0000000000e1";
const exchanged = {
  key_id: keyId,
  client_id: clientId,
  user_id: userId,
  scopes: ["teams:read"],
  limits: {},
  seconds: 60,
  counted: true,
};

/** As `supabase gen signing-key` prints one. */
async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return {
    ...await exportJWK(privateKey),
    kid: "standby",
    alg: "ES256",
    use: "sig",
    key_ops: ["sign", "verify"],
    ext: true,
  };
}

/** Registers a test on a project with a signing key, whose Data API exchanges every key. */
function promise(name: string, test: (project: Project, key: JWK) => Promise<void>, signing = true): void {
  Deno.test(name, async () => {
    const key = await signingKey();
    await using project = await startProject(signing ? { JWT_SIGNING_KEY: JSON.stringify(key) } : {});
    project.parts.rest = () => Response.json(exchanged);
    await test(project, key);
  });
}

promise("an API key yields its id, tenant, scopes and creator, and its id is logged", async () => {
  const { key } = await newApiKey();
  const { status, body, log } = await call({ "x-api-key": key });
  assertEquals(status, 200, JSON.stringify(body));
  const { token: _token, ...caller } = body.caller ?? {};
  assertEquals(caller, {
    kind: "key",
    keyId,
    scopes: ["teams:read"],
    userId,
    clientId,
    role: null,
    limits: {},
  });
  assertEquals([log[0]?.userId, log[0]?.clientId, log[0]?.keyId], [userId, clientId, keyId]);
  assertNotMatch(JSON.stringify(log), /fl_live|eyJ/);
});

promise(
  "its token lives a minute, names key and secret, and verifies with the public half",
  async (_project, jwk) => {
    const { key, prefix } = await newApiKey();
    const { token } = (await call({ "x-api-key": key })).body.caller ?? { token: "" };
    const { d: _private, key_ops: _use, ...open } = jwk;
    const { payload } = await jwtVerify(token, await importJWK(open, "ES256"), { audience: "authenticated" });
    const { sub, role, key_id, key_prefix, scopes, app_metadata, iat = 0, exp = 0 } = payload;
    assertEquals([sub, role, key_id, key_prefix, scopes], [userId, "authenticated", keyId, prefix, [
      "teams:read",
    ]]);
    assertEquals([app_metadata, exp - iat], [{ client_id: clientId, limits: {} }, 60]);
    assertEquals(decodeProtectedHeader(token), { alg: "ES256", typ: "JWT", kid: "standby" });
  },
);

promise("the database learns prefix and digest, and never the key", async (project) => {
  const { key, prefix, digest } = await newApiKey();
  let sent = "";
  project.parts.rest = async (request) => {
    sent = `${request.url} ${JSON.stringify([...request.headers])} ${await request.text()}`;
    return Response.json(exchanged);
  };
  await call({ authorization: `Bearer ${key}` });
  assert(sent.includes(prefix) && sent.includes(digest));
  assert(!sent.includes(key.slice(-43)));
});

promise("a scope that the key lacks answers 403 and is named", async () => {
  const { status, body, headers } = await call({ "x-api-key": (await newApiKey()).key }, "POST");
  assertEquals([status, body.error?.code], [403, "FORBIDDEN"]);
  assertMatch(body.error?.message ?? "", /teams:write, which the API key does not have/);
  assertMatch(headers.get("www-authenticate") ?? "", /insufficient_scope/);
});

promise("an exchanged key is cached for 50 s, however many requests come", async (project) => {
  const { key } = await newApiKey();
  await Promise.all(Array.from({ length: 20 }, () => call({ "x-api-key": key })));
  assertEquals(project.asked.rest, 1);
  const { now } = Date;
  try {
    for (const [seconds, asked] of [[49, 1], [51, 2]] as const) {
      Date.now = () => now() + seconds * 1000;
      assertEquals((await call({ "x-api-key": key })).status, 200);
      assertEquals(project.asked.rest, asked, `after ${seconds} s`);
    }
  } finally {
    Date.now = now;
  }
});

promise("a key about to expire is exchanged each time", async (project) => {
  const { key } = await newApiKey();
  project.parts.rest = () => Response.json({ ...exchanged, seconds: 5 });
  for (let i = 0; i < 3; i++) await call({ "x-api-key": key });
  assertEquals(project.asked.rest, 3);
});

promise(
  "while the database is unreachable a key answers 503, and works again afterwards",
  async (project) => {
    const { key } = await newApiKey();
    const { rest } = project.parts;
    project.parts.rest = () => new Response("oops", { status: 503 });
    const { status, body, headers } = await call({ "x-api-key": key });
    assertEquals([status, body.error?.code], [503, "SERVICE_UNAVAILABLE"]);
    assert(Number(headers.get("retry-after")) > 0);
    project.parts.rest = rest;
    assertEquals((await call({ "x-api-key": key })).status, 200);
  },
);

promise("a text without a key's form never reaches the database", async (project) => {
  const { key } = await newApiKey();
  for (
    const none of ["fl_live_", "fl_test_", "fl_", key.slice(0, -1), `${key}A`, key.replace("live", "test")]
  ) {
    assertEquals((await call({ "x-api-key": none })).status, 401, none);
    assertEquals((await call({ authorization: `Bearer ${none}` })).status, 401, none);
  }
  assertEquals((await call({ "x-api-key": "" })).status, 401);
  assertEquals((await call({ "x-api-key": "anything" })).status, 401);
  assertEquals(project.asked.rest, 0);
});

promise(
  "guesses from one address stop reaching the database when its rate is spent, those of others do not",
  async (project) => {
    project.parts.rest = () => {
      return Response.json({
        code: "PT401",
        message: "This API key is not valid",
        details: "",
        hint: "UNAUTHORIZED",
      }, { status: 401 });
    };
    const statuses: number[] = [];
    for (let i = 0; i < 200; i++) {
      const { key } = await newApiKey();
      statuses.push((await call({ "x-api-key": key, "cf-connecting-ip": "192.0.2.66" })).status);
    }
    assertEquals(statuses.slice(0, 120).every((status) => status === 401), true);
    assert(statuses.includes(429));
    assert(project.asked.rest < 130, `${project.asked.rest} guesses reached the database`);
    assertEquals(
      (await call({ "x-api-key": (await newApiKey()).key, "cf-connecting-ip": "192.0.2.67" })).status,
      401,
    );
  },
);

promise("every answer says how many requests are left, even a refusal", async () => {
  const { key } = await newApiKey();
  const answers = [
    await call({}),
    await call({ "x-api-key": key }),
    await call({ "x-api-key": key }, "POST"),
    await call({ "x-api-key": key }, "PUT"),
    await call({ "x-api-key": `${key}, ${key}` }),
    await call({ "x-api-key": key }, "GET", "/machines/v1/nothing"),
    await call({}, "GET", "/machines/v1/openapi.json"),
  ];
  assertEquals(answers.map(({ status }) => status), [401, 200, 403, 405, 400, 404, 200]);
  for (const { status, headers } of answers) {
    assertMatch(headers.get("ratelimit-policy") ?? "", /^"\w+";q=\d+;w=60$/, String(status));
    assertMatch(headers.get("ratelimit") ?? "", /^"\w+";r=\d+;t=\d+$/, String(status));
  }
});

promise("without JWT_SIGNING_KEY a key answers 500 and the answer does not say why", async () => {
  const { status, body, log } = await call({ "x-api-key": (await newApiKey()).key });
  assertEquals([status, body.error?.code], [500, "INTERNAL_ERROR"]);
  assertNotMatch(JSON.stringify(body), /JWT/);
  assertMatch(JSON.stringify(log), /JWT_SIGNING_KEY is missing/);
}, false);

Deno.test("JWT_SIGNING_KEY must be a private ES256 key, and the error does not show it", async () => {
  const { d, ...open } = await signingKey();
  for (const wrong of ["{", JSON.stringify(open), JSON.stringify({ ...open, d, crv: "P-384" }), `["${d}"]`]) {
    try {
      signingEnv.parse({ JWT_SIGNING_KEY: wrong });
      assert(false, wrong);
    } catch (error) {
      assertMatch(String(error), /JWT_SIGNING_KEY must be a private ES256 key as JWK/);
      assert(!String(error).includes(String(d)));
    }
  }
  assertEquals(signingEnv.parse({}).JWT_SIGNING_KEY, undefined);
});

Deno.test("a key has 256 random bits and a unique prefix, and its digest covers the whole key", async () => {
  const made = await Promise.all(Array.from({ length: 100 }, () => newApiKey()));
  assertEquals(new Set(made.map(({ prefix }) => prefix)).size, 100);
  for (const { key, ...digest } of made) assertEquals(await digestApiKey(key), digest);
  const [first, second] = made;
  assertNotEquals(first?.digest, second?.digest);
});

Deno.test("logs mask keys of every environment, whole or not", async () => {
  const { key } = await newApiKey();
  for (const text of [key, key.slice(0, 30), key.replace("live", "test")]) {
    assertEquals(mask(`x-api-key: ${text}!`), "x-api-key: [secret]!");
  }
});
