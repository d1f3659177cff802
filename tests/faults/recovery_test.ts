import { assertEquals, assertGreater, assertRejects, assertStringIncludes } from "#assert";
import { CommandError, run } from "../../supabase/local/command.ts";
import { ownedFolder, startCopy } from "../../tools/recovery/copy.ts";
import { RecoveryError } from "../../tools/recovery/pgbackrest.ts";
import { restoreTenant } from "../../tools/recovery/restore_tenant.ts";
import { backUp } from "../drill/backups.ts";
import { untilArchived } from "../drill/archive.ts";
import { drill } from "../drill/drill.ts";
import { tenantDrill } from "../drill/tenant.ts";
import { type ArchivedStack, openArchivedStack } from "../drill/own_stack.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";

let archived: ArchivedStack;

Deno.test.beforeAll(async () => {
  archived = await openArchivedStack(2);
  await backUp(archived.repository);
});
Deno.test.afterAll(() => archived.stop());

/** What the operator reads, and what is left in the copy's folder. */
async function refusal(
  name: string,
  at: string | undefined,
  repository = archived.repository,
): Promise<string> {
  const folder = await ownedFolder(`${stack.directory}/${name}`);
  const options = { repository, folder, port: stack.port + 7, at };
  return (await assertRejects(() => startCopy(options), RecoveryError)).message;
}

Deno.test("restoring to a time before the first backup is refused", async () => {
  const message = await refusal("early", "2020-01-01T00:00:00Z");
  assertStringIncludes(message, "2020-01-01T00:00:00Z is before the first backup, which ended at ");
  assertEquals(await Array.fromAsync(Deno.readDir(`${stack.directory}/early`)), []);
});

Deno.test("restoring without a configuration of pgBackRest is refused", async () => {
  const config = "/nowhere/pgbackrest.conf";
  assertEquals(
    await refusal("unconfigured", undefined, { ...archived.repository, config }),
    `pgBackRest's configuration ${config} does not exist. Nothing was changed.`,
  );
});

Deno.test("restoring to a future time is refused", async () => {
  assertStringIncludes(
    await refusal("late", "2100-01-01T00:00:00Z"),
    "is in the future. Nothing was changed.",
  );
});

Deno.test("restoring from a repository with a damaged file is refused", async () => {
  const damaged = await ownedFolder(`${stack.directory}/damaged`);
  await run("cp", ["-a", `${stack.directory}/backups/repository`, damaged]);
  const files = await run("find", [`${damaged}/repository/backup`, "-path", "*/bundle/*", "-size", "+100k"]);
  const [file = ""] = files.trim().split("\n").sort();
  const bytes = await Deno.readFile(file);
  bytes.fill(0, bytes.length / 2, bytes.length / 2 + 4_096);
  await Deno.writeFile(file, bytes);
  const text = await Deno.readTextFile(archived.repository.config);
  const config = `${stack.directory}/damaged.conf`;
  await Deno.writeTextFile(config, text.replace(/repo1-path=.*/, `repo1-path=${damaged}/repository`));
  const message = await refusal("from_damaged", undefined, { ...archived.repository, config });
  assertStringIncludes(message, "The repository is damaged: ");
});

Deno.test("a copy that does not fit is refused before a byte is written", async () => {
  const folder = `${stack.directory}/tiny`;
  await ownedFolder(folder);
  // A file system of its own, in a mount namespace that ends with the command.
  const script = `mount -t tmpfs -o size=4m none ${folder} && exec "$@"`;
  const program = [
    Deno.execPath(),
    "run",
    "-A",
    "tests/drill/copy_into.ts",
    archived.repository.config,
    folder,
  ];
  const failure = await assertRejects(
    () => run("unshare", ["--mount", ...asRoot(), "sh", "-c", script, "sh", ...program]),
    CommandError,
  );
  assertStringIncludes(
    failure.output,
    `There is not enough space for the copy: ${folder} has 4 MB, it needs `,
  );
});

/** Mounting needs root, at least inside of the namespace. */
function asRoot(): string[] {
  return Deno.uid() === 0 ? [] : ["--user", "--map-root-user"];
}

/** What the operator reads when a tenant cannot come back. */
async function tenantRefusal(client: string, at: string): Promise<string> {
  const folder = `${stack.directory}/refused`;
  const { repository } = archived;
  const options = { database: stack.adminDatabaseUrl, repository, client, at, folder, apply: true };
  return (await assertRejects(() => restoreTenant(options), RecoveryError)).message;
}

Deno.test("restoring an unknown tenant, or one to a wrong time, is refused in one sentence", async () => {
  const unknown = crypto.randomUUID();
  const now = new Date().toISOString();
  assertEquals(
    await tenantRefusal("Acme", now),
    '"Acme" is no tenant\'s id. Nothing was changed.',
  );
  assertEquals(
    await tenantRefusal(unknown, "yesterday"),
    '"yesterday" is no time with a zone, such as 2026-11-26T09:59:59Z. Nothing was changed.',
  );
  assertStringIncludes(await tenantRefusal(unknown, "2020-01-01T00:00:00Z"), "is before the first backup");
  // A time can be reached if the archive has a commit after it.
  await createTenant();
  await untilArchived();
  assertStringIncludes(await tenantRefusal(unknown, now), `There was no tenant ${unknown} at `);
});

Deno.test("one damaged tenant comes back alone, and the restore can be taken back", async () => {
  const { rows } = await tenantDrill({ repository: archived.repository, others: 1, batches: 1 });
  assertGreater(rows, 250);
});

Deno.test("a lost and damaged database comes back to the second before the damage", async () => {
  const { repository } = archived;
  const { rows } = await drill({ repository, tenants: 1, batches: 1, archiveSeconds: 2, log: () => {} });
  assertGreater(rows, 1_000);
});
