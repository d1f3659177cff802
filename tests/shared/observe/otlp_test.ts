import { assert, assertEquals, assertMatch, assertNotMatch } from "#assert";
import { z } from "@hono/zod-openapi";
import { eventually } from "../../support/eventually.ts";
import { createApp } from "../../../shared/http/app.ts";
import { json } from "../../../shared/http/openapi.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { timed } from "../../../shared/observe/scope.ts";
import { logged, startProject } from "../../support/project.ts";

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));
const nanoseconds = z.string().regex(/^\d{19}$/).transform(BigInt);
const Value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.string().regex(/^\d+$/) }),
]);
const attributes = z.array(z.strictObject({ key: z.string().min(1), value: Value }));

/** What a collector takes: opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest in JSON. */
const Export = z.strictObject({
  resourceSpans: z.array(z.strictObject({
    resource: z.strictObject({ attributes }),
    scopeSpans: z.array(z.strictObject({
      scope: z.strictObject({ name: z.string() }),
      spans: z.array(z.strictObject({
        traceId: hex(32),
        spanId: hex(16),
        parentSpanId: hex(16).optional(),
        name: z.string(),
        kind: z.int().min(1).max(5),
        startTimeUnixNano: nanoseconds,
        endTimeUnixNano: nanoseconds,
        attributes,
        status: z.strictObject({ code: z.int().min(0).max(2) }),
      })),
    })),
  })),
});

const app = createApp("traced");
const route = (path: string) =>
  defineRoute({
    method: "get",
    path,
    access: "teams:read",
    request: { query: z.object({ token: z.string().optional() }) },
    responses: { 200: json(z.object({}), "Nothing") },
  });
app.openapi(route("/things/{id}"), async (c) => {
  await timed("example.test", () => Promise.resolve(200));
  return c.json({}, 200);
});

Deno.test("spans reach a collector in one batch, under the caller's trace, and without values of the request", async () => {
  const bodies: string[] = [];
  const headers: Headers[] = [];
  await using collector = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (new URL(request.url).pathname !== "/v1/traces") return new Response(null, { status: 404 });
      headers.push(request.headers);
      bodies.push(await request.text());
      return Response.json({ partialSuccess: {} });
    },
  );
  await using project = await startProject({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20abc, x-team=one",
  });
  const [trace, parent] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
  const sent = {
    authorization: `Bearer ${await project.token()}`,
    traceparent: `00-${trace}-${parent}-01`,
    "x-request-id": "4111111111111111",
  };
  const answers: Response[] = [];
  await logged(async () => {
    for (const id of ["ann%40acme.test", "second"]) {
      answers.push(await app.request(`/traced/v1/things/${id}?token=hunter2`, { headers: sent }));
    }
    await eventually("the spans arrive", () => Promise.resolve(bodies.length > 0));
  });

  assertEquals(bodies.length, 1);
  assertEquals(
    [headers[0]?.get("content-type"), headers[0]?.get("authorization"), headers[0]?.get("x-team")],
    [
      "application/json",
      "Basic abc",
      "one",
    ],
  );
  assertNotMatch(bodies[0] ?? "", /acme|hunter2|eyJ|4111111111111111/);
  const { resourceSpans: [resource] } = Export.parse(JSON.parse(bodies[0] ?? ""));
  const spans = resource?.scopeSpans[0]?.spans ?? [];
  assertEquals(spans.filter(({ traceId }) => traceId !== trace), []);
  assert(spans.every(({ startTimeUnixNano, endTimeUnixNano }) => startTimeUnixNano <= endTimeUnixNano));
  const server = spans.filter(({ kind }) => kind === 2);
  assertEquals(server.map(({ name, parentSpanId }) => [name, parentSpanId]), [
    ["GET /traced/v1/things/{id}", parent],
    ["GET /traced/v1/things/{id}", parent],
  ]);
  assertMatch(
    answers[0]?.headers.get("traceparent") ?? "",
    new RegExp(`^00-${trace}-${server[0]?.spanId}-01$`),
  );
  const called = spans.filter(({ name }) => name === "example.test");
  assertEquals(called.map(({ kind, parentSpanId }) => [kind, parentSpanId]), [
    [3, server[0]?.spanId],
    [3, server[1]?.spanId],
  ]);
});

Deno.test("a collector that is away costs a line in the log and no answer", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = closed.addr;
  closed.close();
  await using project = await startProject({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  const headers = { authorization: `Bearer ${await project.token()}` };
  const waited: Promise<unknown>[] = [];
  globalThis.EdgeRuntime = { waitUntil: (promise) => void waited.push(promise) };
  const lines = await logged(async () => {
    assertEquals((await app.request("/traced/v1/things/1", { headers })).status, 200);
    await Promise.all(waited);
  });
  globalThis.EdgeRuntime = undefined;
  assertEquals(lines.filter(({ action }) => action === "otlp").length, 1);
});

Deno.test("without a collector nothing is kept", async () => {
  await using project = await startProject();
  const waited: Promise<unknown>[] = [];
  globalThis.EdgeRuntime = { waitUntil: (promise) => void waited.push(promise) };
  const headers = { authorization: `Bearer ${await project.token()}` };
  await logged(async () => {
    assertEquals((await app.request("/traced/v1/things/1", { headers })).status, 200);
  });
  globalThis.EdgeRuntime = undefined;
  assertEquals(waited.length, 0);
});
