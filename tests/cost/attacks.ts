/**
 * What a hostile tenant does with a token, an API key and the Data API, as fast as its rate limits allow.
 *
 * @module
 */
import { receive } from "../fixtures/receivers.ts";
import { hire } from "../fixtures/routing.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

export interface Attack {
  name: string;
  /** Prepares it, and returns what is repeated; its answers are counted. */
  prepare(tenant: Tenant): Promise<Strike>;
  /** How many strike at once. */
  at: number;
}

export interface Strike {
  strike(signal: AbortSignal): Promise<Response>;
  end?: () => Promise<void>;
}

/** As a customer without raised limits has them, on a stack whose limiter is wide open. */
const customer = {
  "limits.read": 600,
  "limits.write": 300,
  "limits.import": 120,
  "limits.calls": 6_000,
  "limits.tenant": 12_000,
  "limits.upload": 240,
  "limits.cpu_ms_per_minute": 60_000,
  "import.batches_per_hour": 5,
};

/** A tenant with the limits of a new customer. */
export function createHostile(): Promise<Tenant> {
  return createTenant({ settings: customer });
}

function send(url: string, token: string, body: BodyInit, signal: AbortSignal, method = "POST") {
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  const headers = { apikey: stack.publishableKey, authorization: `Bearer ${token}`, "content-type": type };
  return fetch(url, { method, headers, body, signal });
}

const functions = (path: string) => `${stack.functionsUrl}${path}`;
const dataApi = (path: string) => `${stack.url}/rest/v1/${path}`;

/** An API key of the tenant with these scopes. */
async function keyOf(tenant: Tenant, scopes: string[]): Promise<string> {
  const json = { name: "Hostile", scopes };
  return (await api<{ key: string }>("POST", "/api-keys/v1", { as: tenant.owner, json })).data.key;
}

async function endpointsAt(tenant: Tenant, url: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const json = { url: `${url}/${i}`, event_types: ["team.updated"] };
    await api("POST", "/webhooks/v1/endpoints", { as: tenant.manager, json });
  }
}

async function teamOf(tenant: Tenant): Promise<string> {
  const json = { name: "Hostile", sector: "sales" };
  return (await api<{ id: string }>("POST", "/teams/v1", { as: tenant.manager, json })).data.id;
}

const organizations = (count: number, client_id: string) =>
  withDatabase((sql) =>
    sql`insert into public.organizations (client_id, name)
      select ${client_id}, 'Similar customer number ' || n from generate_series(1, ${count}::int) n`
  );

export const attacks: Attack[] = [
  {
    name: "most rows: 1,000 calls a request, with an API key",
    at: 4,
    async prepare(tenant) {
      const [agent_id] = await hire(tenant, "sales", [{}]);
      const key = await keyOf(tenant, ["calls:write"]);
      return {
        strike: (signal) => {
          const calls = Array.from({ length: 1_000 }, (_, i) => ({
            external_id: crypto.randomUUID(),
            agent_id,
            outcome: "successful",
            resolved: true,
            handling_seconds: 86_400,
            started_at: new Date(Date.now() - i * 864e5).toISOString(),
          }));
          return send(functions("/aggregation/v1/calls"), key, JSON.stringify({ calls }), signal);
        },
      };
    },
  },
  {
    name: "most bytes: parts of uploads of 4 MB",
    at: 2,
    async prepare(tenant) {
      const as = tenant.member;
      const json = { filename: "hostile.csv" };
      const { id } = (await api<{ id: string }>("POST", "/batch-import/v1/uploads", { as, json })).data;
      const part = new Uint8Array(4_000_000).fill(97);
      let n = 0;
      return {
        strike: (signal) =>
          send(
            functions(`/batch-import/v1/uploads/${id}/parts/${1 + n++ % 45}`),
            as.token,
            part,
            signal,
            "PUT",
          ),
      };
    },
  },
  {
    name: "most CPU: dry runs of 500 names that resemble 20,000",
    at: 4,
    async prepare(tenant) {
      await organizations(20_000, tenant.id);
      const opportunities = Array.from({ length: 500 }, (_, i) => ({
        name: `Deal ${i}`,
        organization: `Similar customer numbers ${i}`,
      }));
      const body = JSON.stringify({ opportunities, options: { dry_run: true } });
      return {
        strike: (signal) => send(functions("/batch-import/v1/batches"), tenant.member.token, body, signal),
      };
    },
  },
  {
    name: "longest lock: all 2,000 teams in one PATCH of the Data API",
    at: 4,
    async prepare(tenant) {
      await withDatabase((sql) =>
        sql`insert into public.teams (client_id, name, sector)
          select ${tenant.id}, 'Team ' || n, 'sales' from generate_series(1, 2000) n`
      );
      return {
        strike: (signal) => {
          const body = JSON.stringify({ description: crypto.randomUUID() });
          return send(dataApi("teams?status=eq.active"), tenant.manager.token, body, signal, "PATCH");
        },
      };
    },
  },
  {
    name: "slowest endpoints: 60 that hang",
    at: 2,
    async prepare(tenant) {
      const hanging = receive();
      hanging.answer = () => new Promise(() => {});
      await endpointsAt(tenant, hanging.url, 60);
      const team = await teamOf(tenant);
      return {
        strike: (signal) => {
          const body = JSON.stringify({
            name: "Hostile",
            sector: "sales",
            description: crypto.randomUUID(),
          });
          return send(functions(`/teams/v1/${team}`), tenant.manager.token, body, signal, "PUT");
        },
        end: async () => {
          await withDatabase((sql) =>
            sql`delete from public.webhook_endpoints where client_id = ${tenant.id}`
          );
          await hanging[Symbol.asyncDispose]();
        },
      };
    },
  },
  {
    name: "poison jobs: deliveries to a closed port, retried by hand",
    at: 4,
    async prepare(tenant) {
      await endpointsAt(tenant, "http://127.0.0.1:9", 20);
      const team = await teamOf(tenant);
      const token = tenant.manager.token;
      return {
        strike: async (signal) => {
          const body = JSON.stringify({
            name: "Hostile",
            sector: "sales",
            description: crypto.randomUUID(),
          });
          await (await send(functions(`/teams/v1/${team}`), token, body, signal, "PUT")).body?.cancel();
          const headers = { apikey: stack.publishableKey, authorization: `Bearer ${token}` };
          const path = dataApi("webhook_deliveries?status=eq.scheduled&select=id&limit=1");
          const [delivery] = await (await fetch(path, { headers, signal })).json();
          const retry = JSON.stringify({ delivery_id: delivery?.id ?? crypto.randomUUID() });
          return await send(dataApi("rpc/retry_webhook_delivery"), token, retry, signal);
        },
      };
    },
  },
  {
    name: "largest bodies: dry runs of 4.5 MB through the Data API",
    at: 2,
    prepare(tenant) {
      const notes = "x".repeat(4_400);
      const opportunities = Array.from(
        { length: 1_000 },
        (_, i) => ({ name: `Deal ${i}`, organization: "A", notes }),
      );
      const body = JSON.stringify({ opportunities, options: { dry_run: true } });
      const url = dataApi("rpc/import_opportunities");
      return Promise.resolve({ strike: (signal) => send(url, tenant.member.token, body, signal) });
    },
  },
];
