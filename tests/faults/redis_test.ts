import { assertEquals } from "#assert";
import { resumeRedis, stopRedis } from "../../supabase/local/redis/redis.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { Importers } from "./importers.ts";
import { freeze, promptly, redisPid } from "./parts.ts";

Deno.test("imports continue while Redis is stopped, and rate limits count again afterwards", async () => {
  await using importers = await Importers.start();
  await importers.progress();
  await stopRedis(stack.directory);
  try {
    await importers.progress();
  } finally {
    await resumeRedis(stack.directory);
  }
  await importers.finish();
  assertEquals(importers.refused, 0);
  await countsInRedis();
});

Deno.test("imports continue while Redis hangs, and rate limits count again afterwards", async () => {
  await using importers = await Importers.start();
  await importers.progress();
  {
    using _frozen = freeze([await redisPid()]);
    await importers.progress();
  }
  await importers.finish();
  assertEquals(importers.refused, 0);
  await countsInRedis();
});

/** Waits until a new caller's bucket is stored in Redis. */
async function countsInRedis(): Promise<void> {
  const { viewer } = await createTenant();
  await promptly("requests are counted in Redis", async () => {
    assertEquals((await api("GET", "/batch-import/v1/batches", { as: viewer })).status, 200);
    const response = await fetch(`${stack.redisUrl}/keys/*${viewer.id}*`, {
      headers: { authorization: `Bearer ${stack.redisToken}` },
    });
    const { result }: { result: string[] } = await response.json();
    return result.length > 0;
  });
}
