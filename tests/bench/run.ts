/**
 * The benchmarks: `npm run bench`, or those named with `npm run bench -- import …`. Each is a file of this folder and
 * runs in a process of its own, so that it does not share one with the gateway that it measures.
 *
 * @module
 */
import { childEnvironment, filesUnder, root, toolsDeno } from "../../tools/command.ts";
import { hosted } from "../../supabase/local/functions/limits.ts";
import { openStack } from "../../tools/stack.ts";
import { bareFunctions } from "./http/functions.ts";

const files = (await filesUnder("tests/bench", ".ts")).filter((file) => /^tests\/bench\/\w+\.ts$/.test(file));
const known = files.map((file) => file.slice("tests/bench/".length, -".ts".length))
  .filter((name) => !["run", "measure"].includes(name));
const unknown = Deno.args.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark is named ${unknown.join(" or ")}; there are: ${known.join(", ")}`);
  Deno.exit(2);
}
if (Deno.env.has("STACK")) {
  console.error("STACK is set, but the benchmarks run on a durable stack of their own: unset it");
  Deno.exit(2);
}

/** Killed without notice, again and again. The others measure the code and not the limits. */
const killing = { ...hosted, cpuSoftMs: 600, cpuHardMs: 600 };
/** Retired more often than the hosted platform would. */
const retiring = { ...hosted, cpuSoftMs: 400 };
const limitsOf = (name: string) => name === "isolates" ? killing : name === "handover" ? retiring : "off";

/** The queue's own speed, not the pace of a provider. */
const paceOf = (name: string): Record<string, string> =>
  name === "email" ? { EMAIL_RATE_PER_SECOND: "10000" } : {};
const stackOf = (name: string) => JSON.stringify([limitsOf(name), paceOf(name)]);

const names = Deno.args.length > 0 ? Deno.args : known;
// Each stack needs a process of its own.
const [first = ""] = names;
const together = names.filter((name) => stackOf(name) === stackOf(first));
const others = names.filter((name) => stackOf(name) !== stackOf(first));

console.log("starting a stack whose commits reach the disk");
const stack = await openStack({
  durable: true,
  functions: bareFunctions,
  limits: limitsOf(first),
  // The limiter stays in the path but never refuses.
  env: {
    RATE_LIMITS: JSON.stringify({
      anonymous: 60_000,
      import: 60_000,
      read: 60_000,
      upload: 60_000,
      write: 60_000,
    }),
    ...paceOf(first),
  },
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, async () => {
    await stack.stop();
    Deno.exit(130);
  });
}

let failed = false;
try {
  for (const name of together) {
    console.log(`\n${name}`);
    const benchmark = new Deno.Command(toolsDeno, {
      args: ["run", "-A", `tests/bench/${name}.ts`],
      cwd: root,
      env: { ...childEnvironment, ...stack.env },
      stdin: "null",
      stdout: "inherit",
      stderr: "inherit",
    });
    const { success } = await benchmark.spawn().status;
    failed ||= !success;
  }
} finally {
  await stack.stop();
}
if (others.length > 0) {
  const rest = new Deno.Command(toolsDeno, {
    args: ["run", "-A", "tests/bench/run.ts", ...others],
    cwd: root,
  });
  failed ||= !(await rest.spawn().status).success;
}
Deno.exit(failed ? 1 : 0);
