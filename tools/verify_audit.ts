/**
 * `npm run verify-audit -- <file> [--checkpoint <file>] [--keys <file>]` checks an export of the audit log. It needs no
 * database and no secret. The checkpoint is one of GET /audit/v1/checkpoints or of the event audit.checkpoint that was
 * kept elsewhere; the keys are those of GET /audit/v1/keys.
 *
 * @module
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import { verifyExport } from "./audit/verify_export.ts";

const { values: flags, positionals: [file] } = parseArgs({
  args: Deno.args,
  options: { checkpoint: { type: "string" }, keys: { type: "string" } },
  allowPositionals: true,
});
if (file === undefined) {
  console.error("usage: npm run verify-audit -- <file> [--checkpoint <file>] [--keys <file>]");
  Deno.exit(2);
}

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const kept = flags.checkpoint === undefined
  ? {}
  : { signature: z.object({ signature: z.string() }).parse(await read(flags.checkpoint)).signature };
const known = flags.keys === undefined ? {} : { keys: KeySet.parse(await read(flags.keys)) };
const report = await verifyExport(createInterface({ input: createReadStream(file) }), { ...kept, ...known });

const { entries, ended, unproven, proven, faults } = report;
console.log(
  `${entries} entries, ${ended} ended ones; ${proven} proven by the checkpoint, the others are younger`,
);
if (unproven > 0) {
  console.log(
    `${unproven} ended ones are unproven: the entry that says so is not sealed yet, or is younger than the window`,
  );
}
if (flags.checkpoint === undefined || flags.keys === undefined) {
  console.log("Without --checkpoint and --keys the file is only compared with what it says about itself.");
}
for (const { id, kind, reason } of faults) console.log(`${kind}: entry ${id ?? "unknown"}: ${reason}`);
console.log(faults.length === 0 ? "verified" : `not verified: ${faults.length} faults`);
if (faults.length > 0) Deno.exit(1);

/** A file with `{"data": …}`, as the API answers, or with the thing itself. */
async function read(path: string): Promise<unknown> {
  const json: unknown = JSON.parse(await Deno.readTextFile(path));
  const answer = z.object({ data: z.unknown() }).safeParse(json);
  return answer.success && answer.data.data !== undefined ? answer.data.data : json;
}
