import { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { gather } from "../../shared/jobs/gather.ts";
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

/** An attempt to make now. */
export interface Sendable extends z.output<typeof Endpoint>, z.output<typeof Payload> {
  action: "send";
  /** True for the attempt that tests whether the endpoint has recovered. */
  probe: boolean;
  client_id: string;
  body: string;
}

/** What to do with a delivery now. */
export type Prepared = Exclude<z.output<typeof Action>, { action: "send" }> | Sendable;

/** Long enough for jobs that start together to share a call, short enough not to matter. */
const gatherMs = 3;

/**
 * Decides what to do with a delivery right before it is sent, because its endpoint may have been disabled or its breaker
 * opened since it was claimed. Jobs that start together share one call.
 */
export async function prepare(job: Job): Promise<Prepared> {
  return preparedOf(job, await loadTogether(job));
}

const loadTogether = gather(gatherMs, async (jobs: Job[]) => {
  const deliveries = jobs.map(({ id, client_id, payload, created_at }) => {
    return { id, client_id, payload, created_at };
  });
  return Answer.parse(unwrap(await adminClient().rpc("load_deliveries", { deliveries })));
});

function preparedOf(job: Job, { deliveries, events, endpoints }: z.output<typeof Answer>): Prepared {
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
