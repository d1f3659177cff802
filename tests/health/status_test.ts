import { assertEquals } from "#assert";
import app from "../../functions/health/index.ts";
import { forgetStatusPage } from "../../functions/health/status.ts";
import { stack } from "../support/env.ts";
import { useStack } from "../support/in_process.ts";
import { withDatabase } from "../support/sql.ts";

const ask = async () => await app.fetch(new Request("http://in.process/health/v1/status"));

/** Counts what the work asks the Data API. */
async function queries(work: () => Promise<unknown>): Promise<number> {
  const { fetch } = globalThis;
  let count = 0;
  globalThis.fetch = (input, init) => {
    if (String(input instanceof Request ? input.url : input).includes("/rpc/health_status")) count++;
    return fetch(input, init);
  };
  try {
    await work();
  } finally {
    globalThis.fetch = fetch;
  }
  return count;
}

Deno.test("status answers a crowd beside 90 days of samples with one query, and keeps it", async () => {
  await withDatabase(async (sql) => {
    await sql`insert into private.health_samples (minute)
      select m from generate_series(date_trunc('minute', now()) - interval '90 days', now() - interval '1 hour', '1 minute') m
      on conflict do nothing`;
    await sql`analyze private.health_samples, private.health_hours, private.health_bad_hours`;
  });
  try {
    useStack();
    // On a busy machine the first page after so many new rows may take longer than the function waits.
    for (let n = 0; n < 20 && (await ask()).status !== 200; n++);
    forgetStatusPage();
    const crowd = async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, ask));
      assertEquals(new Set(answers.map(({ status }) => status)), new Set([200]));
      assertEquals(answers[0]?.headers.get("cache-control"), "public, max-age=15");
      await Promise.all(answers.map((answer) => answer.body?.cancel()));
    };
    assertEquals(await queries(crowd), 1);
    assertEquals(await queries(crowd), 0);
  } finally {
    await withDatabase((sql) =>
      sql`delete from private.health_samples where minute < now() - interval '1 hour'`
    );
  }
});

Deno.test("status shows a new sample at once", async () => {
  useStack();
  await (await ask()).body?.cancel();
  const taken = await app.fetch(
    new Request("http://in.process/health/v1/samples", {
      method: "POST",
      headers: { apikey: stack.secretKey },
    }),
  );
  assertEquals(taken.status, 200);
  await taken.body?.cancel();
  assertEquals(await queries(async () => await (await ask()).body?.cancel()), 1);
});
