/**
 * The far end of the demo's webhook: a server on loopback, registered as an endpoint while the demo runs, that checks
 * signatures with the published Standard Webhooks package.
 *
 * @module
 */
import { Webhook } from "standardwebhooks";
import { type Client, dataOf, type Schemas } from "../../../client/mod.ts";

export interface DemoReceiver extends AsyncDisposable {
  url: string;
  /** Resolves when this batch's `batch.completed` has arrived and its signature is verified. */
  received(batchId: string): Promise<void>;
}

const patienceMs = 10_000;

/** Starts a receiver and registers it. Disposing of it removes the endpoint. */
export async function startReceiver(client: Client): Promise<DemoReceiver> {
  const arrived = new Map<string, PromiseWithResolvers<void>>();
  const arrival = (id: string) => {
    const known = arrived.get(id) ?? Promise.withResolvers<void>();
    arrived.set(id, known);
    return known;
  };
  let secret = "";
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const body = await request.text();
    try {
      new Webhook(secret).verify(body, Object.fromEntries(request.headers));
    } catch {
      return new Response("The signature does not match", { status: 401 });
    }
    arrival(JSON.parse(body).data.id).resolve();
    return new Response(null, { status: 204 });
  });
  const url = `http://127.0.0.1:${server.addr.port}/webhooks`;

  let endpoint: Schemas["EndpointWithSecret"];
  try {
    endpoint = dataOf(
      await client.POST("/webhooks/v1/endpoints", {
        body: { url, event_types: ["batch.completed"], description: "The demo's receiver" },
      }),
    );
  } catch (error) {
    await server.shutdown();
    throw error;
  }
  secret = endpoint.secret ?? "";

  return {
    url,
    received(batchId) {
      const late = new Error(`the batch's event did not arrive at ${url} within ${patienceMs / 1000} s`);
      return before(arrival(batchId).promise, patienceMs, late);
    },
    async [Symbol.asyncDispose]() {
      await client.DELETE("/webhooks/v1/endpoints/{endpoint}", {
        params: { path: { endpoint: endpoint.id } },
      });
      await server.shutdown();
    },
  };
}

async function before<T>(work: Promise<T>, milliseconds: number, late: Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
