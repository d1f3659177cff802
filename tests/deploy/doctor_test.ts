/**
 * `npm run doctor` says what a deployment lacks.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "#assert";
import { command, functionNames, toolsDeno } from "../../tools/command.ts";
import { examine } from "../../tools/doctor.ts";
import { examineDatabase } from "../../tools/doctor/database.ts";
import { Deployment } from "../../tools/doctor/deployment.ts";
import { examineFunctions } from "../../tools/doctor/functions.ts";
import { openStack } from "../../tools/stack.ts";
import { connect } from "../support/sql.ts";
import { serveManagementApi } from "./management_api.ts";

const secrets = [
  "AUDIT_SIGNING_KEYS",
  "CREDENTIAL_KEYS",
  "JWT_SIGNING_KEY",
  "UPSTASH_REDIS_REST_URL",
  "UPSTASH_REDIS_REST_TOKEN",
];

Deno.test("the doctor finds nothing in a complete deployment and names what is broken", async (t) => {
  await using api = serveManagementApi();
  for (const name of secrets) api.secrets.set(name, "set");
  const stack = await openStack({ durable: false });
  const sql = connect(stack.env.SUPABASE_DB_URL ?? "", { max: 1 });
  const admin = connect(stack.env.SUPABASE_ADMIN_DB_URL ?? "", { max: 1 });
  const file = await Deno.makeTempFile({ suffix: ".env" });
  const variables = {
    SUPABASE_URL: stack.env.SUPABASE_URL ?? "",
    SUPABASE_SECRET_KEY: stack.env.SUPABASE_SECRET_KEY ?? "",
    SUPABASE_DB_URL: stack.env.SUPABASE_DB_URL ?? "",
    SUPABASE_ACCESS_TOKEN: "sbp_stub",
    SUPABASE_PROJECT_REF: api.projectRef,
    SUPABASE_API_URL: api.url,
  };
  const deployment = Deployment.parse(variables);
  const doctor = async () => {
    await Deno.writeTextFile(
      file,
      Object.entries(variables).map(([name, value]) => `${name}=${value}\n`).join(""),
    );
    return await command(toolsDeno, ["run", "-A", "tools/doctor.ts", file]);
  };
  try {
    await t.step("a complete deployment ends with exit code 0", async () => {
      const { success, text } = await doctor();
      assert(success, text);
      assertEquals(text.trim(), "Nothing is missing.");
    });

    await t.step("missing secrets, schedules and a doorbell elsewhere are named", async () => {
      api.secrets.delete("CREDENTIAL_KEYS");
      await sql`select cron.unschedule('delete_old_jobs')`;
      await sql`select private.set_doorbell('https://elsewhere.example/functions/v1', 'sb_secret_other')`;
      const expected = [
        "The secret CREDENTIAL_KEYS is not set.",
        "The scheduled task delete_old_jobs has no job in pg_cron.",
        "The doorbell rings at https://elsewhere.example/functions/v1, not at this project's functions.",
        "The doorbell has another secret key than this project.",
      ];
      assertEquals(await examine(deployment), expected);
      const { success, text } = await doctor();
      assertEquals([success, text.trim().split("\n")], [false, [...expected, "4 things are missing."]]);
    });

    await t.step("old heartbeats of pg_cron and of a worker with waiting jobs are named", async () => {
      const [job] = await sql`
        with waiting as (select queue, type from private.job_types where queue = 'jobs' limit 1)
        select private.enqueue_job(queue, type, delay => '4 minutes') as id from waiting`;
      await sql`insert into private.workers (id, queue) values (${job?.id}, 'jobs')`;
      const fresh = await examineDatabase(deployment);
      const old = await examineDatabase(deployment, new Date(Date.now() + 10 * 60_000));
      const added = old.filter((finding) => !fresh.includes(finding));
      assertEquals(added.length, 2, old.join("\n"));
      assertMatch(
        added[0] ?? "",
        /^pg_cron (ran its last job at 20|never ran a job).*; it runs one each minute\.$/,
      );
      assertMatch(added[1] ?? "", /^Jobs of the queue jobs wait for a worker; the last heartbeat was at 20/);
    });

    await t.step("a doorbell that was never connected is named", async () => {
      await admin`delete from vault.secrets where name = 'secret_key'`;
      const findings = await examine(deployment);
      assert(
        findings.includes("The doorbell is not connected: call private.set_doorbell."),
        findings.join("\n"),
      );
    });

    await t.step("a migration that is not applied is named", async () => {
      const [last] = await sql`
        delete from supabase_migrations.schema_migrations
        where version = (select max(version) from supabase_migrations.schema_migrations) returning version`;
      const findings = await examine(deployment);
      assert(
        findings.includes(`The migration ${last?.version} is not applied: run db push.`),
        findings.join("\n"),
      );
    });

    await t.step("a missing extension is named", async () => {
      await admin`alter schema net rename to net_away`;
      const findings = await examine(deployment);
      assert(findings.includes("The extension pg_net is not installed."), findings.join("\n"));
    });
  } finally {
    await Promise.all([sql.end(), admin.end()]);
    await stack.stop();
    await Deno.remove(file);
  }
});

Deno.test("the doctor tells functions that are not deployed from functions that fail", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) =>
      new URL(request.url).pathname.startsWith("/functions/v1/teams/")
        ? new Response("", { status: 500 })
        : new Response("", { status: 404 }),
  );
  try {
    const url = `http://127.0.0.1:${server.addr.port}`;
    const findings = await examineFunctions(
      Deployment.parse({ SUPABASE_URL: url, SUPABASE_SECRET_KEY: "stub" }),
    );
    assertEquals(
      findings,
      (await functionNames()).map((name) =>
        name === "teams"
          ? "The function teams answers 500: its log names the secret that is missing or wrong."
          : `The function ${name} is not deployed.`
      ),
    );
  } finally {
    await server.shutdown();
  }
});
