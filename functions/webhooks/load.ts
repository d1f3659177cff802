import { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import type { Job } from "../../shared/jobs/job.ts";

const id = z.guid();
const Action = z.discriminatedUnion("action", [
  z.object({ id, action: z.literal("send"), probe: z.boolean() }),
  z.object({ id, action: z.literal("postpone"), retry_after: z.number() }),
  z.object({ id, action: z.literal("park") }),
  z.object({ id, action: z.literal("reject"), error: z.string() }),
]);
const Endpoint = z.object({
  url: z.string(),
  secrets: z.array(z.object({ key_id: z.string(), ciphertext: z.string() })),
});
/** Events and endpoints by id, each once: many deliveries share them. */
const Answer = z.object({
  deliveries: z.array(Action).transform((actions) => new Map(actions.map((action) => [action.id, action]))),
  events: z.record(z.string(), z.string()),
  endpoints: z.record(z.string(), Endpoint),
});
const Payload = z.object({ event_id: z.guid(), endpoint_id: z.guid() });

/** An attempt that is to be made now. */
export interface Sendable extends z.output<typeof Endpoint>, z.output<typeof Payload> {
  action: "send";
  /** The one that asks whether the endpoint is well again. */
  probe: boolean;
  client_id: string;
  body: string;
}

/** What is to be done with a delivery at this moment. */
export type Loaded = Exclude<z.output<typeof Action>, { action: "send" }> | Sendable;

/** Long enough that jobs which begin together are loaded together, short enough not to be felt. */
const gatherMs = 3;

interface Waiting {
  job: Job;
  answer: PromiseWithResolvers<z.output<typeof Answer>>;
}
const waiting: Waiting[] = [];

/**
 * What is to be done with a delivery, asked right before it is sent, because its endpoint may have been disabled or
 * its breaker opened since it was claimed. Jobs that begin together are asked for in one call.
 */
export async function load(job: Job): Promise<Loaded> {
  const answer = Promise.withResolvers<z.output<typeof Answer>>();
  if (waiting.push({ job, answer }) === 1) setTimeout(() => void loadAll(waiting.splice(0)), gatherMs);
  return loadedOf(job, await answer.promise);
}

async function loadAll(asked: Waiting[]): Promise<void> {
  try {
    const deliveries = asked.map(({ job: { id, client_id, payload, created_at } }) => {
      return { id, client_id, payload, created_at };
    });
    const found = Answer.parse(unwrap(await adminClient().rpc("load_deliveries", { deliveries })));
    for (const { answer } of asked) answer.resolve(found);
  } catch (error) {
    for (const { answer } of asked) answer.reject(error);
  }
}

function loadedOf(job: Job, { deliveries, events, endpoints }: z.output<typeof Answer>): Loaded {
  const action = deliveries.get(job.id);
  if (action === undefined) throw new Error(`load_deliveries says nothing of ${job.id}`);
  if (action.action !== "send") return action;
  const { event_id, endpoint_id } = Payload.parse(job.payload);
  const [body, endpoint] = [events[event_id], endpoints[endpoint_id]];
  if (job.client_id === null || body === undefined || endpoint === undefined) {
    throw new Error(`load_deliveries sends ${event_id} without its body or endpoint`);
  }
  return { ...action, client_id: job.client_id, event_id, endpoint_id, body, ...endpoint };
}
