/**
 * `npm run manifest` keeps what a backup of the database lacks, and names what differs.
 *
 * @module
 */
import { assert, assertEquals, assertFalse } from "#assert";
import { command, toolsDeno } from "../../tools/command.ts";
import { stack } from "../support/env.ts";
import { withDatabase } from "../support/sql.ts";
import { type ManagementApi, serveManagementApi } from "./management_api.ts";

interface Files extends AsyncDisposable {
  run(verb: string): Promise<{ success: boolean; text: string }>;
  kept(): Promise<string>;
}

/** An env file of the stack with that management API, and a place for the manifest. */
async function files(api: ManagementApi, more: Record<string, string> = {}): Promise<Files> {
  const folder = await Deno.makeTempDir();
  const variables = {
    SUPABASE_URL: stack.url,
    SUPABASE_SECRET_KEY: stack.secretKey,
    SUPABASE_DB_URL: stack.databaseUrl,
    SUPABASE_ACCESS_TOKEN: "sbp_stub",
    SUPABASE_PROJECT_REF: api.projectRef,
    SUPABASE_API_URL: api.url,
    ...more,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await Deno.writeTextFile(`${folder}/project.env`, lines.join(""));
  const paths = [`${folder}/project.env`, `${folder}/manifest.json`];
  return {
    run: (verb) => command(toolsDeno, ["run", "-A", "tools/manifest.ts", verb, ...paths]),
    kept: () => Deno.readTextFile(`${folder}/manifest.json`),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

function filledApi(): ManagementApi {
  const api = serveManagementApi();
  api.functions = [{ slug: "teams", version: 7, ezbr_sha256: "abc", verify_jwt: false }];
  api.secrets.set("CREDENTIAL_KEYS", "k1:first");
  api.auth = { jwt_exp: 3600, smtp_pass: "hunter2" };
  return api;
}

Deno.test("a manifest names every difference of functions, secrets, sign-in, schedules and the Vault", async () => {
  await using api = filledApi();
  await using manifest = await files(api);
  const mine = `manifest_${crypto.randomUUID().slice(0, 8)}`;
  await withDatabase((sql) => sql`select cron.schedule(${mine}, '0 0 1 1 *', 'select 1')`);
  try {
    const written = await manifest.run("write");
    assert(written.success, written.text);
    api.functions = [{ slug: "teams", version: 8, ezbr_sha256: "def", verify_jwt: false }];
    api.secrets.set("CREDENTIAL_KEYS", "k2:other").set("SENTRY_DSN", "x");
    api.auth = { jwt_exp: 60, smtp_pass: "hunter3" };
    await withDatabase((sql) => sql`select cron.schedule(${mine}, '0 0 2 1 *', 'select 1')`);
    await withDatabase((sql) => sql`select vault.create_secret('secret text', ${mine})`);
    const { success, text } = await manifest.run("compare");
    assertFalse(success);
    const about = ["auth", "function", "secret", `schedule ${mine}`, `vault secret ${mine}`];
    const lines = text.trim().split("\n").filter((line) =>
      about.some((thing) => line.includes(`: ${thing}`))
    );
    assertEquals(lines.map((line) => line.replace(/sha256 [0-9a-f]{16}/g, "sha256 …")), [
      "changed: auth jwt_exp from 3600 to 60",
      "changed: auth smtp_pass from sha256 … to sha256 …",
      "changed: function teams from version 7, sha256 abc, verify_jwt false to version 8, sha256 def, verify_jwt false",
      `changed: schedule ${mine} from 0 0 1 1 *: select 1 to 0 0 2 1 *: select 1`,
      "changed: secret CREDENTIAL_KEYS from sha256 … to sha256 …",
      "added: secret SENTRY_DSN (sha256 …)",
      `added: vault secret ${mine} (sha256 …)`,
    ]);
  } finally {
    await withDatabase(async (sql) => {
      await sql`select cron.unschedule(${mine})`;
      await sql`delete from vault.secrets where name = ${mine}`;
    });
  }
});

Deno.test("a manifest holds the versions of extensions and no secret", async () => {
  await using api = filledApi();
  await using manifest = await files(api);
  const written = await manifest.run("write");
  assert(written.success, written.text);
  const kept = await manifest.kept();
  const { "extension pg_cron": version } = JSON.parse(kept);
  const installed = await withDatabase((sql) =>
    sql<{ extversion: string }[]>`select extversion from pg_extension where extname = 'pg_cron'`
  );
  assertEquals(version, installed[0]?.extversion);
  for (const secret of ["k1:first", "hunter2", stack.secretKey]) assertFalse(kept.includes(secret));
});

Deno.test("a manifest is not written when a part cannot be read", async () => {
  await using api = filledApi();
  await using manifest = await files(api, { SUPABASE_PROJECT_REF: "another" });
  const { success, text } = await manifest.run("write");
  assertFalse(success);
  assert(/cannot be read: it answers \d+\.\n$/.test(text), text);
});
