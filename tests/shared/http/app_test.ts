import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "#assert";
import { keys, logged } from "../../support/project.ts";
import { app, asJson, assertRefused, call, post } from "./things.ts";

Deno.test("a well-formed request id of up to 200 characters is kept", async () => {
  for (const id of ["a", "01J-x_y.z:1=", "r".repeat(200)]) {
    const answer = await call("GET", "/nowhere", { headers: { "x-request-id": id } });
    assertEquals(answer.headers.get("x-request-id"), id);
    assertEquals(answer.body.error.request_id, id);
  }
});

Deno.test("a malformed request id is replaced by a UUID", async () => {
  for (const id of ["", "r".repeat(201), "two words", 'a"b', "ann@acme.test", "a, b"]) {
    const answer = await call("GET", "/nowhere", { headers: { "x-request-id": id } });
    assertMatch(answer.headers.get("x-request-id") ?? "", /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-/);
  }
});

Deno.test("answers have headers against caching, framing and sniffing", async () => {
  for (const path of ["/things/1", "/nowhere", "/fault"]) {
    const { headers } = await call("GET", path);
    assertEquals(headers.get("cache-control"), "no-store");
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertStringIncludes(headers.get("content-security-policy") ?? "", "default-src 'none'");
    assert(headers.has("strict-transport-security"));
  }
});

Deno.test("a listed origin may call, send our request headers and read our response headers", async () => {
  const headers = { origin: "https://other.example", "access-control-request-method": "POST" };
  const preflight = await call("OPTIONS", "/open", { headers });
  assertEquals(preflight.status, 204);
  assertEquals(preflight.headers.get("access-control-allow-origin"), "https://other.example");
  assertStringIncludes(preflight.headers.get("access-control-allow-headers") ?? "", "idempotency-key");
  const answer = await call("GET", "/fault", { headers });
  assertEquals(answer.headers.get("access-control-allow-origin"), "https://other.example");
  assertStringIncludes(answer.headers.get("access-control-expose-headers") ?? "", "ratelimit");
});

Deno.test("an origin that is not listed may not call", async () => {
  for (
    const origin of ["https://evil.example", "https://app.example.evil.example", "null", "http://app.example"]
  ) {
    const answer = await call("GET", "/things/1", { headers: { origin } });
    assertEquals(answer.headers.get("access-control-allow-origin"), null, origin);
  }
});

Deno.test("sending a sign-in header twice answers 400 and names it", async () => {
  for (const [name, value] of [["authorization", "Bearer a"], ["apikey", "b"], ["x-api-key", "c"]] as const) {
    const headers = new Headers(asJson);
    headers.append(name, value);
    headers.append(name, value);
    const answer = await post("/kept", '{"name":"a"}', headers);
    assertRefused(answer, 400, "BAD_REQUEST", new RegExp(`${name} was sent`));
  }
});

Deno.test("an Idempotency-Key that SQL cannot store answers 400", async () => {
  const twice = new Headers({ ...asJson, apikey: keys.secret });
  twice.append("idempotency-key", "a");
  twice.append("idempotency-key", "b");
  assertRefused(await post("/kept", '{"name":"a"}', twice), 400, "BAD_REQUEST", /sent once/);
  for (const key of ["", "k".repeat(256), "schlüssel", "a\tb"]) {
    const answer = await post("/kept", '{"name":"a"}', {
      ...asJson,
      apikey: keys.secret,
      "idempotency-key": key,
    });
    assertRefused(answer, 400, "BAD_REQUEST", /1–255 printable ASCII/);
  }
  const longest = { ...asJson, apikey: keys.secret, "idempotency-key": "k".repeat(255) };
  assertEquals((await post("/kept", '{"name":"a"}', longest)).status, 201);
});

Deno.test("an unknown path answers 404, inside and outside the function", async () => {
  assertRefused(await call("GET", "/nowhere"), 404, "NOT_FOUND", /path does not exist/);
  await logged(async () => assertEquals((await app.request("/else")).status, 404));
});

