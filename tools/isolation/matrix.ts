/**
 * Tries each verb on a table and each function as every caller, and describes who may.
 *
 * @module
 */
import postgres from "postgres";
import { actAs, roles } from "../database.ts";
import { type Relation, relations, type Routine, routines } from "./catalog.ts";
import { type Caller, undone, type World } from "./world.ts";

const verbs = ["select", "insert", "update", "delete"] as const;
type Verb = typeof verbs[number];

/**
 * `denied`: the privilege is missing, a policy refused, or a function raised 401 or 403;
 * `nothing`: it ran and touched no row; `done`: it touched rows, or was stopped only by what comes after
 * permission (a constraint, a validation).
 */
type Outcome = "denied" | "nothing" | "done";

/**
 * 55000: nobody can insert into a view over several tables, and Postgres says so before it checks privileges.
 */
const refusals = ["42501", "PT401", "PT403", "55000"];
/**
 * Errors that mean the test is wrong, not that the caller was refused: syntax, names, types, unreadable
 * values.
 */
const mistakes = ["42601", "42703", "42804", "42883", "42P01", "42P10", "42P18", "22P02", "0A000"];

/** Who may do what with each table and view, as in tables.tsv. */
export async function tableLines(world: World): Promise<string[]> {
  const lines: string[] = [];
  for (const relation of await relations(world.sql)) lines.push(await tableLine(relation, world));
  return lines;
}

export async function tableLine(relation: Relation, world: World): Promise<string> {
  const cells: string[] = [];
  for (const verb of verbs) cells.push(await whoMay(verb, relation, world));
  return [relation.name, ...cells].join("\t");
}

/** Which database roles may execute each function and which callers it accepts, as in functions.tsv. */
export async function functionLines(world: World): Promise<string[]> {
  const lines: string[] = [];
  for (const routine of await routines(world.sql)) {
    const cells = [await whoMayExecute(routine, world), await whoMayCall(routine, world)];
    lines.push([routine.signature, ...cells].join("\t"));
  }
  return lines;
}

async function attempt(world: World, caller: Caller, statement: () => Promise<number>): Promise<Outcome> {
  return await undone(world.sql, async () => {
    if (caller.before) await world.sql.unsafe(caller.before);
    await actAs(world.sql, caller.claims);
    try {
      return await statement() > 0 ? "done" : "nothing";
    } catch (error) {
      if (!(error instanceof postgres.PostgresError) || mistakes.includes(error.code)) throw error;
      return refusals.includes(error.code) ? "denied" : "done";
    }
  });
}

/** Who may do this with rows of their own tenant. Callers who reach another tenant's rows are marked. */
async function whoMay(verb: Verb, relation: Relation, world: World): Promise<string> {
  const able: string[] = [];
  const faults: string[] = [];
  for (const caller of world.callers) {
    const other = caller.tenant === world.tenant ? world.otherTenant : world.tenant;
    const own = await attemptOn(verb, relation, world, caller, caller.tenant);
    if (own === "done") able.push(caller.name);
    if (caller.name === "anon" && own === "nothing") faults.push("anon may try");
    if (relation.tenantColumn === null) continue;
    const foreign = await attemptOn(verb, relation, world, caller, other);
    if (foreign === "done") faults.push(`${caller.name} reaches another tenant`);
    if (verb === "update" && await move(relation, world, caller, other) === "done") {
      faults.push(`${caller.name} moves rows to another tenant`);
    }
  }
  return [describe(able), ...faults].join("; ");
}

