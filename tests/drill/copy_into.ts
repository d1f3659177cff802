/**
 * Restores the newest state into a folder, for tests that give it a folder with limits: `copy_into.ts <config> <folder>`.
 *
 * @module
 */
import { startCopy, stopCopy } from "../../tools/recovery/copy.ts";
import { freePorts } from "../../tools/ports.ts";

const [config = "", folder = ""] = Deno.args;
try {
  await startCopy({ repository: { config, stanza: "frontline" }, folder, port: freePorts() });
  await stopCopy(folder);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
}
