/**
 * The tests in which a worker is killed again and again, with 25 kills at each moment.
 *
 * @module
 */
import { root, toolsDeno } from "../../tools/command.ts";

const { success } = await new Deno.Command(toolsDeno, {
  args: ["test", "--allow-all", "--no-check", "tests/faults/jobs_test.ts", "tests/faults/webhooks_test.ts"],
  cwd: root,
  env: { KILLS: "25" },
  stdin: "null",
}).spawn().status;
Deno.exit(success ? 0 : 1);
