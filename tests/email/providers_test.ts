import { assertEquals } from "#assert";
import { eventually } from "../support/eventually.ts";
import { connect, type Transaction } from "../support/sql.ts";

const takeTurn = async (sql: Transaction) => {
  const [turn] = await sql`select granted from private.take_email_turns('tried', 1, 0, 10)`;
  return turn?.granted;
};

Deno.test("of two workers that find a provider's rest over, one sends it a mail to try", async () => {
  const sql = connect(undefined, { max: 3 });
  try {
    await sql`insert into private.email_providers (provider, failures) values ('tried', private.breaker_failures())`;
    let second: Promise<number> | undefined;
    const first = await sql.begin(async (tx) => {
      const granted = await takeTurn(tx);
      second = sql.begin(takeTurn);
      await eventually("the second worker waits for the first", async () => {
        const [waiting] = await sql`select from pg_stat_activity
          where wait_event_type = 'Lock' and query like '%take_email_turns(''tried''%'`;
        return waiting !== undefined;
      });
      return granted;
    });
    assertEquals([first, await second], [1, 0]);
  } finally {
    await sql`delete from private.email_providers where provider = 'tried'`;
    await sql.end();
  }
});
