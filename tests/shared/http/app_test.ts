import { z } from "@hono/zod-openapi";
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
  assertThrows,
} from "#assert";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { useEnv } from "../../../shared/data/env.ts";
import { ApiError } from "../../../shared/http/errors.ts";
import { data, json, problems } from "../../../shared/http/openapi.ts";
import { parseJson } from "../../../shared/input/json.ts";
import { keys, logged } from "../../support/project.ts";

useEnv({
  SUPABASE_URL: "http://127.0.0.1:1",
  SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
  SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
  ALLOWED_ORIGINS: "https://app.example, https://other.example",
  RATE_LIMITS: '{"anonymous": 100000}',
});

const bodyLimit = 200_000;
const Thing = z.strictObject({ name: z.string(), inner: z.unknown().optional() });

const app = createApp("things", { bodyLimit });
const described = {
  request: { body: json(Thing) },
  responses: { 201: json(data(Thing), "Made"), ...problems(400, 422) },
};
app.openapi(defineRoute({ method: "post", path: "/open", access: "open", ...described }), (c) => {
  return c.json({ data: c.req.valid("json") }, 201);
});
app.openapi(
  defineRoute({ method: "post", path: "/kept", ...described, access: "teams:write" }),
  (c) => c.json({ data: c.req.valid("json") }, 201),
);
app.openapi(defineRoute({ method: "post", path: "/signed", access: "open", ...described }), async (c) => {
  return c.json({ data: { name: await c.req.text() } }, 201);
});
app.openapi(
  defineRoute({
    method: "post",
    path: "/file",
    access: "open",
    request: {
      body: { content: { "text/csv": { schema: z.string() }, "application/json": { schema: Thing } } },
    },
    responses: { 201: json(data(Thing), "Made") },
  }),
  async (c) => c.json({ data: { name: await c.req.text() } }, 201),
);
app.get("/things/:id", (c) => c.json({ data: c.req.param("id") }));
app.get("/fault", () => {
  throw new TypeError("relation secret_table does not exist, asked by ann@acme.test");
});
app.get("/teapot", () => {
  throw new ApiError(409, "CONFLICT", "Taken already", {
    details: [{ code: "taken" }],
    retry_after: 7,
    batch_id: "b1",
  });
});

app.get("/quota", () => {
  throw new ApiError(429, "BATCH_QUOTA_EXCEEDED", "Too many", { retry_after: 59.2 });
});
app.get("/away", () => {
  throw new ApiError(503, "SERVICE_UNAVAILABLE", "Away");
});

interface Answer {
  status: number;
  headers: Headers;
  body: {
    data: Record<string, unknown>;
    error: Record<string, unknown> & { message: string; details: unknown[] };
  };
}

async function call(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  let answer: Response | undefined;
  await logged(async () => answer = await app.request(`/things/v1${path}`, { method, ...init }));
  assert(answer);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? {} : JSON.parse(text) };
}

const asJson = { "content-type": "application/json" };
const post = (path: string, body: BodyInit, headers: HeadersInit = asJson) =>
  call("POST", path, { body, headers });

function assertRefused(answer: Answer, status: number, code: string, message: RegExp): void {
  assertEquals([answer.status, answer.body.error.code], [status, code], JSON.stringify(answer.body));
  assertMatch(answer.body.error.message, message);
}

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

/** A body in pieces, as a client without Content-Length sends it. */
function stream(size: number, onPull: () => void = () => {}): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    pull(controller) {
      onPull();
      const length = Math.min(left, 10_000);
      if (length > 0) controller.enqueue(new Uint8Array(length).fill(0x20));
      left -= length;
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}

Deno.test("a body at the limit is read, one byte more answers 413", async () => {
  const thing = '{"name":"a"}';
  assertEquals((await post("/open", thing.padEnd(bodyLimit))).status, 201);
  assertRefused(
    await post("/open", thing.padEnd(bodyLimit + 1)),
    413,
    "PAYLOAD_TOO_LARGE",
    /at most 200,000 bytes/,
  );
});

Deno.test("a body's real length counts, whatever Content-Length says", async () => {
  for (const headers of [asJson, { ...asJson, "content-length": "10" }]) {
    assertEquals((await post("/open", stream(bodyLimit + 1), headers)).status, 413);
  }
});

Deno.test("an endless body is not read to its end", async () => {
  let pulls = 0;
  assertEquals((await post("/open", stream(1e12, () => pulls++))).status, 413);
  assert(pulls < 100, `${pulls} pieces were read`);
});

Deno.test("a request without a token is refused before its body is read", async () => {
  let pulls = 0;
  assertEquals((await post("/kept", stream(100_000, () => pulls++))).status, 401);
  assertEquals(pulls, 0);
});

Deno.test("a body that breaks off answers 400", async () => {
  const broken = new ReadableStream({
    pull: (controller) => controller.error(new Error("connection reset")),
  });
  assertRefused(await post("/open", broken), 400, "BAD_REQUEST", /ended before it was complete/);
});

