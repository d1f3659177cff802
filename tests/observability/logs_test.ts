import { assert, assertEquals } from "#assert";
import { eventually } from "../support/eventually.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { createTenant, type Person } from "../support/tenant.ts";

const path = "/observability/v1/logs";

async function linesOf(person: Person, request_id: string) {
  return (await answerOf(clientOf(person).GET(path, { params: { query: { request_id } } }))).data;
}

Deno.test("a request leaves a log line that its tenant finds by request id and by words", async () => {
  const tenant = await createTenant();
  const request_id = crypto.randomUUID();
  const headers = { "x-request-id": request_id };
  await api("GET", "/teams/v1/none", { as: tenant.viewer, headers });
  const [line] = await eventually("the line is written", async () => {
    const lines = await linesOf(tenant.viewer, request_id);
    return lines.length > 0 ? lines : undefined;
  });
  assertEquals(
    [line?.level, line?.function, line?.userId, line?.action, line?.error, line?.metadata],
    ["info", "teams", tenant.viewer.id, "GET /teams/v1/:team", "VALIDATION_ERROR", { status: 422 }],
  );
  const found = await api<unknown[]>("GET", `${path}?q=validation_error+teams`, { as: tenant.viewer });
  assertEquals(found.data.length, 1);
});

Deno.test("lines come in pages, newest first, each once", async () => {
  const tenant = await createTenant();
  for (let n = 0; n < 5; n++) await api("GET", "/teams/v1", { as: tenant.viewer });
  const list = (query: string) =>
    api<{ id: string; timestamp: string }[]>("GET", `${path}?function=teams&count=exact${query}`, {
      as: tenant.viewer,
    });
  await eventually("all lines are written", async () => (await list("")).pagination.total === 5);
  const first = await list("&limit=3");
  const second = await list(`&limit=3&cursor=${first.pagination.next_cursor}`);
  const all = [...first.data, ...second.data];
  assertEquals([first.data.length, second.data.length, new Set(all.map(({ id }) => id)).size], [3, 2, 5]);
  assertEquals(all, all.toSorted((a, b) => b.timestamp.localeCompare(a.timestamp)));
});

Deno.test("another tenant finds no line of a request", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const request_id = crypto.randomUUID();
  await api("GET", "/teams/v1", { as: tenant.viewer, headers: { "x-request-id": request_id } });
  await eventually("the line is written", async () => {
    return (await linesOf(tenant.viewer, request_id)).length > 0;
  });
  assertEquals(await linesOf(other.owner, request_id), []);
});

Deno.test("log queries that make no sense are refused", async () => {
  const { viewer } = await createTenant();
  for (
    const query of [
      `?q=${"a".repeat(10_000)}`,
      "?q=.*",
      "?q=",
      "?level=fatal",
      "?user_id=me",
      "?from=2026-02-02&to=2026-02-01",
      "?from=2016-01-01&to=2026-01-01",
      `?request_id=${"a".repeat(201)}`,
      "?reqest_id=a",
    ]
  ) {
    const answer = await api("GET", path + query, { as: viewer });
    assertEquals([query.slice(0, 30), answer.status], [query.slice(0, 30), 422]);
  }
});

Deno.test("a key without the scope cannot read logs", async () => {
  const tenant = await createTenant();
  const json = { name: "Machine", scopes: ["teams:read"] };
  const { data } = await api<{ key: string }>("POST", "/api-keys/v1", { as: tenant.admin, json });
  const answer = await api("GET", path, { as: data.key });
  assertEquals([answer.status, answer.error.code], [403, "FORBIDDEN"]);
  assert(answer.error.message.includes("observability:read"));
});
