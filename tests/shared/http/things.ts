/**
 * An app with one route of each kind, for tests of what every function does around its handlers.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { assert, assertEquals, assertMatch } from "#assert";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { useEnv } from "../../../shared/data/env.ts";
import { ApiError } from "../../../shared/http/errors.ts";
import { data, json, problems } from "../../../shared/http/openapi.ts";
import { keys, logged } from "../../support/project.ts";

useEnv({
  SUPABASE_URL: "http://127.0.0.1:1",
  SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
  SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
  ALLOWED_ORIGINS: "https://app.example, https://other.example",
  RATE_LIMITS: '{"anonymous": 100000}',
});

export const bodyLimit = 200_000;
const Thing = z.strictObject({ name: z.string(), inner: z.unknown().optional() });

export const app = createApp("things", { bodyLimit });
const described = {
  request: { body: json(Thing) },
  responses: { 201: json(data(Thing), "Made"), ...problems(400, 422) },
};
app.openapi(defineRoute({ method: "post", path: "/open", access: "open", ...described }), (c) => {
  return c.json({ data: c.req.valid("json") }, 201);
});
app.openapi(
  defineRoute({
    method: "post",
    path: "/optional",
    access: "open",
    ...described,
    request: { body: { ...json(Thing.partial()), required: false } },
  }),
  (c) => c.json({ data: { name: c.req.valid("json").name ?? "nobody" } }, 201),
);
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

export interface Answer {
  status: number;
  headers: Headers;
  body: {
    data: Record<string, unknown>;
    error: Record<string, unknown> & { message: string; details: unknown[] };
  };
}

export async function call(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  let answer: Response | undefined;
  await logged(async () => answer = await app.request(`/things/v1${path}`, { method, ...init }));
  assert(answer);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? {} : JSON.parse(text) };
}

export const asJson = { "content-type": "application/json" };
export const post = (path: string, body: BodyInit, headers: HeadersInit = asJson) =>
  call("POST", path, { body, headers });

export function assertRefused(answer: Answer, status: number, code: string, message: RegExp): void {
  assertEquals([answer.status, answer.body.error.code], [status, code], JSON.stringify(answer.body));
  assertMatch(answer.body.error.message, message);
}
