import type postgres from "postgres";
import { spread } from "../measure.ts";
import { columns, copyInto, copyText } from "./sides.ts";
import { freshRows, type Target } from "./target.ts";

interface Explained {
  "Execution Time": number;
  Triggers: { "Trigger Name": string; "Constraint Name"?: string; Time: number }[];
}

/** Milliseconds of inserting some rows, and what of it each foreign key's check took. */
export interface InsertCost {
  whole: number;
  parts: Record<string, number>;
}

/** Times the import's insert with Postgres's own `explain analyze` and rolls it back. */
export async function explainInsert(
  target: Target,
  connection: postgres.ReservedSql,
  count: number,
): Promise<InsertCost> {
  const plans: Explained[] = [];
  for (let run = 0; run < 21; run++) plans.push(await explainOnce(target, connection, count));
  const whole = spread(plans.map((plan) => plan["Execution Time"])).median;
  const parts: Record<string, number> = {};
  for (const { "Trigger Name": trigger, "Constraint Name": constraint } of plans[0]?.Triggers ?? []) {
    const times = plans.map((plan) =>
      plan.Triggers.find((other) => other["Trigger Name"] === trigger)?.Time ?? 0
    );
    parts[constraint ? `foreign key ${constraint}` : `trigger ${trigger}`] = spread(times).median;
  }
  parts["the row, its checks and indexes"] = whole -
    Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { whole, parts };
}

async function explainOnce(
  target: Target,
  connection: postgres.ReservedSql,
  count: number,
): Promise<Explained> {
  await connection`begin`;
  await connection`create temporary table prepared (like public.opportunities including defaults) on commit drop`;
  await copyInto(connection, "prepared", copyText(target, freshRows(count)));
  await connection`select private.open_audit_group('opportunity_batches', ${target.batchId})`;
  const list = columns.join(", ");
  const [row] = await connection.unsafe<[{ "QUERY PLAN": [Explained] }]>(
    `explain (analyze, format json)
     insert into public.opportunities (${list}) select ${list} from prepared order by external_id`,
  );
  await connection`rollback`;
  return row["QUERY PLAN"][0];
}
