/**
 * Looks at the plan of every list and filter of the API at 100,000 rows, and names each that scans a whole table.
 *
 * @module
 */
import { childEnvironment, root, toolsDeno } from "../../tools/command.ts";

const tests = new Deno.Command(toolsDeno, {
  args: ["test", "-A", "--no-check", "tests/bench/plans/lists.ts"],
  cwd: root,
  env: childEnvironment,
});
Deno.exit((await tests.spawn().status).code);
