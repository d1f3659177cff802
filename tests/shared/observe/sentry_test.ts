import { z } from "@hono/zod-openapi";
import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "#assert";
import { createApp } from "../../../shared/http/app.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { ApiError, unavailable } from "../../../shared/http/errors.ts";
import { json } from "../../../shared/http/openapi.ts";
import { keys, logged, startProject, userId } from "../../support/project.ts";

// Sentry's client lives as long as the process, so one test checks everything that it sends.
Deno.test("a fault reaches Sentry with request id and user, and without a secret or an address", async () => {
  const envelopes: string[] = [];
  await using sentry = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    envelopes.push(await request.text());
    return Response.json({});
  });
  await using project = await startProject({
    SENTRY_DSN: `http://publickey@127.0.0.1:${sentry.addr.port}/42`,
  });
  const token = await project.token();

  const waited: Promise<unknown>[] = [];
  globalThis.EdgeRuntime = { waitUntil: (promise) => void waited.push(promise) };

  const app = createApp("faulty");
  const route = (path: string) =>
    defineRoute({
      method: "get",
      path,
      access: "teams:read",
      request: { query: z.object({ token: z.string().optional() }) },
      responses: { 200: json(z.object({}), "Never") },
    });
  app.openapi(route("/fault/{id}"), () => {
    console.info("a breadcrumb about bob@acme.test");
    const cause = new Error(`postgres://user:hunter2@db refused carol@acme.test`);
    throw new Error(
      `ann@acme.test with Bearer ${token} and ${keys.secret} at /x?token=hunter2&email=dan%40acme.test`,
      {
        cause,
      },
    );
  });
  app.openapi(route("/known"), () => {
    throw new ApiError(409, "CONFLICT", "Known");
  });
  app.openapi(route("/away"), () => {
    throw unavailable("The database");
  });

  const headers = {
    authorization: `Bearer ${token}`,
    apikey: keys.secret,
    cookie: "session=hunter2",
    "x-request-id": "request-of-the-fault",
    "x-forwarded-for": "6.6.6.6",
  };
  const statuses: number[] = [];
  await logged(async () => {
    console.info = () => {};
    for (const path of ["/known", "/away", "/nowhere", "/fault/eve@acme.test?token=hunter2"]) {
      statuses.push((await app.request(`/faulty/v1${path}`, { headers })).status);
    }
    await Promise.all(waited);
    await app.request("/faulty/v1/fault/again", { headers: { ...headers, "x-request-id": "second" } });
    await Promise.all(waited);
  });
  globalThis.EdgeRuntime = undefined;

  assertEquals(statuses, [409, 503, 404, 500]);
  assertEquals([envelopes.length, waited.length], [2, 2]);
  // An envelope is a line for itself, one for the kind of its item, and the item.
  const [event, second] = envelopes.map((envelope) =>
    JSON.parse(envelope.trimEnd().split("\n").at(-1) ?? "")
  );
  assertEquals(event.tags, {
    request_id: "request-of-the-fault",
    function: "faulty",
    action: "GET /faulty/v1/fault/:id",
  });
  assertEquals(event.user, { id: userId });
  assertEquals(event.exception.values.length, 2);
  assertStringIncludes(event.exception.values.at(-1).value, "[e-mail] with");
  assertNotMatch(envelopes.join(), /@acme|%40acme|eyJ|sb_secret|hunter2|6\.6\.6\.6/);
  assertEquals([event.request, event.server_name], [undefined, undefined]);
  assertEquals([second.tags.request_id, second.breadcrumbs], ["second", undefined]);
  assert(event.exception.values[0].stacktrace, "there is no stack to look at");
});
