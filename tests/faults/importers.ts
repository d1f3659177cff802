/**
 * Clients that import without a pause while parts of the stack fail, as careful ones do: each import has an
 * Idempotency-Key and is sent again until it is acknowledged. What they were told is compared with what is
 * there.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { type Batch, importRows } from "../fixtures/imports.ts";
import { opportunities } from "../../supabase/local/demo/opportunities.ts";
import type { Answer } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";
import { delay } from "../support/eventually.ts";
import { promised, promptly } from "./parts.ts";

/** The promised time plus a margin for a busy machine. A request without an answer by then hangs. */
const answerWithin = promised + 2_000;

/** An import that was acknowledged to a client. */
interface Acknowledged {
  key: string;
  rows: number;
  batch: Batch;
}

let seed = 1;

/** Only every second row has an external_id, so the others could be doubled without a conflict. */
export function rowsFor(key: string, count: number): Record<string, unknown>[] {
  return opportunities(count, seed++).map(({ external_id, ...row }, i) => {
    const name = `${key} ${i}`;
    return i % 2 === 0 ? { ...row, name, external_id } : { ...row, name };
  });
}

export function postRows(
  person: Person,
  key: string,
  rows: unknown[],
  signal: AbortSignal = AbortSignal.timeout(answerWithin),
): Promise<Answer<Batch>> {
  const options = { create_missing: ["organizations", "products"] };
  // The file name carries the key into the batch, where the check finds it.
  return importRows(person, rows, options, {
    json: { opportunities: rows, options, filename: key },
    key,
    signal,
  });
}

/** Retries an import until it is acknowledged. Each earlier answer must ask for a retry. */
export async function importUntilAcknowledged(
  person: Person,
  key: string,
  rows: unknown[],
  onRefusal: (answer: Answer<Batch>) => void = () => {},
): Promise<Batch> {
  while (true) {
    const answer = await postRows(person, key, rows);
    if (answer.status === 201) return answer.data;
    onRefusal(answer);
    assert(
      [429, 503].includes(answer.status),
      `an import was neither taken nor to be tried again: ${answer}`,
    );
    // The client honours quotas, but after a fault it retries sooner than it was asked to.
    const asked = Number(answer.headers.get("retry-after")) * 1000;
    await delay(answer.status === 429 ? asked : 50 + 200 * Math.random());
  }
}

/** Eight clients of two tenants, from {@linkcode start} until {@linkcode finish}. */
export class Importers implements AsyncDisposable {
  readonly acknowledged: Acknowledged[] = [];
  #finishing = false;
  #lastRefusal: Answer<Batch> | undefined;
  #failure: unknown;
  readonly #done: number[];
  readonly #refusals: number[];
  readonly #running: Promise<void>[];

  private constructor(readonly tenants: Tenant[]) {
    const people = tenants.flatMap(({ member, manager, admin, owner }) => [member, manager, admin, owner]);
    this.#done = people.map(() => 0);
    this.#refusals = people.map(() => 0);
    this.#running = people.map((person, client) =>
      this.#import(person, client).catch((error) => {
        this.#failure ??= error;
      })
    );
  }

  /** How many requests were answered with an error. */
  get refused(): number {
    return this.#refusals.reduce((sum, count) => sum + count);
  }

  static async start(): Promise<Importers> {
    return new Importers(await Promise.all([createTenant(), createTenant()]));
  }

  /** Waits until each client has begun and ended an import, so that all of them are served again. */
  async progress(): Promise<void> {
    // The import in progress and the next one.
    await this.#each("imports", this.#done, 2, promised);
  }

  /** Waits until each client was told to retry. */
  async refusals(): Promise<void> {
    await this.#each("is refused", this.#refusals, 1, answerWithin);
  }

  async #each(does: string, counts: number[], more: number, within: number): Promise<void> {
    const before = [...counts];
    try {
      await promptly(`each client ${does}`, () => {
        if (this.#failure) throw this.#failure;
        return counts.every((count, client) => count >= before[client]! + more);
      }, within);
    } catch (error) {
      throw new Error(`${error}; last refusal: ${this.#lastRefusal}`, { cause: error });
    }
  }

  /** Waits for the last imports and checks that exactly the acknowledged ones are stored. */
  async finish(): Promise<void> {
    await this[Symbol.asyncDispose]();
    if (this.#failure) throw this.#failure;
    for (const tenant of this.tenants) {
      const batches = new Set((await batchesOf(tenant)).map(({ id }) => id));
      await assertExactly(tenant, this.acknowledged.filter(({ batch }) => batches.has(batch.id)));
    }
    const total = (await Promise.all(this.tenants.map(batchesOf))).flat().length;
    assertEquals(total, this.acknowledged.length, "batches that nobody was told of, or that are lost");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#finishing = true;
    await Promise.all(this.#running);
  }

  async #import(person: Person, client: number): Promise<void> {
    while (!this.#finishing && !this.#failure) {
      const key = crypto.randomUUID();
      const rows = rowsFor(key, 20 + Math.floor(Math.random() * 300));
      const batch = await importUntilAcknowledged(person, key, rows, (answer) => {
        this.#refusals[client]!++;
        this.#lastRefusal = answer;
        if (this.#failure) throw this.#failure;
      });
      this.acknowledged.push({ key, rows: rows.length, batch });
      this.#done[client]!++;
    }
  }
}

interface StoredBatch {
  id: string;
  key: string;
  status: string;
  successful_records: number;
  /** Opportunities of this batch, and how many different ones. */
  opportunities: number;
  names: number;
  events: number;
  answers: number;
}

/** The batches of a tenant with everything that had to be committed with them, counted. */
async function batchesOf(tenant: Pick<Tenant, "id">): Promise<StoredBatch[]> {
  return await withDatabase((sql) =>
    sql<StoredBatch[]>`
    with rows as (
      select o.batch_id, count(*)::int as opportunities, count(distinct o.name)::int as names
      from public.opportunities o where o.client_id = ${tenant.id} group by o.batch_id
    ), events as (
      select (e.data ->> 'id')::uuid as batch_id, count(*)::int as events
      from private.outbox e where e.client_id = ${tenant.id} and e.type = 'batch.completed' group by 1
    ), answers as (
      select (k.response -> 'body' ->> 'id')::uuid as batch_id, count(*)::int as answers
      from private.idempotency_keys k where k.client_id = ${tenant.id} group by 1
    )
    select b.id, b.filename as key, b.status, b.successful_records, coalesce(r.opportunities, 0) as opportunities,
      coalesce(r.names, 0) as names, coalesce(e.events, 0) as events, coalesce(a.answers, 0) as answers
    from public.opportunity_batches b
    left join rows r on r.batch_id = b.id left join events e on e.batch_id = b.id left join answers a on a.batch_id = b.id
    where b.client_id = ${tenant.id} order by b.filename`, "superuser");
}

/**
 * Every acknowledged import is stored once and completely, with its event and answer, and nothing else is.
 */
export async function assertExactly(
  tenant: Pick<Tenant, "id">,
  acknowledged: Omit<Acknowledged, "batch">[],
): Promise<void> {
  const expected = acknowledged.map(({ key, rows }) => ({
    key,
    status: "completed",
    successful_records: rows,
    opportunities: rows,
    names: rows,
    events: 1,
    answers: 1,
  })).sort((a, b) => a.key < b.key ? -1 : 1);
  const stored = (await batchesOf(tenant)).map(({ id: _, ...batch }) => batch);
  assertEquals(stored.sort((a, b) => a.key < b.key ? -1 : 1), expected);
}
