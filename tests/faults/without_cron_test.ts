/**
 * The last of the fault tests by its name, because the database has to be two minutes old: the tests before it are
 * waited for anyway.
 */
import { assertEquals } from "#assert";
import { withDatabase } from "../support/sql.ts";
import { freezeCron, incidents, ready } from "./health_parts.ts";
import { delay } from "../support/eventually.ts";
import { promptly } from "./parts.ts";

Deno.test("a stopped scheduler fails its health check, opens an incident, and passes once it runs again", async () => {
  await withDatabase(async (sql) => {
    // In its first two minutes, a system without a heartbeat is not broken.
    await promptly("the database is older than two minutes", async () => {
      await delay(500);
      const [system] = await sql<{ starting: boolean }[]>`select private.is_starting() as starting`;
      return system?.starting === false;
    }, 130_000);
    const before = await incidents("open_incidents");
    {
      using _cron = await freezeCron();
      // Pretends that four watched minutes passed. Older samples would distort the result.
      await sql`delete from private.health_samples where minute < now() - interval '3 minutes'`;
      await sql`update private.health_components set since = now() - interval '1 hour'`;
      await sql`select private.sample_health()`;
      await sql`
        update private.health_samples set minute = minute - interval '4 minutes', sampled_at = sampled_at - interval '4 minutes'`;
      const { http, whole, parts } = await ready();
      assertEquals([http, whole, parts.cron], [503, "fail", "fail"]);
      assertEquals([parts.database, parts.auth, parts.redis], ["pass", "pass", "pass"]);
    }
    await promptly("cron takes its next sample", async () => {
      await delay(500);
      return (await ready()).parts.cron === "pass";
    }, 75_000);
    const opened = (await incidents("open_incidents")).filter((component) => !before.includes(component));
    assertEquals(opened, ["cron"]);
  });
});
