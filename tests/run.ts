/**
 * The whole gate: `npm test`, or a part of it with `npm test -- <part of a step's name or a test's path> …`.
 *
 * @module
 */
import { hosted } from "../supabase/local/functions/limits.ts";
import { command, filesUnder, toolsDeno } from "../tools/command.ts";
import { runDenoTests } from "./gate/deno_tests.ts";
import { Report } from "./gate/report.ts";
import { connect } from "../tools/database.ts";
import { openStack, type TestStack } from "../tools/stack.ts";
import { runTapFile } from "./gate/tap.ts";

const filters = Deno.args;
const selected = (name: string) => filters.length === 0 || filters.some((filter) => name.includes(filter));

const tools: [name: string, args: string[]][] = [
  ["format", ["fmt", "--check"]],
  ["lint", ["lint"]],
  ["type check", ["check", "--quiet", "client", "functions", "shared", "supabase/local", "tests", "tools"]],
  // On its own, because it runs in browsers and has their types.
  ["type check of the console", ["check", "--quiet", "console/main.tsx"]],
];

/** They compare the whole catalog with files, so they run before tests that create tables. */
const isCatalogCheck = (file: string) => /^tests\/(gate|isolation)\//.test(file);
/** They kill, restart or starve parts of the stack, so they run alone, last, and on a durable stack. */
const isFault = (file: string) => file.startsWith("tests/faults/");

/**
 * A start costs an isolate as much CPU as the hosted limit leaves it for requests, and tests send thousands. The fault
 * tests keep the hosted limits.
 */
const lasting = { ...hosted, cpuSoftMs: 15_000, cpuHardMs: 16_000, wallSoftMs: 600_000, wallHardMs: 660_000 };

const report = new Report();
const ending = new AbortController();
const { signal } = ending;
let opening: Promise<TestStack> | undefined;

async function withStack(
  durable: boolean,
  work: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  let stack: TestStack | undefined;
  await report.step(durable ? "start a durable stack" : "start the stack", async (add) => {
    // Faults that let a mail provider hang would cost 15 s each.
    opening = openStack(
      durable ? { durable, env: { EMAIL_TIMEOUT_SECONDS: "3" } } : { durable, limits: lasting },
    );
    stack = await opening;
    add({ name: "starts", outcome: "ok", diagnostics: "" });
  });
  if (!stack) return;
  try {
    await work(stack.env);
  } finally {
    await stack.stop();
  }
}

/**
 * Tests in SQL roll thousands of rows back. Their tables are empty then, but indexes keep their size, and for rows that
 * follow the planner chooses the smallest one instead of the one that fits.
 */
async function tidyUp(database: string): Promise<void> {
  await report.step("tidy up after the tests in SQL", async (add) => {
    const sql = connect(database, { max: 1 });
    try {
      await sql.unsafe("vacuum");
      await sql.unsafe("reindex schema public");
      await sql.unsafe("reindex schema private");
      await sql.unsafe("analyze");
    } finally {
      await sql.end();
    }
    add({ name: "tidy", outcome: "ok", diagnostics: "" });
  });
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(name, async () => {
    ending.abort();
    const stack = await opening?.catch(() => undefined); // a start that failed has cleaned up
    await stack?.stop();
    Deno.exit(130);
  });
}

for (const [name, args] of tools.filter(([name]) => selected(name))) {
  await report.step(name, async (add) => {
    const { success, text } = await command(toolsDeno, args);
    add({ name, outcome: success ? "ok" : "failed", diagnostics: text });
  });
}

const sqlFiles = (await filesUnder("tests", ".sql")).filter(selected);
const denoFiles = (await filesUnder("tests", "_test.ts")).filter(selected);
const checks = denoFiles.filter(isCatalogCheck);
const faults = denoFiles.filter(isFault);
const others = denoFiles.filter((file) => !isCatalogCheck(file) && !isFault(file));

if (sqlFiles.length + checks.length + others.length > 0) {
  await withStack(false, async (env) => {
    for (const file of sqlFiles) {
      await report.step(file, async (add) => {
        for (const test of await runTapFile(file, env.SUPABASE_DB_URL ?? "")) add(test);
      });
    }
    if (sqlFiles.length > 0 && others.length > 0) await tidyUp(env.SUPABASE_ADMIN_DB_URL ?? "");
    for (const [name, files] of [["gate and isolation", checks], ["Deno tests", others]] as const) {
      if (files.length === 0) continue;
      await report.step(name, (add) => runDenoTests(files, env, { parallel: true, signal }, add));
    }
  });
}
if (faults.length > 0) {
  await withStack(true, async (env) => {
    await report.step("fault tests", (add) => runDenoTests(faults, env, { parallel: false, signal }, add));
  });
}

Deno.exit(report.finish());
