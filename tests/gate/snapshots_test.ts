/**
 * A function that is stable reads everything as it was at one moment, unless it calls one that is volatile, whose
 * queries see what was committed in between.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { withDatabase } from "../support/sql.ts";

Deno.test("no stable function calls a volatile one that reads a table", async () => {
  const calls = await withDatabase((sql) =>
    sql<{ call: string }[]>`
      select distinct s.oid::regproc || ' calls ' || v.oid::regproc as call
      from pg_proc s
      join pg_proc v on v.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and s.prosrc ~ ('\\m' || v.pronamespace::regnamespace::text || '\\.' || v.proname || '\\(')
      where s.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and s.provolatile <> 'v' and v.provolatile = 'v'
        and v.prosrc ~ '\\m(from|join)\\s+(public|private)\\.\\w+(?!\\w*\\()'
      order by 1`
  );
  assertEquals(calls.map(({ call }) => call), []);
});
