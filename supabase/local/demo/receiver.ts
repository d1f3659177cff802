/**
 * The far end of the demo's webhook: a server on loopback, registered as an endpoint while the demo runs, that checks
 * signatures with the published Standard Webhooks package.
 *
 * @module
 */
import { Webhook } from "standardwebhooks";

export interface DemoReceiver extends AsyncDisposable {
  url: string;
  /** When this batch's `batch.completed` arrived, its signature verified. */
  received(batchId: string): Promise<void>;
}

const patienceMs = 10_000;

/** Starts a receiver and registers it. Disposing of it removes the endpoint. */
export async function startReceiver(functionsUrl: string, token: string): Promise<DemoReceiver> {
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

  const endpoints = `${functionsUrl}/webhooks/v1/endpoints`;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ url, event_types: ["batch.completed"], description: "The demo's receiver" });
  const answer = await fetch(endpoints, { method: "POST", headers, body });
  const text = await answer.text();
  if (!answer.ok) {
    await server.shutdown();
    throw new Error(`registering the demo's receiver answered ${answer.status}: ${text}`);
  }
  const { data: endpoint } = JSON.parse(text);
  secret = endpoint.secret;

  return {
    url,
    received(batchId) {
      const late = new Error(`the batch's event did not arrive at ${url} within ${patienceMs / 1000} s`);
      return before(arrival(batchId).promise, patienceMs, late);
    },
    async [Symbol.asyncDispose]() {
      const removed = await fetch(`${endpoints}/${endpoint.id}`, { method: "DELETE", headers });
      await removed.body?.cancel();
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
