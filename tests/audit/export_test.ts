import { assert, assertEquals } from "#assert";
import { command, toolsDeno } from "../../tools/command.ts";
import { addEntries, checkpoint } from "../fixtures/audit.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("an export is checked without a database, and a changed line is named", async () => {
  const tenant = await createTenant();
  await addEntries(tenant, 5);
  const signed = await checkpoint(tenant);
  const response = await fetch(`${stack.functionsUrl}/audit/v1/export`, {
    headers: { apikey: stack.publishableKey, authorization: `Bearer ${tenant.owner.token}` },
  });
  assertEquals([response.status, response.headers.get("content-type")], [200, "application/x-ndjson"]);
  const text = await response.text();
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
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
