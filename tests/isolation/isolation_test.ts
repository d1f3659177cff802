/**
 * Nobody reaches another tenant, and everybody may do exactly what tables.tsv and functions.tsv say. What
 * the catalog has and they do not, or the other way round, fails too.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { policies, type Policy, relations } from "../../tools/isolation/catalog.ts";
import { expected } from "./expected.ts";
import { functionLines, tableLine, tableLines } from "../../tools/isolation/matrix.ts";
import { stack } from "../support/env.ts";
import { inWorld, undone } from "../../tools/isolation/world.ts";

/** Fails with the lines to remove from the file and the lines to add. */
function assertLines(actual: string[], lines: Map<string, string>, file: string): void {
  const wanted = [...lines.values()];
  const outdated = wanted.filter((line) => !actual.includes(line));
  const unreviewed = actual.filter((line) => !wanted.includes(line));
  assertEquals({ file, outdated, unreviewed }, { file, outdated: [], unreviewed: [] });
}

Deno.test("both tenants have rows in every table", async () => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    for (const { name, tenantColumn } of await relations(world.sql)) {
      if (tenantColumn === null) continue;
      const [counted] = await world.sql<{ tenants: number }[]>`
        select count(distinct ${world.sql(tenantColumn)})::integer as tenants from ${world.sql.unsafe(name)}
        where ${world.sql(tenantColumn)} in (${world.tenant}, ${world.otherTenant})`;
      assertEquals(counted?.tenants, 2, `world.ts seeds nothing into ${name}`);
    }
  });
});

Deno.test("every table allows each caller exactly what tables.tsv says, and no other tenant's rows", async () => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    assertLines(await tableLines(world), await expected("tables.tsv"), "tests/isolation/tables.tsv");
  });
});

Deno.test("every function can be executed by exactly the callers that functions.tsv lists", async () => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    assertLines(await functionLines(world), await expected("functions.tsv"), "tests/isolation/functions.tsv");
  });
});

Deno.test("callers have no privileges beyond select, insert, update and delete, and every table has row level security", async () => {
  await inWorld(stack.adminDatabaseUrl, async ({ sql }) => {
    const excessive = await sql`
      select c.oid::regclass::text, r.name, p.privilege
      from pg_class c, unnest(array['anon', 'authenticated']) as r (name),
        unnest(array['truncate', 'references', 'trigger']) as p (privilege)
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege(r.name, c.oid, p.privilege)`;
    assertEquals([...excessive], []);
    const open = await sql`
      select oid::regclass::text from pg_class
      where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and relkind in ('r', 'p') and not relrowsecurity`;
    assertEquals([...open], []);
    const runAsOwner = await sql`
      select oid::regclass::text from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'v'
        and not coalesce(reloptions @> '{security_invoker=true}' or reloptions @> '{security_invoker=on}', false)`;
    assertEquals([...runAsOwner], [], "views that ignore the caller's policies");
  });
});

Deno.test("loosening any single policy fails the matrix", async (t) => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    const lines = await expected("tables.tsv");
    const all = await relations(world.sql);
    for (const policy of await policies(world.sql)) {
      await t.step(`${policy.relation}: ${policy.name}`, async () => {
        const relation = all.find(({ name }) => name === policy.relation);
        assert(relation, `${policy.relation} is not in the catalog`);
        const loosened = await undone(world.sql, async () => {
          await world.sql.unsafe(loosening(policy));
          return await tableLine(relation, world);
        });
        assert(loosened !== lines.get(relation.name), `still "${loosened}" without the policy's condition`);
      });
    }
  });
});

function loosening({ name, relation, command }: Policy): string {
  const using = command === "INSERT" ? "" : " using (true)";
  const check = command === "SELECT" || command === "DELETE" ? "" : " with check (true)";
  return `alter policy "${name.replaceAll('"', '""')}" on ${relation}${using}${check}`;
}