async function attemptOn(
  verb: Verb,
  relation: Relation,
  world: World,
  caller: Caller,
  tenant: string,
): Promise<Outcome> {
  const { sql } = world;
  const name = sql.unsafe(relation.name);
  const rows = relation.tenantColumn === null
    ? sql`true`
    : sql`(${sql(relation.tenantColumn)} = ${tenant} or ${sql(relation.tenantColumn)} is null)`;
  switch (verb) {
    case "select":
      return await attempt(world, caller, async () => {
        const [counted] = await sql<{ count: number }[]>`
          select count(*)::integer as count from ${name} where ${rows}`;
        return counted?.count ?? 0;
      });
    case "update": {
      const allowed = await settable("update", relation, world, caller);
      const column = allowed.find((name) => name !== relation.tenantColumn) ?? relation.columns[0]!;
      return await attempt(
        world,
        caller,
        async () => (await sql`update ${name} set ${sql(column)} = default where ${rows}`).count,
      );
    }
    case "delete":
      return await attempt(world, caller, async () => (await sql`delete from ${name} where ${rows}`).count);
    case "insert": {
      const [sample] = await sql<{ row: postgres.JSONValue }[]>`
        select to_jsonb(r) as row from ${name} r where ${rows} limit 1`;
      if (!sample) return "nothing";
      const allowed = await settable("insert", relation, world, caller);
      const foreign = relation.tenantColumn !== null && tenant !== caller.tenant;
      const needed = foreign || allowed.length === 0 ? [relation.tenantColumn ?? relation.columns[0]!] : [];
      const columns = sql([...new Set([...allowed, ...needed])]);
      return await attempt(
        world,
        caller,
        async () =>
          (await sql`insert into ${name} (${columns})
            select ${columns} from jsonb_populate_record(null::${name}, ${sql.json(sample.row)})`).count,
      );
    }
  }
}

/** Tries to move the caller's own rows to another tenant. */
async function move(relation: Relation, world: World, caller: Caller, to: string): Promise<Outcome> {
  const { sql } = world;
  const column = sql(relation.tenantColumn!);
  return await attempt(
    world,
    caller,
    async () =>
      (await sql`update ${
        sql.unsafe(relation.name)
      } set ${column} = ${to} where ${column} = ${caller.tenant}`)
        .count,
  );
}

async function settable(
  verb: "insert" | "update",
  relation: Relation,
  world: World,
  caller: Caller,
): Promise<string[]> {
  const rows = await world.sql<{ name: string }[]>`
    select name from unnest(${relation.columns}::text[]) with ordinality as c (name, position)
    where has_column_privilege(${caller.claims.role}, ${relation.oid}::oid, name, ${verb}) order by position`;
  return rows.map((row) => row.name);
}

/** Arguments that a function may refuse, but only after it has checked the caller. */
const samples: Record<string, string> = {
  uuid: "gen_random_uuid()",
  text: "'x'",
  integer: "1",
  boolean: "false",
  jsonb: "'[]'",
};

/** The callers that the function accepts. Not tried if nobody may execute it. */
async function whoMayCall(routine: Routine, world: World): Promise<string> {
  const executable = /anon|authenticated/.test(await whoMayExecute(routine, world));
  if (routine.argumentTypes === null || !executable) return "-";
  const values = routine.argumentTypes.map((type) => `${samples[type] ?? "null"}::${type}`);
  const name = routine.signature.slice(0, routine.signature.indexOf("("));
  const able: string[] = [];
  for (const caller of world.callers) {
    const outcome = await attempt(world, caller, async () => {
      await world.sql.unsafe(`select ${name}(${values.join(", ")})`);
      return 1;
    });
    if (outcome === "done") able.push(caller.name);
  }
  return describe(able);
}

/** The database roles that have the privilege to execute it. */
async function whoMayExecute(routine: Routine, world: World): Promise<string> {
  const rows = await world.sql<{ name: string }[]>`
    select name from unnest(array['anon', 'authenticated', 'service_role']) as r (name)
    where has_function_privilege(name, ${routine.oid}::oid, 'execute')`;
  return rows.map((row) => row.name).join(" ") || "-";
}

/**
 * `member+` means member and every role above. The outsider, an owner elsewhere, and aal2, an owner with a second
 * factor, are named only if they differ from the owner.
 */
function describe(able: string[]): string {
  const special = able.filter((name) => !roles.some((role) => role === name) && !likeOwner.includes(name));
  if (special.length === 7 && able.length === 14) return "everyone";
  if (special.length === 6 && able.length === 13 && !able.includes("anon")) return "authenticated";
  const least = roles.findIndex((role) => able.includes(role));
  const ladder = least >= 0 && roles.slice(least).every((role) => able.includes(role));
  const named = ladder ? [`${roles[least]}+`] : roles.filter((role) => able.includes(role));
  const odd = likeOwner.filter((name) => able.includes(name) !== able.includes("owner")).map((name) =>
    `(${name} unlike owner)`
  );
  return [...named, ...special, ...odd].join(" ") || "-";
}

const likeOwner = ["outsider", "aal2"];
