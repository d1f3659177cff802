/**
 * What sealing costs the writers of audited rows, and whether any tampering goes unnoticed.
 *
 * @module
 */
import { tamper, tamperWithYounger, verifyUntouched, type World, world } from "../fixtures/tampered_logs.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { Measurements, milliseconds, type Side } from "./measure.ts";

/** How many tamperings; `AUDIT_TAMPERINGS=100` for a short run. */
const tamperings = Number(Deno.env.get("AUDIT_TAMPERINGS") ?? 1_000);
/** `AUDIT_PARTS=costs` or `=proofs` for one of the two. */
const parts = (Deno.env.get("AUDIT_PARTS") ?? "costs,proofs").split(",");
const writers = 64;
/** Of each writer, in one measurement. */
const writes = 12;

const measure = new Measurements("audit");
if (parts.includes("costs")) await costs();
if (parts.includes("proofs")) await proofs();
Deno.exit(await measure.finish());

/** Each writer has its own team; eight share a tenant. A sealer beside them seals as many entries as they write. */
async function costs(): Promise<void> {
  const sql = connect(undefined, { max: writers + 2 });
  const teams: string[] = [];
  for (let n = 0; n < writers / 8; n++) {
    const { id } = await createTenant();
    const made = await sql<{ id: string }[]>`insert into public.teams (client_id, name, sector)
      select ${id}, 'Team ' || n, 'sales' from generate_series(1, 8) n returning id`;
    teams.push(...made.map((team) => team.id));
  }
  const seal = () => sql`select private.run_task('seal_audit', 'manual')`;
  const write = () =>
    Promise.all(teams.map(async (team) => {
      for (let n = 0; n < writes; n++) {
        await sql`update public.teams set description = ${crypto.randomUUID()} where id = ${team}`;
      }
    }));
  const without: Side = async () => {
    await seal();
    return await milliseconds(write);
  };
  const beside: Side = async () => {
    await seal();
    await write();
    const sealing = seal();
    const ms = await milliseconds(write);
    await sealing;
    return ms;
  };
  await sql`select cron.alter_job(jobid, active => false) from cron.job where jobname = 'seal_audit'`;
  try {
    await measure.againstItself(`${writers} writers without sealing / itself`, without);
    const target = { atMost: 1.1 };
    await measure.compare(`${writers} writers beside a sealer / without`, beside, without, { target });
  } finally {
    await sql`select cron.alter_job(jobid, active => true) from cron.job where jobname = 'seal_audit'`;
    await sql.end();
  }
  await gapsAndForks();
}

async function gapsAndForks(): Promise<void> {
  const [{ wrong }] = await withDatabase((sql) =>
    sql<[{ wrong: number }]>`
      select count(*)::integer as wrong from private.audit_trees t
      where t.size <> (select count(*) from private.audit_seals s where s.client_id = t.client_id)
        or t.size <> (select max(s.number) + 1 from private.audit_seals s where s.client_id = t.client_id)`
  );
  measure.exactly("trees with a gap or a fork", wrong, 0);
}

/** Of a log that is whole, and of one whose first entries ended by retention, side by side. */
async function proofs(): Promise<void> {
  const logs = [await world(25, 5), await world(25, 5, 12)];
  const each = tamperings / logs.length;
  const ofBoth = async <T>(work: (log: World) => Promise<T>) => await Promise.all(logs.map(work));

  const missed = (await ofBoth((log) => tamper(log, each))).flat();
  for (const { what, by } of missed) console.log(`  not named by ${by}: ${what}`);
  const of = (by: string) => missed.filter((one) => one.by === by).length;
  measure.exactly(`of ${tamperings} tamperings under a checkpoint, not named by verify`, of("verify"), 0);
  measure.exactly(`of ${tamperings} tamperings, not named by verify-audit`, of("verify-audit"), 0);

  const proven = await ofBoth((log) => tamperWithYounger(log, each / 10));
  measure.exactly(`of ${tamperings / 10} younger ones, said to be proven`, proven[0]! + proven[1]!, 0);

  const alarms = (await ofBoth((log) => verifyUntouched(log, each))).flat();
  for (const alarm of alarms) console.log(`  false alarm: ${alarm}`);
  measure.exactly(`false alarms in ${tamperings} untouched logs`, alarms.length, 0);
}
