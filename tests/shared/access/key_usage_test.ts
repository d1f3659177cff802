import { assert, assertEquals } from "#assert";
import { z } from "@hono/zod-openapi";
import { exportJWK, generateKeyPair } from "jose";
import { newApiKey, newApiKeys } from "../../../shared/access/api_key.ts";
import { createApp } from "../../../shared/http/app.ts";
import { json } from "../../../shared/http/openapi.ts";
import { defineRoute } from "../../../shared/http/route.ts";
import { clientId, logged, type Project, startProject, userId } from "../../support/project.ts";

const app = createApp("usage");
for (const method of ["get", "post"] as const) {
  app.openapi(
    defineRoute({
      method,
      path: "/",
      access: method === "get" ? "teams:read" : "teams:write",
      responses: { 200: json(z.object({}), "Fine") },
    }),
    (c) => c.json({}, 200),
  );
}

const Sent = z.object({ uses: z.int(), denials: z.int(), address: z.string().optional() });
const exchanged = {
  key_id: "",
  client_id: clientId,
  user_id: userId,
  scopes: ["teams:read"],
  limits: {},
  seconds: 60,
  counted: true,
};

/**
 * Registers a test on a project that answers exchanges with `exchanged` and the changes, and records its
 * requests.
 */
function promise(
  name: string,
  changes: (address?: string) => Record<string, unknown>,
  test: (sent: z.output<typeof Sent>[], project: Project) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const key = { ...await exportJWK(privateKey), kid: "standby" };
    await using project = await startProject({ JWT_SIGNING_KEY: JSON.stringify(key) });
    const sent: z.output<typeof Sent>[] = [];
    const key_id = crypto.randomUUID();
    project.parts.rest = async (request) => {
      const body = Sent.parse(await request.json());
      sent.push(body);
      return Response.json({ ...exchanged, key_id, ...changes(body.address) });
    };
    await test(sent, project);
  });
}

async function call(key: string, method = "GET", address = "192.0.2.1"): Promise<number> {
  let status = 0;
  const headers = { "x-api-key": key, "cf-connecting-ip": address };
  await logged(async () => {
    const answer = await app.request("/usage/v1", { method, headers });
    await answer.body?.cancel();
    status = answer.status;
  });
  return status;
}

async function at(seconds: number, work: () => Promise<void>): Promise<void> {
  const { now } = Date;
  Date.now = () => now() + seconds * 1000;
  try {
    await work();
  } finally {
    Date.now = now;
  }
}

promise("requests and denials are reported at the next exchange", () => ({}), async (sent) => {
  const { key } = await newApiKey();
  for (const method of ["GET", "GET", "POST", "POST", "POST"]) await call(key, method);
  await at(51, async () => void await call(key));
  await at(102, async () => void await call(key));
  const counts = sent.map(({ uses, denials }) => [uses, denials]);
  assertEquals(counts, [[1, 0], [5, 3], [1, 0]]);
});

promise(
  "uses that the database did not count are reported again",
  () => ({ counted: false }),
  async (sent) => {
    const { key } = await newApiKey();
    for (const method of ["GET", "POST"]) await call(key, method);
    await at(51, async () => void await call(key));
    assertEquals(sent.map(({ uses, denials }) => [uses, denials]), [[1, 0], [3, 1]]);
  },
);

promise(
  "a remembered key with allowed addresses is asked about for each other address",
  (address) => ({ restricted: true, allowed: address === "192.0.2.1" }),
  async (sent) => {
    const { key } = await newApiKey();
    const calls = ["192.0.2.1", "192.0.2.1", "198.51.100.1", "198.51.100.1", "192.0.2.1"];
    const statuses: number[] = [];
    for (const address of calls) statuses.push(await call(key, "GET", address));
    assertEquals(statuses, [200, 200, 403, 403, 200]);
    assertEquals(sent.map(({ address }) => address), ["192.0.2.1", "198.51.100.1", "198.51.100.1"]);
  },
);

promise(
  "an answer for one address is not taken for another that asks meanwhile",
  (address) => ({ restricted: true, allowed: address === "192.0.2.1" }),
  async () => {
    const { key } = await newApiKey();
    const addresses = Array.from({ length: 20 }, (_, i) => i % 2 ? "192.0.2.1" : "198.51.100.1");
    const statuses = await Promise.all(addresses.map((address) => call(key, "GET", address)));
    assertEquals(statuses, addresses.map((address) => address === "192.0.2.1" ? 200 : 403));
  },
);

promise("a mistyped key is refused without a look-up", () => ({}), async (sent) => {
  const { live, test } = await newApiKeys();
  for (const { key } of [live, test]) {
    for (const i of [4, 9, 20, 60, key.length - 1]) {
      const wrong = key[i] === "a" ? "b" : "a";
      assertEquals(await call(key.slice(0, i) + wrong + key.slice(i + 1)), 401);
    }
  }
  assertEquals([await call(live.key.replace("live", "test")), await call(test.key.slice(0, -9))], [401, 401]);
  assertEquals(sent, []);
  assert(live.digest !== test.digest);
});
