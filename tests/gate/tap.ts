/**
 * Reads TAP, which psql with pgTAP and `deno test --reporter=tap` both write.
 *
 * @module
 */

export interface TapTest {
  name: string;
  outcome: "ok" | "failed" | "skipped";
  /** Comment lines, YAML block and subtests that belong to the test. */
  diagnostics: string;
}

/** Collects the tests of a TAP stream, line by line. */
export class TapReader {
  readonly tests: TapTest[] = [];
  /** The planned number of tests, once the plan was read. */
  planned: number | undefined;
  #before: string[] = [];

  /** Takes the next line. Returns a test if the line ends one. */
  read(line: string): TapTest | undefined {
    const plan = line.match(/^1\.\.(\d+)/);
    const test = line.match(/^(not )?ok \d+(?: - (.*))?$/);
    if (plan) this.planned = Number(plan[1]);
    else if (test) return this.#add(test[2] ?? "(no name)", test[1] === undefined);
    else if (line.startsWith("# Subtest") || line.startsWith("    ")) this.#before.push(line);
    else if (line.startsWith("#") || line.startsWith("  ")) this.#explain(line);
    return undefined;
  }

  #add(name: string, ok: boolean): TapTest {
    const outcome = / # SKIP/i.test(name) ? "skipped" : ok ? "ok" : "failed";
    const test: TapTest = { name, outcome, diagnostics: this.#before.map(readable).join("\n") };
    this.#before = [];
    this.tests.push(test);
    return test;
  }

  #explain(line: string): void {
    const last = this.tests.at(-1);
    if (last) last.diagnostics += `\n${readable(line)}`;
  }
}

/** Deno puts the error as one line of JSON into the YAML block. */
function readable(line: string): string {
  const indent = line.match(/^ */)![0];
  if (!line.startsWith(`${indent}{`)) return line;
  try {
    const { message, at } = JSON.parse(line) as { message: string; at?: { file: string; line: number } };
    return `${message}${at ? `\n(${at.file}:${at.line})` : ""}`.replaceAll(/^/gm, indent);
  } catch {
    return line;
  }
}

/**
 * Runs one pgTAP file through psql. `not ok` is not an SQL error, so psql's exit code alone proves nothing;
 * and what goes wrong outside the tests (an SQL error, a plan not kept) is a failed test too.
 */
export async function runTapFile(file: string, databaseUrl: string): Promise<TapTest[]> {
  const psql = new Deno.Command("psql", {
    args: ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-P", "pager=off", "-f", file, databaseUrl],
    stdin: "null",
    env: { PGOPTIONS: "-c client_min_messages=warning" },
  });
  const { success, stdout, stderr } = await psql.output();
  const reader = new TapReader();
  for (const line of new TextDecoder().decode(stdout).split("\n")) reader.read(line);

  const { tests, planned } = reader;
  const ran = tests.length;
  const wrong = (name: string, diagnostics = "") => tests.push({ outcome: "failed", name, diagnostics });
  if (!success) wrong("the file runs without an SQL error", new TextDecoder().decode(stderr));
  else if (planned === undefined) wrong("the file ends with finish(), which says how many tests it planned");
  else if (planned !== ran) wrong(`the file runs the ${planned} tests it planned`, `it ran ${ran}`);
  return tests;
}
