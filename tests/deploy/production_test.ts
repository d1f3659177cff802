/**
 * Every command of docs/production.md, in order: on an empty database, and once more as an upgrade. The database is a
 * real one in the place of the hosted one, the management API is a stand-in, the doctor examines a stack of its own.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { join } from "node:path";
import { builtBeforeRelease } from "../../tools/before_release.ts";
import { command, functionNames, type Output, root, toolsDeno } from "../../tools/command.ts";
import type { Database } from "../../tools/database.ts";
import { examineDatabase } from "../../tools/doctor/database.ts";
import { Deployment } from "../../tools/doctor/deployment.ts";
import { emptyProject } from "../../tools/empty_project.ts";
import { openStack } from "../../tools/stack.ts";
import { copyProject, deployed, supabaseIn, warnings } from "./copy.ts";
import { serveManagementApi } from "./management_api.ts";

/** The shell commands of one section, and the SQL files that it says to save. */
async function readSection(title: string): Promise<{ commands: string[]; files: Map<string, string> }> {
  const page = await Deno.readTextFile(`${root}/docs/production.md`);
  const section = page.split(/^## /m).find((part) => part.startsWith(title)) ?? "";
  const blocks = (pattern: RegExp) => [...section.matchAll(pattern)];
  const commands = blocks(/^ *```sh\n(.*?)^ *```/gms)
    .flatMap(([, body = ""]) => body.split("\n").map((line) => line.trim()).filter(Boolean));
  const files = blocks(/`(\w+\.sql)`[^`]*:\n\n *```sql\n(.*?)^ *```/gms)
    .map(([, name = "", body = ""]) => [name, body] as const);
  assert(commands.length > 0, `docs/production.md has no commands under ${title}`);
  return { commands, files: new Map(files) };
}

Deno.test("the commands of the production page deploy and upgrade a project", async (t) => {
  await using api = serveManagementApi();
  await using project = await emptyProject();
  const { env, stop } = await openStack({ durable: false, limits: "off" }); // what the doctor examines
  const home = await Deno.makeTempDir({ prefix: "frontline-production-" });
  try {
    const copy = await copyProject(join(home, "project"), [...deployed, "migrations"]);
    await Deno.symlink("../migrations", join(copy, "supabase/migrations"));
    await project.sql`insert into auth.users (id, email) values (gen_random_uuid(), 'owner@example.com')`;
    await Deno.writeTextFile(
      join(copy, "secrets.env"),
      "CREDENTIAL_KEYS=k1:stub\nALLOWED_ORIGINS=https://app.example.com\n",
    );
    const names = ["SUPABASE_URL", "SUPABASE_SECRET_KEY", "SUPABASE_DB_URL"];
    await Deno.writeTextFile(
      join(copy, "production.env"),
      names.map((name) => `${name}=${env[name]}\n`).join(""),
    );

    const run = async (line: string): Promise<Output> => {
      const [program, ...args] = line.replaceAll("<ref>", api.projectRef).split(" ");
      if (program === "npm") {
        assertEquals(args.slice(0, 3), ["run", "doctor", "--"]);
        return await command(toolsDeno, ["run", "-A", "tools/doctor.ts", join(copy, args[3] ?? "")]);
      }
      assertEquals([program, args[0]], ["npx", "supabase"]);
      const remote = args.slice(1).map((arg) => arg === "--remote" ? `--remote=${project.url}` : arg);
      return await supabaseIn(copy, api, remote);
    };
    const runAll = async (title: string) => {
      const { commands, files } = await readSection(title);
      for (const [name, text] of files) {
        await Deno.writeTextFile(join(copy, name), text.replaceAll("<ref>", api.projectRef));
      }
      for (const line of commands) {
        await t.step(line, async () => {
          const result = await run(line);
          assert(result.success, result.text);
          assertEquals(warnings(result), []);
        });
      }
    };

    await runAll("First deployment");
    await t.step("then everything is in its place", async () => {
      assertEquals([...api.uploads.keys()].sort(), await functionNames());
      assertEquals(api.secrets.get("ALLOWED_ORIGINS"), "https://app.example.com");
      assertEquals([api.sslEnforced, api.allowedCidrs], [true, ["203.0.113.0/24"]]);
      const [owner] = await project
        .sql`select role::text, currency from public.client_members join public.clients on id = client_id`;
      assertEquals({ ...owner }, { role: "owner", currency: "EUR" });
      const [doorbell] = await project
        .sql`select decrypted_secret as url from vault.decrypted_secrets where name = 'functions_url'`;
      assertMatch(doorbell?.url, new RegExp(`^https://${api.projectRef}\\.supabase\\.co/functions/v1$`));
    });

    const change =
      "create table private.added_later (id bigint primary key);\nalter table private.added_later enable row level security;\n";
    await Deno.writeTextFile(join(copy, "migrations/20990101000000_add_later.sql"), change);
    api.uploads.clear();
    await runAll("Upgrade");
    await t.step("then the change is there and the rows are kept", async () => {
      const [found] = await project.sql`
        select to_regclass('private.added_later') is not null as changed, (select count(*)::int from public.clients) as tenants`;
      assertEquals({ ...found }, { changed: true, tenants: 1 });
      assertEquals([...api.uploads.keys()].sort(), await functionNames());
    });
  } finally {
    await stop();
    await Deno.remove(home, { recursive: true });
  }
});