Deno.test("a known path with another method answers 405 and lists the possible ones", async () => {
  for (
    const [path, allowed] of [["/things/1", "GET, HEAD"], ["/open", "POST"], ["/openapi.json", "GET, HEAD"]]
  ) {
    const answer = await call("DELETE", path!);
    assertRefused(answer, 405, "METHOD_NOT_ALLOWED", /DELETE is not allowed here/);
    assertEquals(answer.headers.get("allow"), allowed);
  }
});

Deno.test("HEAD answers like GET without the body", async () => {
  const answer = await call("HEAD", "/things/1");
  assertEquals([answer.status, answer.body], [200, {}]);
});

Deno.test("an ApiError is answered with its code, details, neighbours and Retry-After", async () => {
  const answer = await call("GET", "/teapot");
  const { timestamp, request_id, ...error } = answer.body.error;
  assertEquals(error, {
    code: "CONFLICT",
    message: "Taken already",
    details: [{ code: "taken" }],
    batch_id: "b1",
  });
  assertEquals([answer.status, answer.headers.get("retry-after")], [409, "7"]);
  assertEquals(request_id, answer.headers.get("x-request-id"));
  assertMatch(String(timestamp), /^\d{4}-\d\d-\d\dT.*Z$/);
});

Deno.test("429 and 503 always have Retry-After in whole seconds", async () => {
  assertEquals((await call("GET", "/quota")).headers.get("retry-after"), "60");
  assertEquals((await call("GET", "/away")).headers.get("retry-after"), "1");
});

Deno.test("a server error reveals nothing internal", async () => {
  const answer = await call("GET", "/fault");
  assertRefused(answer, 500, "INTERNAL_ERROR", /request id/);
  assertNotMatch(JSON.stringify(answer.body), /secret_table|TypeError|acme|\.ts/);
});

Deno.test("each request logs one line, with the route pattern instead of the path and no e-mail address", async () => {
  const lines = await logged(async () => {
    await app.request("/things/v1/things/ann@acme.test", { headers: { "x-request-id": "one" } });
    await app.request("/things/v1/fault");
    await app.request("/things/v1/open", {
      method: "POST",
      headers: asJson,
      body: '{"name": "Ann", "bad": "Bob"}',
    });
  });
  assertEquals(lines.map(({ level, action, status }) => [level, action, status]), [
    ["info", "GET /things/v1/things/:id", 200],
    ["error", "GET /things/v1/fault", 500],
    ["info", "POST /things/v1/open", 422],
  ]);
  const { timestamp: _, duration, ...first } = lines[0]!;
  assertEquals(typeof duration, "number");
  assertEquals(first, {
    level: "info",
    requestId: "one",
    userId: null,
    clientId: null,
    function: "things",
    action: "GET /things/v1/things/:id",
    status: 200,
  });
  assertMatch(String(lines[1]?.error), /TypeError: relation secret_table.*\[e-mail\]/);
  assertEquals(lines[2]?.error, "VALIDATION_ERROR");
  assertNotMatch(JSON.stringify(lines), /acme|Ann|Bob/);
});

interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<string, { security: unknown; responses: Record<string, { content: unknown }> }>
  >;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

Deno.test("the function describes itself in OpenAPI 3.1, with its scopes, keys and errors", async () => {
  const answer = await call("GET", "/openapi.json");
  const document = answer.body as unknown as Document; // the one answer that is not data or error
  assertEquals(document.openapi, "3.1.0");
  assertEquals(Object.keys(document.components.securitySchemes), ["user", "key", "secret"]);
  assert(document.components.schemas.Error);
  const kept = document.paths["/things/v1/kept"]?.post;
  assertEquals(kept?.security, [{ user: ["teams:write"] }, { key: ["teams:write"] }, { secret: [] }]);
  assertEquals(kept?.responses["422"]?.content, {
    "application/json": { schema: { $ref: "#/components/schemas/Error" } },
  });
  assertEquals(document.paths["/things/v1/open"]?.post?.security, []);
});
