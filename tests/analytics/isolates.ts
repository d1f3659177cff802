/**
 * Writes and reads that several isolates interleave, checked against a model.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { fileURLToPath } from "node:url";
import type { Schemas } from "../../client/mod.ts";
import { base, newSale, record } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { childEnvironment, root, toolsDeno } from "../../tools/command.ts";

const path = `${base}/dashboard?from=2026-11-01&to=2026-11-30`;
type Get = (token: string) => Promise<Schemas["Dashboard"]>;

async function startIsolate(): Promise<AsyncDisposable & { get: Get }> {
  const child = new Deno.Command(toolsDeno, {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      "--no-check",
      fileURLToPath(new URL("isolate.ts", import.meta.url)),
    ],
    cwd: root,
    env: childEnvironment,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const port = Number(new TextDecoder().decode((await reader.read()).value));
  assert(port > 0, "the isolate said its port");
  return {
    get: async (token) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      const text = await response.text();
      assertEquals(response.status, 200, text);
      return JSON.parse(text).data;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await reader.cancel();
      await child.status;
    },
  };
}

/** How often an operation of each kind ended. */
interface Interleaved {
  reads: number;
  writes: number;
}

/**
 * Two writers record sales of 1 each while two readers an isolate look: the stack's own, and `others` more. Every
 * answer must hold what was written before its question and what anybody had seen by then, and must agree with itself.
 */
export async function interleave(others: number, operations: number): Promise<Interleaved> {
  const tenant = await createTenant({ settings: { "limits.data_api_writes": 60_000 } });
  await using started = new AsyncDisposableStack();
  const isolates: Get[] = [
    async (token) => (await api<Schemas["Dashboard"]>("GET", path, { as: token })).data,
  ];
  for (let n = 0; n < others; n++) isolates.push(started.use(await startIsolate()).get);

  let [begun, done, most, reads] = [0, 0, 0, 0];
  const ended = () => reads + done >= operations;
  const write = async () => {
    begun++;
    assertEquals((await record(tenant.member, [newSale({ amount: "1" })])).status, 201);
    done++;
  };
  const look = async (get: Get, as = tenant.viewer) => {
    const least = Math.max(done, most);
    const { total_revenue, completed_transactions: seen, top_products } = await get(as.token);
    reads++;
    assert(seen >= least && seen <= begun, `saw ${seen} of ${least} to ${begun}`);
    assertEquals([total_revenue, top_products[0]?.revenue ?? "0.00"], [`${seen}.00`, `${seen}.00`]);
    most = Math.max(most, seen);
  };
  const writer = async () => {
    // At most every fourth operation, so that reads find warm answers too.
    while (!ended()) {
      if (begun <= reads / 3) await write();
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const reader = async (get: Get, as = tenant.viewer) => {
    while (!ended()) await look(get, as);
  };
  await Promise.all([
    writer(),
    writer(),
    ...isolates.flatMap((get) => [reader(get), reader(get, tenant.manager)]),
  ]);
  await look(isolates[0]!);
  assertEquals(most, done);
  return { reads, writes: done };
}