/** The files that built a database before 1.0. */
const filesBeforeRelease = [
  ...["20261120000100_foundation", "20261120000200_crm", "20261120000300_batch_import"],
  ...["20261120000350_settings", "20261120000400_teams", "20261120000500_channels", "20261120000600_agents"],
  ...["20261120000700_routing", "20261120000800_aggregation", "20261120000900_jobs"],
  ...["20261120001000_webhooks", "20261120001100_api_keys", "20261120001200_health"],
];

/** The history of those files, and one of their tables that the baseline creates too. */
async function buildBeforeRelease(sql: Database): Promise<void> {
  await sql`create schema private`;
  await sql`create table private.currencies (code text primary key check (code ~ '^[A-Z]{3}$'))`;
  await sql`create schema if not exists supabase_migrations`;
  await sql`create table if not exists supabase_migrations.schema_migrations (
    version text primary key, statements text[], name text)`;
  const files = filesBeforeRelease.map((file) => {
    const [version = "", ...name] = file.split("_");
    return { version, name: name.join("_") };
  });
  await sql`insert into supabase_migrations.schema_migrations ${sql(files)}`;
}

Deno.test("a database that was built before 1.0 is refused, and the doctor says so in one sentence", async (t) => {
  await using api = serveManagementApi();
  await using project = await emptyProject();
  const home = await Deno.makeTempDir({ prefix: "frontline-refused-" });
  try {
    const copy = await copyProject(join(home, "project"), ["supabase/config.toml", "migrations"]);
    await Deno.symlink("../migrations", join(copy, "supabase/migrations"));
    await buildBeforeRelease(project.sql);
    const cli = (...args: string[]) => supabaseIn(copy, api, [...args, `--remote=${project.url}`, "--yes"]);

    await t.step("db push does not know its migrations and applies none", async () => {
      const { success, text } = await cli("db", "push");
      assertEquals(success, false);
      assertMatch(text, /Remote migration versions not found in local migrations directory/);
    });

    await t.step("the doctor says that it cannot be upgraded", async () => {
      const findings = await examineDatabase(
        Deployment.parse({
          SUPABASE_URL: api.url,
          SUPABASE_SECRET_KEY: "stub",
          SUPABASE_DB_URL: project.url,
        }),
      );
      assertEquals(findings, [`${builtBeforeRelease}.`]);
    });

    await t.step("the baseline refuses it even after the repair that the CLI suggests", async () => {
      const versions = filesBeforeRelease.map((file) => file.split("_")[0] ?? "");
      const repaired = await cli("migration", "repair", "--status", "reverted", ...versions);
      assert(repaired.success, repaired.text);
      const { success, text } = await cli("db", "push");
      assertEquals(success, false);
      assertStringIncludes(text, builtBeforeRelease);
      const tables = await project
        .sql`select tablename from pg_tables where schemaname in ('public', 'private')`;
      assertEquals(tables.map(({ tablename }) => tablename), ["currencies"]);
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
