/**
 * The hosted database's additions to PostgreSQL: pg_net, Vault, pg_cron, and a `postgres` that is not a
 * superuser.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "#assert";
import { connect, withDatabase } from "../support/sql.ts";

/** A server that records what it receives. */
function receiver(handle: () => Response = () => new Response("fine")) {
  const requests: { method: string; path: string; body: string; type: string | null }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const type = request.headers.get("content-type");
    requests.push({ method: request.method, path: pathname + search, body: await request.text(), type });
    return handle();
  });
  return { requests, url: `http://127.0.0.1:${server.addr.port}`, close: () => server.shutdown() };
}

async function collect(sql: ReturnType<typeof connect>, id: string) {
  const [row] = await sql`select (r.response).status_code, (r.response).body, r.status, r.message
    from net.http_collect_response(${id}, false) r`;
  return row;
}

Deno.test("pg_net sends after a commit, and nothing after a rollback", async () => {
  const target = receiver();
  try {
    await withDatabase(async (sql) => {
      const rolledBack = sql.begin(async (tx) => {
        await tx`select net.http_post(${target.url + "/never"}, '{}')`;
        throw new Error("rolled back");
      });
      await assertRejects(() => rolledBack, Error, "rolled back");

      const id = await sql.begin(async (tx) => {
        const [row] = await tx`
          select net.http_post(${target.url + "/job"}, '{"a": 1}', '{"q": "x y"}', '{"X-Key": "k"}') as id`;
        await tx`select pg_sleep(0.1)`;
        assertEquals(target.requests, [], "sent before the commit");
        return row?.id;
      });
      const response = await collect(sql, id);
      assertEquals([response?.status, response?.status_code, response?.body], ["SUCCESS", 200, "fine"]);
      assertEquals(target.requests, [
        { method: "POST", path: "/job?q=x%20y", body: '{"a": 1}', type: "application/json" },
      ]);
    });
  } finally {
    await target.close();
  }
});

Deno.test("pg_net records a receiver that is unreachable or too slow", async () => {
  await withDatabase(async (sql) => {
    const [row] = await sql`select net.http_get('http://127.0.0.1:9/', timeout_milliseconds => 500) as id`;
    await collect(sql, row?.id);
    const [response] = await sql`select status_code, error_msg from net._http_response where id = ${row?.id}`;
    assertEquals(response?.status_code, null);
    assert(response?.error_msg);
  });
});

Deno.test("Vault keeps secrets unreadable in the table and readable in the view", async () => {
  await withDatabase(async (sql) => {
    const name = crypto.randomUUID();
    const [created] = await sql`select vault.create_secret('first', ${name}, 'for a test') as id`;
    const read = () =>
      sql`select * from vault.decrypted_secrets where id = ${created?.id}`.then(([row]) => row);
    assertEquals([(await read())?.decrypted_secret, (await read())?.name], ["first", name]);
    assert(
      !JSON.stringify(await sql`select * from vault.secrets where id = ${created?.id}`).includes("first"),
    );
    await sql`select vault.update_secret(${created?.id}, 'second')`;
    assertEquals([(await read())?.decrypted_secret, (await read())?.description], ["second", "for a test"]);
    await assertRejects(
      () => sql`select vault.create_secret('x', ${name})`.execute(),
      Error,
      "duplicate key",
    );
    await assertRejects(
      () => sql`set role authenticated; select * from vault.decrypted_secrets`.simple(),
      Error,
    );
    await sql`delete from vault.secrets where id = ${created?.id}`;
  });
});

Deno.test("the role postgres is not a superuser but can use pg_cron and auth.users", async () => {
  await withDatabase(async (sql) => {
    const [role] =
      await sql`select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user`;
    assertEquals({ ...role }, { rolsuper: false, rolbypassrls: true, rolcreaterole: true });
    const name = crypto.randomUUID();
    await sql`select cron.schedule(${name}, '* * * * *', 'select 1')`;
    assertEquals((await sql`select username from cron.job where jobname = ${name}`)[0]?.username, "postgres");
    await sql`select cron.unschedule(${name})`;
    await assertRejects(() => sql`select pg_read_file('vault.key')`.execute(), Error, "permission denied");
    await sql`select count(*) from auth.users`;
  });
});
