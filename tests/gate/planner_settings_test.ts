/**
 * Where a way to plan is turned off and there is no other, Postgres adds 10^10 to the plan's cost, and compiles what
 * costs so much: 25 ms for a look at a table of 44 rows.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { withDatabase } from "../support/sql.ts";

Deno.test("a function that turns a way to plan off turns compiling off, too", async () => {
  const slow = await withDatabase((sql) =>
    sql<{ name: string }[]>`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and array_to_string(p.proconfig, ' ') ~ '\\menable_\\w+=off' and 'jit=off' <> all (p.proconfig)
      order by 1`
  );
  assertEquals(slow.map(({ name }) => name), []);
});
