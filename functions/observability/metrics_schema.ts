import { z } from "@hono/zod-openapi";

/** The sums of a series and status. */
export const Total = z.object({
  function: z.string(),
  version: z.string(),
  name: z.string(),
  status: z.int(),
  requests: z.number(),
  total_ms: z.number(),
  counts: z.array(z.number()),
});
export type Total = z.output<typeof Total>;

/** A request that explains a duration. */
export const Exemplar = z.object({
  function: z.string(),
  route: z.string().nullable(),
  request_id: z.string(),
  duration_ms: z.number(),
  at: z.number(),
});
export type Exemplar = z.output<typeof Exemplar>;

/** What `public.metrics` returns. */
export const Metrics = z.object({
  requests: z.array(Total),
  dependencies: z.array(Total),
  caches: z.array(Total),
  exemplars: z.array(Exemplar),
  queues: z.array(
    z.object({
      queue: z.string(),
      due: z.number(),
      dead: z.number(),
      oldest_due_seconds: z.number().nullable(),
    }),
  ),
  connections: z.object({
    maximum: z.number(),
    groups: z.array(z.object({ role: z.string(), state: z.string(), connections: z.number() })),
  }),
  isolates: z.number(),
  alerts_firing: z.number(),
});
export type Metrics = z.output<typeof Metrics>;
