import { assert, assertEquals, assertLess } from "#assert";
import { createServer, type Server, type ServerResponse } from "node:http";
import { eventually } from "../support/eventually.ts";
import { register } from "../fixtures/receivers.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

interface Delivery {
  id: string;
  status: string;
  attempts: {
    status_code: number | null;
    duration_ms: number;
    response: string | null;
    error: string | null;
  }[];
}

const tenant = await createTenant();

/** A server that answers with whatever `respond` does, and how many connections it has open. */
async function serve(respond: (response: ServerResponse) => void) {
  const open = new Set<unknown>();
  const server: Server = createServer((request, response) => {
    request.resume();
    respond(response);
  });
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  assert(typeof address === "object" && address !== null);
  return {
    url: `http://127.0.0.1:${address.port}/`,
    open,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** The delivery of a test event, as it is after its first attempt. */
async function deliverTo(url: string): Promise<Delivery> {
  const endpoint = await register(tenant.manager, url, { event_types: ["batch.failed"] });
  const path = `/webhooks/v1/endpoints/${endpoint.id}`;
  const { id } = (await api<{ id: string }>("POST", `${path}/test`, { as: tenant.manager })).data;
  const delivery = await eventually("it is attempted", async () => {
    const { data } = await api<Delivery>("GET", `/webhooks/v1/deliveries/${id}`, { as: tenant.manager });
    return data.attempts.length > 0 ? data : undefined;
  });
  await api("DELETE", path, { as: tenant.manager });
  return delivery;
}

Deno.test("a delivery that was answered 200 is successful, even if the body never ends", async (t) => {
  const bodies: Record<string, (response: ServerResponse) => void> = {
    "it stays open": (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("ok");
    },
    "it never begins": (response) => {
      response.writeHead(200).flushHeaders();
    },
    "it breaks off": (response) => {
      response.writeHead(200, { "content-length": "1000" }).write("ok", () => response.socket?.destroy());
    },
    "it does not end": (response) => {
      response.writeHead(202);
      const more = () => {
        if (!response.destroyed) response.write("x".repeat(65_536), () => setTimeout(more, 1));
      };
      more();
    },
  };
  await Promise.all(
    Object.entries(bodies).map(([name, respond]) =>
      t.step({
        name,
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
        fn: async () => {
          await using server = await serve(respond);
          const { status, attempts: [attempt] } = await deliverTo(server.url);
          assertEquals(status, "delivered");
          assertEquals([attempt?.status_code, attempt?.error], [
            name === "it does not end" ? 202 : 200,
            null,
          ]);
          assertLess(attempt?.duration_ms ?? Infinity, 5_000);
          await eventually("the connection is given up", () => server.open.size === 0);
        },
      })
    ),
  );
});

Deno.test("a failure whose body stalls is reported with its status", async () => {
  await using server = await serve((response) => {
    response.writeHead(503).write("down");
  });
  const { status, attempts: [attempt] } = await deliverTo(server.url);
  assertEquals([status, attempt?.status_code, attempt?.response], ["scheduled", 503, "down"]);
});
