import { PgBoss } from "pg-boss";
import { stack } from "../../support/env.ts";
import { connect, type Database } from "../../support/sql.ts";
import type { Side } from "../measure.ts";

const queue = "nothing";

/** pg-boss in this process, on the same Postgres: loops that fetch a set and complete it with its results. */
export class Boss {
  readonly sql: Database = connect(stack.databaseUrl, { max: 2 });

  private constructor(readonly boss: PgBoss) {}

  static async start(): Promise<Boss> {
    const boss = new PgBoss({ connectionString: stack.databaseUrl, supervise: false, schedule: false });
    await boss.start();
    await boss.createQueue(queue);
    return new Boss(boss);
  }

  drain(count: number, { loops, batchSize }: { loops: number; batchSize: number }): Side {
    return async () => {
      await this.boss.deleteAllJobs(queue);
      for (let from = 0; from < count; from += 5_000) {
        await this.boss.insert(queue, Array.from({ length: 5_000 }, (_, i) => ({ data: { n: from + i } })));
      }
      await this.sql`vacuum analyze pgboss.job`;
      let done = 0;
      const loop = async () => {
        for (;;) {
          const jobs = await this.boss.fetch(queue, { batchSize });
          if (jobs.length === 0) return;
          await this.boss.complete(queue, jobs.map(({ id }) => id), { n: 1 });
          done += jobs.length;
        }
      };
      const began = performance.now();
      await Promise.all(Array.from({ length: loops }, loop));
      const ms = performance.now() - began;
      if (done !== count) throw new Error(`pg-boss completed ${done} of ${count} jobs`);
      return ms;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.boss.stop({ graceful: false });
    await this.sql.end();
  }
}
