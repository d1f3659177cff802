import { assert, assertEquals } from "#assert";
import { command, toolsDeno } from "../../tools/command.ts";
import { addEntries, checkpoint, endEntries } from "../fixtures/audit.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

async function exported(tenant: Tenant): Promise<string> {
  const response = await fetch(`${stack.functionsUrl}/audit/v1/export`, {
    headers: { apikey: stack.publishableKey, authorization: `Bearer ${tenant.owner.token}` },
  });
  assertEquals([response.status, response.headers.get("content-type")], [200, "application/x-ndjson"]);
  return await response.text();
}

Deno.test("an export is checked without a database, and a changed line is named", async () => {
  const tenant = await createTenant();
  await addEntries(tenant, 5);
  const signed = await checkpoint(tenant);
  const text = await exported(tenant);
  const keys = (await api("GET", "/audit/v1/keys", { as: tenant.owner })).text;
  const folder = await Deno.makeTempDir();
  const check = async (export_: string) => {
    await Deno.writeTextFile(`${folder}/audit.ndjson`, export_);
    const files = ["audit.ndjson", "--checkpoint", "checkpoint.json", "--keys", "keys.json"];
    const args = files.map((name) => name.startsWith("--") ? name : `${folder}/${name}`);
    return await command(toolsDeno, ["run", "-A", "tools/verify_audit.ts", ...args]);
  };
  try {
    await Deno.writeTextFile(`${folder}/checkpoint.json`, JSON.stringify(signed));
    await Deno.writeTextFile(`${folder}/keys.json`, keys);
    const untouched = await check(text);
    assert(untouched.success, untouched.text);
    assert(untouched.text.trim().endsWith("verified"), untouched.text);
    const changed = await check(text.replace(/Team [0-9a-f]{8}/, "Team 00000000"));
    assertEquals(changed.success, false);
    assert(/changed: entry \d+: A value is not the one that was sealed/.test(changed.text), changed.text);
    const cut = await check(text.trimEnd().split("\n").slice(0, -2).join("\n"));
    assert(/missing/.test(cut.text) && !cut.success, cut.text);
    const ended = await withDatabase((sql) => sql.begin((tx) => endEntries(tx, tenant.id, 4)));
    const later = await check(await exported(tenant));
    assert(later.success && later.text.includes(`${ended} ended ones`), later.text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
