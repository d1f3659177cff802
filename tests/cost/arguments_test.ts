/** No function that users may call through the Data API does its work with a text of four megabytes. */
import { assert, assertEquals } from "#assert";
import postgres from "postgres";
import { inWorld, undone } from "../../tools/isolation/world.ts";
import { stack } from "../support/env.ts";
import { actAs } from "../support/sql.ts";

interface Argument {
  /** As in `public.list_teams`. */
  name: string;
  argument: string;
  /** SQL of a call with four megabytes for this argument and null for others that must be given. */
  call: string;
}

const size = 4_000_000;

Deno.test("each text argument of a granted function is bounded", async () => {
  await inWorld(stack.adminDatabaseUrl, async ({ sql, callers }) => {
    const owner = callers.find(({ name }) => name === "owner");
    assert(owner);
    const calls = await sql<Argument[]>`
      with arguments as (
        select p.oid, p.oid::regproc::text as function, a.name, a.type, a.place,
          a.place > p.pronargs - p.pronargdefaults as optional
        from pg_proc p, unnest(p.proargnames, p.proargtypes::oid[]) with ordinality a(name, type, place)
        where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and a.type is not null
          and has_function_privilege('authenticated', p.oid, 'execute')
      )
      select a.function as name, a.name as argument, format('select %s(%s)', a.function, (
        select string_agg(format('%I => %s', o.name, case
          when o.place <> a.place then 'null::' || o.type::regtype
          when o.type = 'text'::regtype then format('repeat(''x'', %s)', ${size}::int)
          else format('array[repeat(''x'', %s)]', ${size}::int) end), ', ')
        from arguments o where o.oid = a.oid and (o.place = a.place or not o.optional))) as call
      from arguments a where a.type in ('text'::regtype, 'text[]'::regtype) order by 1, 2`;
    assert(calls.length > 100, `only ${calls.length} arguments were found`);

    const unbounded: string[] = [];
    for (const { name, argument, call } of calls) {
      await undone(sql, async () => {
        await actAs(sql, owner.claims);
        try {
          await sql.unsafe(call);
          unbounded.push(`${name}: ${argument}`);
        } catch (error) {
          assert(error instanceof postgres.PostgresError, String(error));
          assert(error.code !== "42883", `${call.slice(0, 200)}: ${error.message}`);
        }
      });
    }
    assertEquals(unbounded, []);
  });
});
