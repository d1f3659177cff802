/**
 * Runs a pgTAP file through psql and reads what it says: `not ok` is not an SQL error, so psql's exit code
 * alone proves nothing.
 *
 * @module
 */

export interface TapTest {
  ok: boolean;
  name: string;
  /** The `#` lines under it. */
  diagnostics: string;
}

/** Reads TAP: its tests, and the plan if it has one. */
export function parseTap(output: string): { tests: TapTest[]; planned: number | undefined } {
  const tests: TapTest[] = [];
  let planned: number | undefined;
  for (const line of output.split("\n")) {
    const plan = line.match(/^1\.\.(\d+)/);
    const test = line.match(/^(not )?ok \d+(?: - (.*))?$/);
    if (plan) planned = Number(plan[1]);
    else if (test) {
      const name = test[2] ?? "(no name)";
      const excused = /#\s*(todo|skip)/i.test(name);
      tests.push({ ok: !test[1] || excused, name, diagnostics: "" });
    } else if (line.startsWith("#") && tests.length) tests.at(-1)!.diagnostics += `${line.slice(2)}\n`;
  }
  return { tests, planned };
}

/** Runs one file; what went wrong outside its tests (an SQL error, a plan not kept) is a failed test too. */
export async function runTapFile(file: string, databaseUrl: string): Promise<TapTest[]> {
  const psql = new Deno.Command("psql", {
    args: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-P", "pager=off", "-f", file, databaseUrl],
    stdin: "null",
    env: { PGOPTIONS: "-c client_min_messages=warning" },
  });
  const { success, stdout, stderr } = await psql.output();
  const { tests, planned } = parseTap(new TextDecoder().decode(stdout));
  const wrong = (name: string, diagnostics = "") => tests.push({ ok: false, name, diagnostics });
  const ran = tests.length;
  if (!success) wrong("the file runs without an SQL error", new TextDecoder().decode(stderr));
  if (planned === undefined) wrong("the file says how many tests it planned (finish() or plan())");
  else if (planned !== ran) wrong(`the file runs the ${planned} tests it planned`, `it ran ${ran}`);
  return tests;
}
