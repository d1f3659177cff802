/**
 * Bad arguments to a function of the Data API end with an error of ours, never with Postgres's words about a table.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import postgres from "postgres";
import { inWorld, undone, type World } from "../../tools/isolation/world.ts";
import { stack } from "../support/env.ts";
import { actAs } from "../support/sql.ts";

/** Values that a caller may send, the first harmless. */
const values: Record<string, string[]> = {
  uuid: ["gen_random_uuid()", "null"],
  text: ["'x'", "''", "' x '", "repeat('x', 100000)", "null"],
  integer: ["1", "-1", "2147483647", "null"],
  bigint: ["1", "-1", "null"],
  boolean: ["true", "null"],
  jsonb: ["'{}'", "'[]'", "'[null]'", "'[{}]'", "'\"x\"'", "'null'", "null"],
  "text[]": ["'{}'", "array[null, '']", "null"],
  "uuid[]": ["'{}'", "array[null::uuid]", "null"],
  date: ["current_date", "'infinity'", "null"],
  "timestamp with time zone": ["now()", "'infinity'", "null"],
};

/** Class 23: integrity constraints. Their messages name the constraint and quote the failing row. */
const isRaw = (error: postgres.PostgresError) =>
  /^23/.test(error.code) || /Failing row|constraint/.test(`${error.message} ${error.detail ?? ""}`);

interface Signature {
  name: string;
  types: string[];
  /** Names of the arguments. */
  names: string[];
}

async function callable({ sql }: World): Promise<Signature[]> {
  return await sql<Signature[]>`
    select p.oid::regproc::text as name, coalesce(p.proargnames[1:p.pronargs], '{}') as names,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, i) order by i) as types
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
      and has_function_privilege('authenticated', p.oid, 'execute')
    order by 1`;
}

/** A row of the tenant by the name of an argument: `team_id`, `key_id`. */
async function rowsOf({ sql, tenant }: World): Promise<Record<string, string>> {
  const tables: Record<string, string> = {
    team_id: "teams",
    member_id: "team_members",
    agent_id: "agents",
    channel_id: "channels",
    endpoint_id: "webhook_endpoints",
    source_id: "webhook_sources",
    key_id: "api_keys",
    decision_id: "routing_decisions",
    batch_id: "opportunity_batches",
  };
  const rows: Record<string, string> = {};
  for (const [argument, table] of Object.entries(tables)) {
    const [row] = await sql<{ id: string }[]>`
      select id from ${sql(`public.${table}`)} where client_id = ${tenant} limit 1`;
    if (row) rows[argument] = `'${row.id}'`;
  }
  return rows;
}

Deno.test("no function answers bad arguments with the text of a constraint", async () => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    const { sql, callers } = world;
    const owner = callers.find(({ name }) => name === "owner");
    assert(owner);
    const rows = await rowsOf(world);
    const raw = new Set<string>();
    for (const signature of await callable(world)) {
      for (const call of calls(signature, rows)) {
        await undone(sql, async () => {
          await actAs(sql, owner.claims);
          try {
            await sql.unsafe(`select public.${signature.name.replace("public.", "")}(${call})`);
          } catch (error) {
            if (!(error instanceof postgres.PostgresError) || !isRaw(error)) return;
            raw.add(`${signature.name}: ${error.code} ${error.message}`);
          }
        });
      }
    }
    assertEquals([...raw].sort(), []);
  });
});

/** The arguments of calls in each of which one is bad. */
function calls({ types, names }: Signature, rows: Record<string, string>): string[] {
  const good = types.map((type, i) => `${rows[names[i] ?? ""] ?? values[type]?.[0] ?? "null"}::${type}`);
  return [
    good.join(", "),
    ...types.flatMap((type, i) =>
      (values[type] ?? []).slice(1).map((value) => good.with(i, `${value}::${type}`).join(", "))
    ),
  ];
}
