import { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/db.ts";
import type { Job } from "../../shared/worker.ts";

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
  deliveries: z.array(Action),
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
    const { deliveries: actions, events, endpoints } = Answer.parse(found);
    const byJob = new Map(actions.map((action) => [action.id, action]));
    for (const { job, answer } of asked) {
      const action = byJob.get(job.id);
      if (action === undefined) answer.reject(new Error(`load_deliveries says nothing of ${job.id}`));
      else if (action.action !== "send") answer.resolve(action);
      else answer.resolve(sendable(job, action.probe, events, endpoints));
    }
  } catch (error) {
    for (const { answer } of asked) answer.reject(error);
  }
}

function sendable(
  { client_id, payload }: Job,
  probe: boolean,
  events: Partial<z.output<typeof Answer>["events"]>,
  endpoints: Partial<z.output<typeof Answer>["endpoints"]>,
): Sendable {
  const { event_id, endpoint_id } = Payload.parse(payload);
  const [body, endpoint] = [events[event_id], endpoints[endpoint_id]];
  if (client_id === null || body === undefined || endpoint === undefined) {
    throw new Error(`load_deliveries sends ${event_id} without its body or endpoint`);
  }
  return { action: "send", probe, client_id, event_id, endpoint_id, body, ...endpoint };
}
