/**
 * One fault for each runbook: it is injected, the runbook's commands are run in their order, and the end is checked by
 * other means than theirs.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { stopPostgres } from "../../supabase/local/postgres/postgres.ts";
import { stopRedis } from "../../supabase/local/redis/redis.ts";
import { restProviders } from "../faults/mails.ts";
import { freezeCron, passesAgain, ready } from "../faults/health_parts.ts";
import { eventually } from "../support/eventually.ts";
import { arm, newDomain, requestsFor, send, settled } from "../email/support.ts";
import { createKey } from "../fixtures/api_keys.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { createTeam } from "../fixtures/teams.ts";
import { api } from "../support/http.ts";
import { stack } from "../support/env.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { follow } from "./runbook.ts";

export interface Case {
  /** The runbook's file without its ending. */
  name: string;
  /** What happens, as the name of a test. */
  promise: string;
  run(): Promise<void>;
}

const psqlCount = (output: string) => Number(output.trim().split("\n").at(-1));

const databaseDown: Case = {
  name: "database-down",
  promise: "a stopped database serves again",
  async run() {
    await passesAgain("database");
    await stopPostgres(stack.directory);
    assertMatch(await follow(this.name, "First look"), /no response[\s\S]*"status":"fail"/);
    const folder = await Deno.realPath(`${stack.directory}/postgres`);
    await follow(this.name, "Action", { PGDATA: `${folder}/data` }, "database");
    await passesAgain("database");
    assertStringIncludes(await follow(this.name, "Expected result"), "accepting connections");
  },
};

const connectionsExhausted: Case = {
  name: "connections-exhausted",
  promise: "sessions that hold most connections are ended",
  async run() {
    const [{ free }] = await withDatabase((sql) =>
      sql<[{ free: number }]>`
      select current_setting('max_connections')::int - 3 - sum(numbackends)::int as free from pg_stat_database`
    );
    const hoarders = Array.from({ length: free - 8 }, () => connect(undefined, { max: 1 }));
    // The server ends them, which is the point.
    const held = await Promise.all(hoarders.map((sql) => sql.reserve()));
    try {
      await Promise.all(held.map((sql) => sql`begin`));
      await eventually(
        "connections warn",
        async () => (await ready()).parts.connections === "warn",
      );
      assertStringIncludes(await follow(this.name, "First look"), "idle in transaction");
      const ended = await follow(this.name, "Action", { IDLE: "0 seconds" });
      assertEquals(Number(/^ +(\d+)$/m.exec(ended)?.[1]) >= held.length, true, ended);
      await passesAgain("connections", "database");
      await follow(this.name, "Expected result");
    } finally {
      await Promise.all(hoarders.map((sql) => sql.end({ timeout: 0 })));
    }
  },
};

const cronStopped: Case = {
  name: "cron-stopped",
  promise: "jobs of the scheduler that were switched off run again",
  async run() {
    await withDatabase((sql) => sql`update cron.job set active = false`, "superuser");
    assertStringIncludes(await follow(this.name, "First look"), "sample_health");
    await follow(this.name, "Action");
    const [taken] = await withDatabase((sql) => sql<[{ at: Date }]>`select clock_timestamp() as at`);
    await eventually("cron takes a sample", async () =>
      await withDatabase(async (sql) => {
        const rows = await sql`select from private.health_samples where sampled_at > ${taken.at}`;
        return rows.length > 0;
      }), 90_000);
    await passesAgain("cron");
    await follow(this.name, "Expected result");
    await follow(this.name, "Way back", { TASK: "sample_health" });
    const inactive = await withDatabase((sql) => sql`select jobname from cron.job where not active`);
    assertEquals(inactive.map(({ jobname }) => jobname), ["sample_health"]);
    await follow(this.name, "Action");
  },
};

const queueBacklog: Case = {
  name: "queue-backlog",
  promise: "a backlog that no worker takes is worked off",
  async run() {
    using _cron = await freezeCron();
    await using receiver = receive();
    const { manager, id } = await createTenant();
    await register(manager, receiver, { event_types: ["team.created"] });
    await withDatabase(async (sql) => {
      // Workers of an earlier test would take it at once.
      await eventually("no worker is present", async () => {
        const [row] = await sql<
          [{ present: number }]
        >`select private.present_workers('webhooks')::int as present`;
        return row.present === 0;
      }, 90_000);
      await sql.begin(async (tx) => {
        await tx`select set_config('frontline.rung_webhooks', 'yes', true)`;
        await tx`select private.emit_event(${id}, 'team.created', jsonb_build_object('n', n)) from generate_series(1, 20) n`;
        await tx`update public.job_queue set scheduled_for = now() - interval '10 minutes' where client_id = ${id}`;
      });
    });
    assertEquals((await ready()).parts.deliveries, "fail");
    assertStringIncludes(await follow(this.name, "First look"), "webhooks");
    await follow(this.name, "Action");
    await eventually("all deliveries arrive", () => receiver.requests >= 20);
    await passesAgain("deliveries");
    assertEquals(psqlCount(await follow(this.name, "Expected result")), 0);
  },
};

