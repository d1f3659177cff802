/**
 * The events that receivers get are those of the document.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { nonconformingEvent } from "../support/conformance.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { readDocument } from "../../tools/openapi/packed.ts";

Deno.test("the document's webhooks are the event types that endpoints can subscribe to", async () => {
  const { owner } = await createTenant();
  const types = await api<{ type: string }[]>("GET", "/webhooks/v1/event-types", { as: owner });
  const document = readDocument();
  assertEquals(Object.keys(document.webhooks ?? {}).sort(), types.data.map(({ type }) => type).sort());
});

Deno.test("each event in the outbox matches the document", async () => {
  const { owner } = await createTenant();
  const { id: agent_id } = (await api<{ id: string }>("POST", "/agents/v1", {
    as: owner,
    json: { name: "Ada", kind: "human", capabilities: [] },
  })).data;
  await api("POST", "/teams/v1", { as: owner, json: { name: "Renewals", sector: "insurance" } });
  await api("POST", "/batch-import/v1/batches", { as: owner, csv: "name,organization\nRefit,Nobody\n" });
  const started_at = new Date().toISOString();
  const call = {
    external_id: "1",
    agent_id,
    outcome: "successful",
    resolved: true,
    handling_seconds: 60,
    started_at,
  };
  await api("POST", "/aggregation/v1/calls", { as: owner, json: { calls: [call] } });

  const wrong = await withDatabase(async (sql) => {
    // Includes other tests' events, a few of each type.
    const events = await sql<{ type: string; data: string }[]>`
      select type, data::text as data from (
        select type, data, row_number() over (partition by type order by created_at desc) as nth from private.outbox
      ) o where nth <= 20`;
    const own = ["batch.failed", "call.completed", "team.created"];
    assertEquals(own.filter((type) => !events.some((event) => event.type === type)), []);
    return events.map(({ type, data }) => ({ type, problem: nonconformingEvent(type, data) }))
      .filter(({ problem }) => problem !== undefined);
  });
  assertEquals(wrong, []);
});
