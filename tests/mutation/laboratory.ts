/**
 * A database of its own in which a rule is taken away, and the tests that should notice are run.
 *
 * @module
 */
import postgres, { type ReservedSql } from "postgres";
import { filesUnder, root } from "../../tools/command.ts";
import { emptyProject } from "../../tools/empty_project.ts";
import { type Relation, relations } from "../../tools/isolation/catalog.ts";
import { tableLine } from "../../tools/isolation/matrix.ts";
import { inWorld, undone, type World } from "../../tools/isolation/world.ts";
import { baselinePath } from "../../tools/migrations.ts";
import { expected } from "../isolation/expected.ts";
import { connect } from "../support/sql.ts";
import { type Mutant, mutants } from "./mutants.ts";

export interface Laboratory extends AsyncDisposable {
  mutants: Mutant[];
  /** What notices that the rule is gone: a test file, or the table's line of the isolation matrix. */
  killer(mutant: Mutant): Promise<string | undefined>;
}

/** Builds the database. */
export async function openLaboratory(note: (line: string) => void): Promise<Laboratory> {
  const project = await emptyProject();
  await project.sql.unsafe(await Deno.readTextFile(`${root}/${baselinePath}`)).simple();
  const address = new URL(project.url);
  address.username = "supabase_admin";
  const admin = connect(address.href, { max: 1 });
  const sql = await admin.reserve();
  const files = await testFiles();
  const usable = new Map<string, boolean>();
  const noticed = new Map<string, number>();
  /** A file that fails with every rule in place proves nothing. */
  const isUsable = async (file: string, text: string): Promise<boolean> => {
    const known = usable.get(file);
    if (known !== undefined) return known;
    const problem = await failure(sql, text);
    if (problem !== undefined) {
      note(`left out, because it fails with every rule in place: ${file}: ${problem}`);
    }
    usable.set(file, problem === undefined);
    return problem === undefined;
  };
  const fileThatNotices = async (mutant: Mutant): Promise<string | undefined> => {
    for (const [file, text] of likeliestFirst(files, mutant, noticed)) {
      if (!await isUsable(file, text) || await failure(sql, text, mutant.drop) === undefined) continue;
      // It may have failed for another reason, such as a scheduled task that came in between.
      if (await failure(sql, text) !== undefined) continue;
      noticed.set(file, (noticed.get(file) ?? 0) + 1);
      return file;
    }
    return undefined;
  };
  const lines = await expected("tables.tsv");
  const tables = await relations(sql);
  return {
    mutants: await mutants(sql),
    async killer(mutant) {
      const table = tables.find(({ name }) => name === qualified(mutant.table));
      const matrix = async () => {
        const differs = table &&
          await inWorld(address.href, (world) => isNoticed(world, mutant, table, lines));
        return differs ? "the isolation matrix" : undefined;
      };
      if (mutant.kind === "policy") return await matrix() ?? await fileThatNotices(mutant);
      return await fileThatNotices(mutant) ?? (mutant.kind === "trigger" ? await matrix() : undefined);
    },
    async [Symbol.asyncDispose]() {
      sql.release();
      await admin.end();
      await project[Symbol.asyncDispose]();
    },
  };
}

async function isNoticed(
  world: World,
  { drop }: Mutant,
  table: Relation,
  lines: Map<string, string>,
): Promise<boolean> {
  return await undone(world.sql, async () => {
    await world.sql.unsafe(drop);
    return await tableLine(table, world) !== lines.get(table.name);
  });
}

/** The test files of the rule's folders: first those that name the rule, then its table, then that noticed the most. */
function likeliestFirst(
  files: Map<string, string>,
  { name, table, folders }: Mutant,
  noticed: Map<string, number>,
): [string, string][] {
  const [rule, owner] = [name.split(": ")[1] ?? "", table?.split(".").at(-1) ?? name];
  const names = (text: string, word: string) => Number(text.includes(word));
  const rank = ([file, text]: [string, string]) =>
    names(text, rule) * 200_000 + names(text, owner) * 100_000 + (noticed.get(file) ?? 0);
  return [...files]
    .filter(([file]) => folders.some((folder) => file.startsWith(`tests/${folder}/`)))
    .toSorted((a, b) => rank(b) - rank(a));
}

function qualified(table: string | null): string | null {
  return table === null || table.includes(".") ? table : `public.${table}`;
}

/** The pgTAP files as plain SQL, without their transaction. Those of plans need many rows and look at no rule. */
async function testFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const file of await filesUnder("tests", ".sql")) {
    if (file.endsWith("/plans.sql")) continue;
    files.set(file, (await included(file)).replace(/^begin;$/m, "").replace(/^rollback;$/m, ""));
  }
  return files;
}

async function included(file: string): Promise<string> {
  const text = await Deno.readTextFile(`${root}/${file}`);
  const parts = text.split(/^\\ir (.+)$/m);
  for (let i = 1; i < parts.length; i += 2) {
    const url = new URL(parts[i] ?? "", `file://${root}/${file}`);
    parts[i] = await included(url.pathname.slice(root.length + 1));
  }
  return parts.join("");
}

/** The first thing that goes wrong in a test file, with the rule taken away before it. */
async function failure(sql: ReservedSql, text: string, drop = ""): Promise<string | undefined> {
  await sql`begin`;
  try {
    await sql.unsafe(`set local statement_timeout = '60s'; set local role postgres; ${drop}`).simple();
    const results = await sql.unsafe<Record<string, unknown>[][]>(text).simple();
    const said = [results].flat(2).flatMap((row) => Object.values(row ?? {})).map(String);
    return said.find((line) => /^not ok|^# Looks like/.test(line))?.split("\n")[0];
  } catch (error) {
    if (error instanceof postgres.PostgresError) return error.message;
    throw error;
  } finally {
    await sql`rollback`;
  }
}