const receiverStorm: Case = {
  name: "receiver-storm",
  promise: "a failing receiver's deliveries stop, and go on when it is enabled",
  async run() {
    await using receiver = receive();
    receiver.answer = () => new Response(null, { status: 503 });
    const { manager } = await createTenant();
    const endpoint = await register(manager, receiver, { event_types: ["team.created"] });
    for (let team = 0; team < 5; team++) await createTeam(manager);
    await eventually("a delivery has failed", () => receiver.requests > 0);
    const values = { ENDPOINT: endpoint.id };
    assertStringIncludes(await follow(this.name, "First look", values), endpoint.id);
    await follow(this.name, "Action", values);
    await eventually(
      "nothing of it waits",
      async () => psqlCount(await follow(this.name, "Expected result", values)) === 0,
    );
    await follow(this.name, "Way back", values);
    const path = `/webhooks/v1/endpoints/${endpoint.id}`;
    assertEquals((await api<{ enabled: boolean }>("GET", path, { as: manager })).data.enabled, true);
  },
};

const emailProviderOut: Case = {
  name: "email-provider-out",
  promise: "mails that no provider took are sent when one is back",
  async run() {
    const domain = newDomain();
    const { member } = await createTenant();
    await arm(domain, { kind: "refuse" });
    await withDatabase(restProviders);
    const sent = await Promise.all([1, 2, 3].map((i) => send(member, `p${i}@${domain}`)));
    const refusals = async () => (await requestsFor(domain)).length;
    await eventually("every provider refused each", async () => await refusals() >= 6, 30_000);
    await eventually(
      "they wait",
      async () =>
        /scheduled \| \w+: It answered 503[^|]*\| +3/.test(await follow(this.name, "First look")) ||
        undefined,
    );
    await arm(domain);
    await follow(this.name, "Action");
    for (const { data } of sent) await settled(member, data.id, "sent");
    await eventually(
      "none waits",
      async () => psqlCount(await follow(this.name, "Expected result")) === 0,
    );
    await follow(this.name, "Way back");
  },
};

const redisOut: Case = {
  name: "redis-out",
  promise: "Redis counts again",
  async run() {
    await passesAgain("redis", "rate_limiter");
    await stopRedis(stack.directory);
    assertMatch(await follow(this.name, "First look"), /"redis":\[\{[^}]*"status":"fail"/);
    await follow(this.name, "Action", { REDIS_CONF: `${stack.directory}/redis/redis.conf` });
    await passesAgain("redis", "rate_limiter");
    await follow(this.name, "Expected result");
  },
};

const leakedApiKey: Case = {
  name: "leaked-api-key",
  promise: "a leaked API key is dead at once",
  async run() {
    const { admin } = await createTenant();
    const key = await createKey(admin, ["teams:read", "teams:write"]);
    await createTeam({ ...admin, token: key.key });
    const use = async () => (await api("GET", "/teams/v1", { as: key.key })).status;
    assertEquals(await use(), 200);
    const values = { KEY_ID: key.id };
    assertMatch(await follow(this.name, "First look", values), /insert +\| teams/);
    await follow(this.name, "Action", values);
    assertEquals(psqlCount(await follow(this.name, "Expected result", values)), 1);
    await eventually("the key is refused", async () => await use() === 401);
  },
};

const leakedSecretKey: Case = {
  name: "leaked-secret-key",
  promise: "the database rings with the new secret key",
  async run() {
    const doorbell = (key: string) =>
      withDatabase((sql) => sql`select private.set_doorbell(${stack.functionsUrl}, ${key})`);
    const values = { NEW_SECRET_KEY: `sb_secret_${crypto.randomUUID().replaceAll("-", "")}` };
    await follow(this.name, "First look", values);
    try {
      await follow(this.name, "Action", values);
      assertEquals(psqlCount(await follow(this.name, "Expected result", values)), 1);
    } finally {
      await doorbell(stack.secretKey);
    }
  },
};

const suspectedDataLeak: Case = {
  name: "suspected-data-leak",
  promise: "a frozen tenant is closed to everybody, and its audit log is kept",
  async run() {
    const { id, manager } = await createTenant();
    await createTeam(manager);
    const status = async () => (await api("GET", "/teams/v1", { as: manager })).status;
    assertEquals(await status(), 200);
    const values = { CLIENT: id };
    assertStringIncludes(await follow(this.name, "First look", values), "teams");
    await follow(this.name, "Action", values);
    assertStringIncludes(await Deno.readTextFile(`${stack.directory}/audit-${id}.csv`), "teams");
    assertEquals((await follow(this.name, "Expected result", values)).trim(), "suspended");
    await eventually("nobody gets in", async () => await status() === 403);
    await follow(this.name, "Way back", values);
    await eventually("the tenant gets in", async () => await status() === 200);
  },
};

/** Seconds in all: part of the gate. */
export const cheap: Case[] = [
  emailProviderOut,
  redisOut,
  receiverStorm,
  leakedApiKey,
  leakedSecretKey,
  suspectedDataLeak,
  connectionsExhausted,
  databaseDown,
];

/** They wait for the scheduler or for workers to go home: part of `npm run drill`. */
export const costly: Case[] = [queueBacklog, cronStopped];