Deno.test("a content type that the route does not accept answers 415 and names the accepted ones", async () => {
  const types = [
    "text/plain",
    "application/xml",
    "application/json; charset=utf-16",
    "application/jsonp",
    "json",
    "",
  ];
  for (const type of types) {
    assertRefused(
      await post("/open", '{"name":"a"}', { "content-type": type }),
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      /./,
    );
  }
  const none = await post("/open", new TextEncoder().encode('{"name":"a"}'), {});
  assertRefused(none, 415, "UNSUPPORTED_MEDIA_TYPE", /without content-type.*application\/json/);
  const file = await post("/file", "<a/>", { "content-type": "text/xml" });
  assertRefused(file, 415, "UNSUPPORTED_MEDIA_TYPE", /text\/csv or application\/json/);
});

Deno.test("a content type may be in any case and name the charset UTF-8", async () => {
  for (
    const type of ["Application/JSON", 'application/json; charset="UTF-8"', "application/json;charset=utf-8"]
  ) {
    assertEquals((await post("/open", '{"name":"a"}', { "content-type": type })).status, 201, type);
  }
});

Deno.test("a compressed body is refused, because its length says nothing", async () => {
  const headers = { ...asJson, "content-encoding": "gzip" };
  assertRefused(await post("/open", "x", headers), 415, "UNSUPPORTED_MEDIA_TYPE", /content-encoding "gzip"/);
});

Deno.test("each of a route's content types reaches the handler as it was sent", async () => {
  const csv = 'name\r\n"ä\n"\r\n';
  assertEquals((await post("/file", csv, { "content-type": "text/csv; charset=utf-8" })).body.data.name, csv);
});

Deno.test("a handler can have the exact text that was sent, for a signature", async () => {
  const text = '{ "name" :\t"a",  "inner": 1.0 }';
  assertEquals((await post("/signed", text)).body.data.name, text);
});

Deno.test("broken JSON answers 400 and says where it breaks", async () => {
  const cases: [string, RegExp][] = [
    ['{"name": "a",\n "inner": [1, 2', /ends too early, at line 2, column 16/],
    ['{"name": "a', /ends too early, at line 1, column 12/],
    ['{"name": tru', /ends too early/],
    ['{"name": "a",}', /property name, at line 1, column 14/],
    ['{"name": "a"} x', /unexpected non-whitespace character, at line 1, column 15/],
    ["{'name': 1}", /at line 1, column 2|unexpected token|property name/],
    ["", /empty/],
    [" \n", /empty/],
  ];
  for (const [text, message] of cases) assertRefused(await post("/open", text), 400, "BAD_REQUEST", message);
});

Deno.test("JSON that is not UTF-8 answers 400", async () => {
  assertRefused(await post("/open", new Uint8Array([0x22, 0xff, 0x22])), 400, "BAD_REQUEST", /not UTF-8/);
});

Deno.test("JSON 64 levels deep is accepted, deeper JSON answers 400", async () => {
  const nested = (levels: number) => `{"name":"a","inner":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  assertEquals((await post("/open", nested(63))).status, 201);
  assertRefused(
    await post("/open", nested(64)),
    400,
    "BAD_REQUEST",
    /deeper than 64 levels, at line 1, column 84/,
  );
  const deep = [nested(90_000), "[".repeat(100_000), '{"a":'.repeat(30_000), '[{"a":'.repeat(30_000)];
  for (const text of deep) assertRefused(await post("/open", text), 400, "BAD_REQUEST", /deeper than 64/);
});

Deno.test("JSON with more than 100,000 values answers 413", () => {
  const list = (length: number) => new TextEncoder().encode(`[${Array(length).fill("0").join(",")}]`);
  assertEquals((parseJson(list(100_000)) as unknown[]).length, 100_000);
  assertEquals(assertThrows(() => parseJson(list(100_001)), ApiError).status, 413);
  assertEquals(parseJson(new TextEncoder().encode(`"${",[".repeat(100_001)}"`)), ",[".repeat(100_001));
});

Deno.test("brackets inside a string do not count as depth", async () => {
  for (
    const name of [
      "[".repeat(100),
      `"${"{".repeat(100)}`,
      `\\"${"[".repeat(100)}\\`,
      `\\\\\\${"[".repeat(100)}`,
    ]
  ) {
    const answer = await post("/open", JSON.stringify({ name }));
    assertEquals([answer.status, answer.body.data?.name], [201, name]);
  }
});

Deno.test("brackets after a string that ends in a backslash count as depth", async () => {
  const text = `{"name":"\\\\","inner":${"[".repeat(100)}${"]".repeat(100)}}`;
  assertRefused(await post("/open", text), 400, "BAD_REQUEST", /deeper/);
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

Deno.test("a content type sent twice answers 415", async () => {
  const headers = new Headers(asJson);
  headers.append("content-type", "application/json");
  assertRefused(
    await post("/open", '{"name":"a"}', headers),
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    /json, application/,
  );
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

Deno.test("a body that breaks the schema answers 422 with one entry per problem", async () => {
  const answer = await post("/open", '{"name": 1, "other": true}');
  assertRefused(answer, 422, "VALIDATION_ERROR", /name: .*expected string.*1 more/);
  assertEquals(answer.body.error.details.length, 2);
  const [first] = answer.body.error.details;
  assertEquals(first, {
    path: "name",
    code: "invalid_type",
    message: "Invalid input: expected string, received number",
  });
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
