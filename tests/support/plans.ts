/**
 * The plans of a caller's statements, those inside of functions included, on rows that are written for it and undone.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import postgres from "postgres";
import { stack } from "./env.ts";
import { actAs, type Claims } from "./sql.ts";

/** A call of a public function, or a whole select, over the table `one`, and the indexes that it must use. */
export type Planned = [statement: string, ...indexes: string[]];

function scansOf(plans: string[]): string {
  return [...new Set(plans.join("\n").match(/\w[\w ]+ Scan (using|on) \w+/g))].join(", ");
}

/**
 * Fails for each statement that scans one of the tables as a whole or leaves one of its indexes aside. `fill` writes
 * rows, with a table `one` of ids, and returns who calls.
 */
export async function checkPlans(
  t: Deno.TestContext,
  { tables, statements, fill }: {
    tables: string[];
    statements: Planned[];
    fill(sql: postgres.TransactionSql): Promise<Claims>;
  },
): Promise<void> {
  const sequentialScan = new RegExp(`Seq Scan on (\\w+\\.)?(${tables.join("|")})\\b`);
  let plans: string[] = [];
  const pool = postgres(stack.adminDatabaseUrl, {
    max: 1,
    onnotice: ({ message = "" }) => plans.push(message),
  });
  const rollback = new Error("undo everything");
  try {
    await pool.begin(async (sql) => {
      const caller = await fill(sql);
      // EXPLAIN does not look into functions; auto_explain logs the plan of every statement in them.
      await sql`load 'auto_explain'`;
      await sql`select set_config(name, value, true) from (values ('auto_explain.log_min_duration', '0'),
        ('auto_explain.log_nested_statements', 'on'), ('auto_explain.log_level', 'notice')) as s (name, value)`;
      await actAs(sql, caller);
      for (const [statement, ...indexes] of statements) {
        await t.step(statement, async () => {
          plans = [];
          await sql.unsafe(/^select /.test(statement) ? statement : `select public.${statement} from one`);
          const seen = plans.filter((plan) => plan.includes("Query Text:"));
          assert(seen.length > 0, "no plan was logged");
          assertEquals(seen.filter((plan) => sequentialScan.test(plan)), []);
          for (const index of indexes) {
            assert(seen.some((plan) => plan.includes(index)), `${index} is not used, but: ${scansOf(seen)}`);
          }
        });
      }
      throw rollback;
    });
  } catch (error) {
    if (error !== rollback) throw error;
  } finally {
    await pool.end();
  }
}
