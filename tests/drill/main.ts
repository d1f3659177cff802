/**
 * `npm run drill`: loses a database of its own and restores it from pgBackRest. `--small` is the gate's sample,
 * `--runbooks` drills docs/runbooks instead.
 *
 * @module
 */
import { backUp } from "./backups.ts";
import { drill } from "./drill.ts";
import { drillRunbooks } from "../runbooks/drill.ts";
import { openArchivedStack } from "./own_stack.ts";
import { tenantDrill } from "./tenant.ts";

const sizes = {
  full: { tenants: 20, batches: 4, archiveSeconds: 10, tenant: { others: 20, batches: 200 } },
  small: { tenants: 1, batches: 1, archiveSeconds: 2, tenant: { others: 1, batches: 1 } },
};

const unknown = Deno.args.filter((argument) => !["--small", "--runbooks"].includes(argument));
if (unknown.length > 0) {
  console.error(`"${unknown[0]}" is unknown; usage: npm run drill [-- --small | --runbooks]`);
  Deno.exit(2);
}
const size = Deno.args.includes("--small") ? sizes.small : sizes.full;
const { stack, repository, stop } = await openArchivedStack(size.archiveSeconds);
if (Deno.args.includes("--runbooks")) {
  const failures = await drillRunbooks(stack).finally(stop);
  Deno.exit(failures === 0 ? 0 : 1);
}
let failed = false;
try {
  await backUp(repository);
  const restored = await tenantDrill({ repository, ...size.tenant });
  console.log(
    `One tenant among ${size.tenant.others} others: ${restored.rows} rows came back in ` +
      `${restored.seconds.toFixed(1)} s, and were taken back; no other tenant's row changed.`,
  );
  const { rto, rpo, lostWrites, tables, rows } = await drill({ ...size, repository, log: console.log });
  console.log(`Restored ${tables} tables with ${rows} rows.`);
  console.log(`RTO ${rto.toFixed(1)} s: from the kill until the API served, all comparisons included.`);
  console.log(
    `RPO ${
      rpo.toFixed(1)
    } s, ${lostWrites} acknowledged writes: what a lost disk costs with archive_timeout ` +
      `${size.archiveSeconds} s. Nothing before the damaging statement was lost.`,
  );
} catch (error) {
  console.error(error);
  failed = true;
} finally {
  await stop();
}
Deno.exit(failed ? 1 : 0);
