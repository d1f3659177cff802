import { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/db.ts";
import type { Job } from "../../shared/worker.ts";

const id = z.guid();
const Loaded = z.discriminatedUnion("action", [
  z.object({
    id,
    action: z.literal("send"),
    probe: z.boolean(),
    url: z.string(),
    body: z.string(),
    event_id: z.guid(),
    endpoint_id: z.guid(),
    client_id: z.guid(),
    secrets: z.array(z.object({ key_id: z.string(), ciphertext: z.string() })),
  }),
  z.object({ id, action: z.literal("postpone"), retry_after: z.number() }),
  z.object({ id, action: z.literal("park") }),
  z.object({ id, action: z.literal("reject"), error: z.string() }),
]);

/** What is to be done with a delivery at this moment. */
export type Loaded = z.output<typeof Loaded>;

/** Long enough that jobs which begin together are loaded together, short enough not to be felt. */
const gatherMs = 3;

interface Waiting {
  job: Job;
  answer: PromiseWithResolvers<Loaded>;
}
const waiting: Waiting[] = [];

/**
 * What is to be done with a delivery, asked right before it is sent, because its endpoint may have been disabled or
 * its breaker opened since it was claimed. Jobs that begin together are asked for in one call.
 */
export function load(job: Job): Promise<Loaded> {
  const answer = Promise.withResolvers<Loaded>();
  if (waiting.push({ job, answer }) === 1) setTimeout(() => void loadAll(waiting.splice(0)), gatherMs);
  return answer.promise;
}

async function loadAll(asked: Waiting[]): Promise<void> {
  try {
    const deliveries = asked.map(({ job: { id, client_id, payload, created_at } }) => {
      return { id, client_id, payload, created_at };
    });
    const found = unwrap(await adminClient().rpc("load_deliveries", { deliveries }));
    const loaded = new Map(z.array(Loaded).parse(found).map((one) => [one.id, one]));
    for (const { job, answer } of asked) {
      const one = loaded.get(job.id);
      if (one) answer.resolve(one);
      else answer.reject(new Error(`load_deliveries says nothing of ${job.id}`));
    }
  } catch (error) {
    for (const { answer } of asked) answer.reject(error);
  }
}
