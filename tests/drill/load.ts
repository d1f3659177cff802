/**
 * What the drill writes through the API: imports of several tenants, and a stream of acknowledged writes.
 *
 * @module
 */
import { importUntilAcknowledged, rowsFor } from "../faults/importers.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

/** A write that the API acknowledged. */
export interface Write {
  batch: string;
  at: number;
}

export async function createTenants(count: number): Promise<Tenant[]> {
  return await Promise.all(Array.from({ length: count }, () => createTenant()));
}

/** The drill runs beside its own backup, and promises no latency: what gets no answer in time is sent again, under its key. */
async function importPatiently(person: Person, rows: number, onRefusal = () => {}): Promise<string> {
  const key = crypto.randomUUID();
  const content = rowsFor(key, rows);
  for (let attempt = 1;; attempt++) {
    try {
      return (await importUntilAcknowledged(person, key, content, onRefusal)).id;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "TimeoutError" || attempt === 10) throw error;
    }
  }
}

/** Imports so many batches of 500 rows for each tenant. */
export async function importBatches(tenants: Tenant[], batches: number): Promise<void> {
  await Promise.all(tenants.map(async ({ member }) => {
    for (let batch = 0; batch < batches; batch++) await importPatiently(member, 500);
  }));
}

/** Imports one row after another until it is stopped. Keeps what was acknowledged, and when. */
export class Writer {
  readonly writes: Write[] = [];
  #stopping = false;
  readonly #running: Promise<void>;

  constructor(private readonly tenant: Tenant) {
    this.#running = this.#write();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #write(): Promise<void> {
    while (!this.#stopping) {
      const batch = await importPatiently(this.tenant.member, 1, () => {
        if (this.#stopping) throw new Stopped();
      }).catch((error) => {
        if (!(error instanceof Stopped)) throw error;
      });
      if (batch) this.writes.push({ batch, at: Date.now() });
    }
  }
}

class Stopped extends Error {}
