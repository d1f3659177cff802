/**
 * The Data API lets nobody do with a table what the function for the same change refuses.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import postgres from "postgres";
import { stack } from "../support/env.ts";
import { actAs } from "../support/sql.ts";
import { type Caller, inWorld, undone, type World } from "../../tools/isolation/world.ts";
import { writes } from "./writes.ts";

/** What the operator or another member did first. */
const states: Record<string, string> = {
  "as it is": "",
  "the team is deleted": "update public.teams set status = 'inactive' where id = $teams",
  "the agent is deleted": "update public.agents set active = false where id = $agent",
  "the spare agent is deleted": "update public.agents set active = false where id = $spare",
  "the endpoint is disabled":
    "update public.webhook_endpoints set enabled = false where id = $webhook_endpoints",
  "the endpoint has no secret":
    "update public.webhook_endpoints set enabled = false where id = $webhook_endpoints; " +
    "delete from private.secrets where owner_id = $webhook_endpoints",
};

type Ids = Record<string, string>;

/** SQL with the ids of the world's rows. */
function fill(text: string, ids: Ids): string {
  return text.replace(/\$([a-z_]+)/g, (_, name: string) => {
    const id = ids[name];
    assert(id !== undefined, `no row is named ${name}`);
    return id === "true" || id === "false" ? id : `'${id}'::uuid`;
  });
}

async function idsOf({ sql, tenant, callers }: World): Promise<Ids> {
  const ids: Ids = {};
  for (
    const table of ["teams", "team_members", "agents", "channels", "webhook_endpoints", "webhook_sources"]
  ) {
    const [row] = await sql<{ id: string }[]>`
      select id from ${sql(`public.${table}`)} where client_id = ${tenant} limit 1`;
    ids[table] = row?.id ?? "";
  }
  const [spare] = await sql<{ id: string }[]>`
    insert into public.agents (client_id, name, kind) values (${tenant}, 'Spare', 'ai') returning id`;
  const user = callers.find(({ name }) => name === "viewer")?.claims.sub ?? "";
  return { ...ids, agent: ids.agents ?? "", spare: spare?.id ?? "", user };
}

/** Includes the message, to explain a failure. */
interface Outcome {
  done: boolean;
  said: string;
}

async function outcome({ sql }: World, caller: Caller, before: string, statement: string): Promise<Outcome> {
  return await undone(sql, async () => {
    if (before !== "") await sql.unsafe(before);
    if (caller.before) await sql.unsafe(caller.before);
    await actAs(sql, caller.claims);
    try {
      const { count } = await sql.unsafe(statement);
      return { done: count > 0, said: `${count} rows` };
    } catch (error) {
      assert(error instanceof postgres.PostgresError, String(error));
      assert(!["42601", "42703", "42883"].includes(error.code), `${statement}: ${error.message}`);
      return { done: false, said: `${error.code} ${error.message}` };
    }
  });
}

Deno.test("each write that the Data API grants has its function here", async () => {
  await inWorld(stack.adminDatabaseUrl, async ({ sql }) => {
    const rows = await sql<{ write: string }[]>`
      select 'insert ' || c.oid::regclass::text as write from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
        and has_any_column_privilege('authenticated', c.oid, 'insert')
      union all
      select 'delete ' || c.oid::regclass::text from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
        and has_table_privilege('authenticated', c.oid, 'delete')
      union all
      select 'update ' || c.oid::regclass::text || '.' || a.attname
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
        and has_column_privilege('authenticated', c.oid, a.attnum, 'update')`;
    const granted = rows.map(({ write }) => write.replace(/^(\w+) (?!public\.)/, "$1 public."));
    assertEquals([...writes.keys()].sort(), granted.sort());
  });
});

/** Every caller tries the first value as it is; an owner and a key try the rest, which depends on no role. */
function attempts(values: string[], callers: Caller[]): [caller: Caller, state: string, value: string][] {
  const [first = ""] = values;
  const few = callers.filter(({ name }) => name === "owner" || name === "teams-key");
  const owner = few.slice(0, 1);
  return [
    ...callers.map((caller): [Caller, string, string] => [caller, "as it is", first]),
    ...Object.keys(states).slice(1).flatMap((state) =>
      few.map((caller): [Caller, string, string] => [caller, state, first])
    ),
    ...values.slice(1).flatMap((value) =>
      owner.map((caller): [Caller, string, string] => [caller, "as it is", value])
    ),
  ];
}

Deno.test("a write by hand and through its function end alike", async (t) => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    const ids = await idsOf(world);
    for (const [name, { raw, call, values }] of writes) {
      await t.step(name, async () => {
        const unlike: string[] = [];
        for (const [caller, state, value] of attempts(values, world.callers)) {
          const enabled = String(!state.startsWith("the endpoint"));
          const [byHand = "", called = "", before = ""] = [raw(value), call(value), states[state] ?? ""].map((
            text,
          ) => fill(text, { ...ids, enabled }));
          const direct = await outcome(world, caller, before, byHand);
          const through = await outcome(world, caller, before, called);
          // A function may take null for a default; a column does not.
          if (direct.done === through.done || (value === "null" && through.done)) continue;
          unlike.push(
            `${caller.name}, ${state}, ${value}: ${direct.said} by hand, ${through.said} by function`,
          );
        }
        assertEquals(unlike, []);
      });
    }
  });
});

Deno.test("a deleted team or agent cannot be restored through the Data API", async () => {
  await inWorld(stack.adminDatabaseUrl, async (world) => {
    const ids = await idsOf(world);
    const owner = world.callers.find(({ name }) => name === "owner");
    assert(owner);
    const restore = [
      ["the team is deleted", "update public.teams set status = 'active' where id = $teams"],
      ["the agent is deleted", "update public.agents set active = true where id = $agent"],
    ] as const;
    for (const [state, statement] of restore) {
      const { done } = await outcome(world, owner, fill(states[state] ?? "", ids), fill(statement, ids));
      assertEquals(done, false, statement);
    }
  });
});
