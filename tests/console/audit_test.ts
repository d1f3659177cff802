/**
 * The audit view proves entries in the browser, and names what a superuser changed.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { assertEquals, assertStringIncludes } from "#assert";
import { addEntries, checkpoint, holdHourlyCheckpoints } from "../fixtures/audit.ts";
import { api } from "../support/http.ts";
import { type Transaction, withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { ignore, keepLook, open, seriousFindings, signIn, why, withPage } from "./browser.ts";

/** What the browser answers about an entry. */
async function verify(page: Page, id: number): Promise<string> {
  const button = page.getByRole("button", { name: `Verify entry ${id}`, exact: true });
  await button.click();
  await button.and(page.locator("[aria-busy=false]")).waitFor();
  return await page.getByRole("row").filter({ has: button }).getByRole("status").innerText();
}

/** What the panel says, once it has verified. */
async function panel(page: Page): Promise<string> {
  await open(page, "teams", "Teams");
  await open(page, "audit", "Audit");
  return await page.locator("section", { has: page.getByRole("heading", { name: "Verification" }) })
    .innerText();
}

/** The ids of entries about teams, newest first. */
async function entries({ admin }: Tenant): Promise<number[]> {
  const { data } = await api<{ id: number }[]>("GET", "/audit/v1?resource=teams", { as: admin });
  return data.map(({ id }) => id);
}

/** Works as a superuser whom no trigger stops. */
function tamper(work: (tx: Transaction) => Promise<unknown>): Promise<unknown> {
  return withDatabase((sql) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await work(tx);
    }), "superuser");
}

Deno.test({
  name: `an untouched entry is proven in the browser, and a younger one is not sealed yet${why}`,
  ignore,
  async fn() {
    await using _hold = await holdHourlyCheckpoints();
    const tenant = await createTenant();
    await addEntries(tenant, 3);
    const first = await checkpoint(tenant);
    await withPage(async (page) => {
      await signIn(page, tenant.admin);
      assertStringIncludes(await panel(page), "It saw no earlier checkpoint");
      for (const id of await entries(tenant)) {
        const verdict = await verify(page, id);
        assertStringIncludes(verdict, "proven entry ");
        assertStringIncludes(verdict, ` of ${first.size} under the checkpoint of `);
      }
      assertEquals(await seriousFindings(page), []);

      await addEntries(tenant, 5);
      const second = await checkpoint(tenant);
      const words = await panel(page);
      assertStringIncludes(words, `${second.size} entries`);
      assertStringIncludes(
        words,
        `begins with the ${first.size} entries of the checkpoint that you saw before`,
      );

      // Nothing is sealed that is younger than a transaction that still runs.
      await withDatabase((sql) =>
        sql.begin(async (tx) => {
          await tx`select pg_current_xact_id()`;
          await addEntries(tenant, 1);
          await panel(page);
          const [unsealed = 0, sealed = 0] = await entries(tenant);
          assertStringIncludes(await verify(page, sealed), "proven");
          assertStringIncludes(await verify(page, unsealed), "not sealed yet");
        })
      );
      await keepLook(page, "audit-proven");
    });
  },
});

Deno.test({
  name: `an entry that a superuser changed or deleted is named by the browser${why}`,
  ignore,
  async fn() {
    await using _hold = await holdHourlyCheckpoints();
    const tenant = await createTenant();
    await addEntries(tenant, 3);
    await checkpoint(tenant);
    const [deleted = 0, changed = 0, untouched = 0] = await entries(tenant);
    await withPage(async (page) => {
      await signIn(page, tenant.admin);
      await panel(page);
      assertStringIncludes(await verify(page, changed), "proven");
      await tamper(async (tx) => {
        await tx`update public.audit_log set after = after || '{"name": "Forged"}' where id = ${changed}`;
        await tx`delete from public.audit_log where id = ${deleted}`;
      });
      assertStringIncludes(await verify(page, deleted), "missing");
      for (const what of ["as it was listed before", "as it is listed now"]) {
        assertStringIncludes(await verify(page, changed), "changed What it says now does not lead", what);
        assertStringIncludes(await verify(page, untouched), "proven", what);
        await panel(page);
      }
    }, [/status of 404/]);
  },
});

Deno.test({
  name: `what the table shows is compared with what was sealed, and an erased value is no fault${why}`,
  ignore,
  async fn() {
    await using _hold = await holdHourlyCheckpoints();
    const tenant = await createTenant();
    await addEntries(tenant, 2);
    await checkpoint(tenant);
    const [id = 0, other = 0] = await entries(tenant);
    await withPage(async (page) => {
      await signIn(page, tenant.admin);
      const sector = (value: string) =>
        tamper((tx) =>
          tx`update public.audit_log set after = after || jsonb_build_object('sector', ${value}::text)
            where id = ${id}`
        );
      await sector("forged");
      await panel(page);
      await sector("sales");
      assertStringIncludes(await verify(page, id), "changed after.sector is shown with another value");
      await withDatabase((sql) => sql`select private.erase_from_audit(${tenant.id}, 'team ')`);
      await panel(page);
      for (const entry of [id, other]) assertStringIncludes(await verify(page, entry), "proven");
    });
  },
});

Deno.test({
  name: `a checkpoint that is not signed by a published key, or gone, is named by the browser${why}`,
  ignore,
  async fn() {
    await using _hold = await holdHourlyCheckpoints();
    const tenant = await createTenant();
    await addEntries(tenant, 1);
    const first = await checkpoint(tenant);
    await addEntries(tenant, 1);
    const second = await checkpoint(tenant);
    await withPage(async (page) => {
      await signIn(page, tenant.admin);
      assertStringIncludes(await panel(page), "verified This browser checked the signature");
      await tamper((tx) =>
        tx`update private.audit_checkpoints set signature = ${first.signature.slice(0, -8)} || 'AAAAAAAA'
          where client_id = ${tenant.id} and size = ${second.size}`
      );
      const notSigned = "is not signed for this log by a published key";
      assertStringIncludes(await panel(page), `not verified The newest checkpoint ${notSigned}`);
      const [younger = 0, older = 0] = await entries(tenant);
      assertStringIncludes(await verify(page, younger), notSigned);
      assertStringIncludes(await verify(page, older), "proven");
      await tamper((tx) =>
        tx`delete from private.audit_checkpoints where client_id = ${tenant.id} and size = ${second.size}`
      );
      const shorter =
        `The log is shorter than the ${second.size} entries of the checkpoint that you saw before`;
      assertStringIncludes(await panel(page), shorter);
    });
  },
});
