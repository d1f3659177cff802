/**
 * The tenant that must not notice what another one does: the operations that are measured.
 *
 * @module
 */
import { receive, type Receiver, register } from "../fixtures/receivers.ts";
import { hire } from "../fixtures/routing.ts";
import { type Answer, api } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

export const operations = ["import", "decision", "list", "delivery", "aggregation"] as const;
export type Operation = typeof operations[number];

/** How long a delivery may take before it counts as an error. */
const deliveryMs = 30_000;

/** A tenant with agents, teams and a receiver of its events. */
export class Quiet implements AsyncDisposable {
  #imports = 0;

  private constructor(
    private readonly tenant: Tenant,
    private readonly agents: string[],
    private readonly team: string,
    private readonly receiver: Receiver,
  ) {}

  static async create(): Promise<Quiet> {
    const tenant = await createTenant();
    const agents = await hire(tenant, "sales", Array.from({ length: 20 }, () => ({ max_load: 100 })));
    const teams: string[] = [];
    for (let i = 0; i < 20; i++) {
      const json = { name: `Team ${i}`, sector: "sales" };
      teams.push((await api<{ id: string }>("POST", "/teams/v1", { as: tenant.manager, json })).data.id);
    }
    const receiver = receive();
    await register(tenant.manager, receiver, { event_types: ["team.updated"] });
    return new Quiet(tenant, agents, teams[0] ?? "", receiver);
  }

  /** Does an operation once and returns the milliseconds. Throws if it does not succeed. */
  async time(operation: Operation): Promise<number> {
    const began = performance.now();
    await this[`_${operation}`]();
    return performance.now() - began;
  }

  async _import(): Promise<void> {
    const opportunities = Array.from({ length: 50 }, (_, row) => ({
      name: `Deal ${this.#imports}-${row}`,
      organization: `Customer ${row}`,
      amount: row,
    }));
    this.#imports++;
    const options = { create_missing: ["organizations"] };
    const json = { opportunities, options };
    succeeded(await api("POST", "/batch-import/v1/batches", { as: this.tenant.member, json }));
  }

  async _decision(): Promise<void> {
    const json = { sector: "sales" };
    const made = await api<{ decision_id: string }>("POST", "/routing/v1/decisions", {
      as: this.tenant.member,
      json,
    });
    const id = succeeded(made).data.decision_id;
    succeeded(await api("POST", `/routing/v1/decisions/${id}/release`, { as: this.tenant.member }));
  }

  async _list(): Promise<void> {
    succeeded(await api("GET", "/teams/v1?limit=20", { as: this.tenant.viewer }));
  }

  async _delivery(): Promise<void> {
    const description = crypto.randomUUID();
    const json = { name: "Team 0", sector: "sales", description };
    succeeded(await api("PUT", `/teams/v1/${this.team}`, { as: this.tenant.manager, json }));
    const until = performance.now() + deliveryMs;
    while (!this.receiver.messages.some(({ data }) => data.description === description)) {
      if (performance.now() > until) throw new Error(`no delivery within ${deliveryMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.receiver.messages.length = 0;
  }

  async _aggregation(): Promise<void> {
    const calls = this.agents.map((agent_id) => ({
      external_id: crypto.randomUUID(),
      agent_id,
      outcome: "successful",
      resolved: true,
      handling_seconds: 60,
      started_at: new Date().toISOString(),
    }));
    const path = "/aggregation/v1";
    succeeded(await api("POST", `${path}/calls`, { as: this.tenant.member, json: { calls } }));
    succeeded(await api("POST", `${path}/runs`, { as: this.tenant.manager }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.receiver[Symbol.asyncDispose]();
  }
}

function succeeded<T>(answer: Answer<T>): Answer<T> {
  if (answer.status >= 400) throw new Error(String(answer).slice(0, 500));
  return answer;
}
