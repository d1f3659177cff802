/**
 * The jobs view retries what its filter shows.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "#assert";
import type { Page } from "playwright-core";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { ignore, keepLook, open, seriousFindings, signIn, why, withPage } from "./browser.ts";

/** Adds jobs that gave up. */
async function addDead({ id }: Tenant, queue: string, type: string, count: number): Promise<void> {
  await withDatabase(
    (sql) =>
      sql`insert into public.job_queue (client_id, lane, queue, type, status, attempts, completed_at)
      select ${id}, ${id}, ${queue}, ${type}, 'dead', 8, now() from generate_series(1, ${count})`,
    "superuser",
  );
}

/** How many jobs of a type the audit log says were changed. */
async function retried({ id }: Tenant, type: string): Promise<number> {
  return await withDatabase(async (sql) => {
    const [{ count }] = await sql<[{ count: number }]>`
      select count(*)::integer from public.audit_log
      where client_id = ${id} and resource = 'job_queue' and action = 'update' and after ->> 'type' = ${type}`;
    return count;
  });
}

async function chooseQueue(page: Page, queue: string): Promise<void> {
  await open(page, "jobs", "Jobs");
  await page.getByLabel("Queue", { exact: true }).selectOption(queue);
  await page.getByRole("button", { name: "Retry all …" }).click();
}

Deno.test({
  name: `all dead jobs of a queue are counted, then retried, and what is refused is said${why}`,
  ignore,
  async fn() {
    const tenant = await createTenant();
    await addDead(tenant, "webhooks", "webhook.deliver", 37);
    await addDead(tenant, "email", "email.send", 2);
    await withDatabase(async (sql) => {
      for (const status of ["dead", "parked"]) {
        await sql`insert into public.job_queue
          (client_id, lane, queue, type, status, attempts, completed_at, dedupe_key)
          values (${tenant.id}, ${tenant.id}, 'webhooks', 'webhook.deliver', ${status}, 8,
            case when ${status} = 'dead' then now() end, 'held')`;
      }
    }, "superuser");
    await withPage(async (page) => {
      await signIn(page, tenant.admin);
      await chooseQueue(page, "webhooks");
      await page.getByText("Retry 38 dead jobs of queue webhooks?").waitFor();
      assertEquals(await seriousFindings(page), []);
      await page.getByRole("button", { name: "Retry 38", exact: true }).click();
      await page.getByText("37 of 38 dead jobs of queue webhooks run again, 1 refused.").waitFor();
      await keepLook(page, "jobs-retried");
      const refusal = await page.locator("ul.failure").innerText();
      assertMatch(refusal, /^Another job with the same dedupe key .* \(CONFLICT, request [\w-]+\)$/);
    }, [/status of 409/]);
    assertEquals(await retried(tenant, "webhook.deliver"), 37);
    assertEquals(await retried(tenant, "email.send"), 0);
  },
});

Deno.test({
  name: `retrying many jobs can be stopped, and says how many run again${why}`,
  ignore,
  async fn() {
    const tenant = await createTenant();
    await addDead(tenant, "email", "email.send", 160);
    await withPage(async (page) => {
      await signIn(page, tenant.admin);
      await chooseQueue(page, "email");
      await page.getByRole("button", { name: "Retry 160", exact: true }).click();
      await page.getByLabel(/^[1-9]\d* of 160/).waitFor();
      await page.getByRole("button", { name: "Stop" }).click();
      const words = await page.getByText(/^Stopped: \d+ of 160 dead jobs of queue email/).innerText();
      const done = Number(/\d+/.exec(words)?.[0]);
      assert(done > 0 && done < 160, words);
      assertEquals(await retried(tenant, "email.send"), done);
    });
  },
});
