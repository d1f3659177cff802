import { assertEquals, assertRejects } from "#assert";
import { opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";
import { assertExactly, importUntilAcknowledged, postRows, rowsFor } from "./importers.ts";
import { functionPid, holdImports } from "./parts.ts";

Deno.test("a client that disconnects during an import gets its result by the idempotency key", async () => {
  const { member, ...tenant } = await createTenant();
  const rows = rowsFor("one", 50);
  {
    await using held = await holdImports();
    const client = new AbortController();
    const request = postRows(member, "one", rows, client.signal);
    await held.waiting();
    client.abort();
    await assertRejects(() => request, DOMException);
  }
  await importUntilAcknowledged(member, "one", rows);
  await assertExactly(tenant, [{ key: "one", rows: 50 }]);
});

Deno.test("a truncated upload imports nothing and does not stop the function", async () => {
  const { member, ...tenant } = await createTenant();
  await importUntilAcknowledged(member, "before", rowsFor("before", 1));
  const pid = await functionPid("batch-import");
  for (let seed = 1; seed <= 5; seed++) await sendHalf(member.token, opportunitiesCsv(500, seed));
  await importUntilAcknowledged(member, "after", rowsFor("after", 500));
  await assertExactly(tenant, [{ key: "after", rows: 500 }, { key: "before", rows: 1 }]);
  assertEquals(await functionPid("batch-import"), pid);
});

/** Sends the first half of a file's lines, a valid file by itself, and then drops the connection. */
async function sendHalf(token: string, csv: string): Promise<void> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const head = [
    "POST /functions/v1/batch-import/v1/batches?create_missing=organizations,products HTTP/1.1",
    `host: 127.0.0.1:${stack.port}`,
    `authorization: Bearer ${token}`,
    `apikey: ${stack.publishableKey}`,
    "content-type: text/csv",
    `content-length: ${encode(csv).length}`,
  ].join("\r\n");
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: stack.port });
  const writer = connection.writable.getWriter();
  await writer.write(encode(`${head}\r\n\r\n`));
  await writer.write(encode(csv.slice(0, csv.indexOf("\nOPP", csv.length / 2) + 1)));
  writer.releaseLock();
}
