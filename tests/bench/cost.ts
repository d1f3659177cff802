/**
 * What a hostile tenant costs a quiet one: each attack runs for a minute, within the tenant's rate limits, and the
 * quiet tenant's p95 is compared with the minutes before and after it.
 *
 * @module
 */
import { attacks } from "../cost/attacks.ts";
import { operate, operateBeside, type Times } from "../cost/beside.ts";
import { operations, Quiet } from "../cost/quiet.ts";
import { Measurements } from "./measure.ts";

const attackMs = 1_000 * Number(Deno.env.get("COST_SECONDS") ?? 60);
/** A part of the name of the attacks to run. */
const chosen = Deno.env.get("COST_ATTACK") ?? "";
/** As long, because tasks run at the full minute, which is in each of the attacks. */
const calmMs = attackMs;

const measure = new Measurements("cost");
await using quiet = await Quiet.create();
await operate(quiet, 5_000);

const p95 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? NaN;
const both = (a: Times, b: Times, operation: keyof Times) => [...a[operation], ...b[operation]];

console.log(`  p95 beside an attack of ${attackMs / 1000} s / alone; promised: at most 2×, and no error`);
console.log(`  ${"".padEnd(60)}${operations.map((name) => name.padStart(12)).join("")}`);
let errors = 0;
let before = await operate(quiet, calmMs);
for (const attack of attacks.filter(({ name }) => name.includes(chosen))) {
  const beside = await operateBeside(quiet, attack, attackMs);
  const after = await operate(quiet, calmMs);
  const ratios = operations.map((operation) =>
    p95(beside.times[operation]) / p95(both(before.times, after.times, operation))
  );
  const answers = Object.entries(beside.answers).map(([status, count]) => `${count}×${status}`).join(" ");
  console.log(
    `  ${attack.name.padEnd(60)}${ratios.map((ratio) => `${ratio.toFixed(2)}×`.padStart(12)).join("")}`,
  );
  console.log(
    `    the hostile tenant's answers: ${answers}; errors of the quiet one: ${beside.errors.length}`,
  );
  for (const error of beside.errors.slice(0, 3)) console.log(`      ${error.slice(0, 200)}`);
  operations.forEach((operation, i) => measure.ratio(`${attack.name}: ${operation}`, ratios[i] ?? NaN, 2));
  errors += beside.errors.length + after.errors.length;
  before = after;
}
measure.size("errors of the quiet tenant", errors, "errors", 0);
Deno.exit(await measure.finish());
