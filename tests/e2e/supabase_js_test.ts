/**
 * An app's whole path with supabase-js and nothing else.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { client, createTenant } from "../support/tenant.ts";
import { stack } from "../support/env.ts";

Deno.test("an app signs in, imports, and reads what it imported; the other tenant sees none of it", async () => {
  const [tenant, stranger] = await Promise.all([createTenant(), createTenant()]);
  const app = client(stack.publishableKey);
  const session = await app.auth.signInWithPassword(tenant.member);
  assertEquals(session.error, null);

  const imported = await app.functions.invoke("batch-import/v1/batches", {
    body: {
      opportunities: [{ name: "Refit", organization: "Initech", amount: "1200.50" }],
      options: { create_missing: ["organizations"] },
    },
  });
  assertEquals(imported.error, null);
  assertEquals(imported.data.data.status, "completed");
  assertEquals(imported.data.data.created, 1);

  const rows = await app.from("opportunities").select("name, amount, batch_id, organizations(name)");
  assertEquals(rows.error, null);
  assertEquals(rows.data?.map(({ name, batch_id }) => ({ name, batch_id })), [
    { name: "Refit", batch_id: imported.data.data.id },
  ]);

  const read = await app.functions.invoke(`batch-import/v1/batches/${imported.data.data.id}`, {
    method: "GET",
  });
  assertEquals(read.data.data, imported.data.data);

  const other = await client(stranger.owner).from("opportunities").select("id");
  assertEquals(other.data, []);
  const hidden = await client(stranger.owner).functions.invoke(
    `batch-import/v1/batches/${imported.data.data.id}`,
    { method: "GET" },
  );
  assertEquals(hidden.response?.status, 404);
  await hidden.response?.body?.cancel();
});

Deno.test("an app that may not import gets an error it can show", async () => {
  const tenant = await createTenant();
  const { error, response } = await client(tenant.viewer).functions.invoke("batch-import/v1/batches", {
    body: { opportunities: [{ name: "Refit", organization: "Initech" }] },
  });
  assert(error);
  assertEquals(response?.status, 403);
  const { error: shown } = await response!.json();
  assertEquals(shown.code, "FORBIDDEN");
  assert(shown.message.includes("opportunities:import"), shown.message);
});
