import { assertEquals, assertGreater } from "#assert";
import { restartPostgres, resumePostgres, stopPostgres } from "../../supabase/local/postgres/postgres.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { Importers, importUntilAcknowledged, postRows, rowsFor } from "./importers.ts";
import { freeze, postgresPids, promptly } from "./parts.ts";

for (const [how, mode] of [["restarts", "fast"], ["crashes", "immediate"]] as const) {
  Deno.test(`imports survive that Postgres ${how}`, async () => {
    await using importers = await Importers.start();
    for (let restart = 0; restart < 2; restart++) {
      await importers.progress();
      await restartPostgres(stack.directory, mode);
    }
    await importers.progress();
    await importers.finish();
  });
}

Deno.test("imports survive a hang of Postgres, and each request is answered meanwhile", async () => {
  await using importers = await Importers.start();
  await importers.progress();
  {
    using _frozen = freeze(await postgresPids());
    await importers.refusals();
  }
  await importers.progress();
  await importers.finish();
  assertGreater(importers.refused, 0);
});

Deno.test("every request answers 503 while Postgres is stopped", async () => {
  const tenant = await createTenant();
  const rows = rowsFor("one", 10);
  await stopPostgres(stack.directory);
  try {
    const answers = [
      await postRows(tenant.member, "one", rows),
      await api("GET", "/batch-import/v1/batches", { as: tenant.member }),
    ];
    assertEquals(answers.map(({ error }) => error.code), ["SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE"]);
  } finally {
    await resumePostgres(stack.directory);
  }
  const acknowledged = importUntilAcknowledged(tenant.member, "one", rows);
  assertEquals((await acknowledged).successful_records, 10);
});

Deno.test("pg_net sends again after Postgres restarted", async () => {
  let received = 0;
  await using target = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    received++;
    return new Response();
  });
  await restartPostgres(stack.directory);
  await withDatabase((sql) => sql`select net.http_get(${`http://127.0.0.1:${target.addr.port}/`})`);
  await promptly("pg_net sends", () => received > 0);
});
