import { z } from "@hono/zod-openapi";

const time = () => z.string().openapi({ format: "date-time", example: "2026-11-20T09:30:00+00:00" });

/** How something is. */
export const Status = z.enum(["pass", "warn", "fail"]);
export type Status = z.output<typeof Status>;

/** What the database sees of itself; see private.observe. */
export const Observation = z.object({
  component: z.string(),
  status: Status,
  observed_value: z.number().nullable(),
  observed_unit: z.string(),
  output: z.string().nullable(),
});

const Check = z.object({
  status: Status,
  componentType: z.enum(["component", "datastore", "system"]),
  observedValue: z.union([z.number(), z.string()]).nullable().openapi({
    description: "Response time, wait time or count",
    example: 12.4,
  }),
  observedUnit: z.string().openapi({ example: "ms" }),
  duration_ms: z.number().openapi({ description: "How long the check took" }),
  time: z.iso.datetime(),
  output: z.string().optional().openapi({ description: "What is wrong, if the check does not pass" }),
}).openapi("HealthCheck");
export type Check = z.output<typeof Check>;

export const Live = z.object({ status: z.literal("pass"), serviceId: z.string() }).openapi("Live");

export const Health = z.object({
  status: Status,
  serviceId: z.string(),
  version: z.string(),
  checks: z.record(z.string(), z.array(Check)).openapi({
    description: "One entry per component, as in draft-inadarei-api-health-check-06",
  }),
}).openapi("Health");

const uptime = () =>
  z.number().min(0).max(1).nullable().openapi({
    description: "Share of minutes with a good sample; null before the first whole minute",
    example: 0.999861,
  });

const TimelineEntry = z.object({
  at: time(),
  kind: z.enum(["health", "severity", "maintenance", "setting", "alert", "release", "note"]).openapi({
    description: "`setting`, `alert` and `release` are shown with the secret key only",
  }),
  text: z.string().openapi({ example: "redis began to fail" }),
}).openapi("IncidentEntry");

export const Incident = z.object({
  id: z.guid(),
  component: z.string().openapi({ example: "redis" }),
  status: z.enum(["open", "resolved"]),
  severity: z.enum(["P1", "P2", "P3", "P4"]).openapi({
    description: "The worst so far, by what fails and how many tenants it reaches; P1 is the worst",
  }),
  opened_at: time().openapi({ description: "The first bad minute" }),
  detected_at: time(),
  resolved_at: time().nullable().openapi({ description: "The first good minute" }),
  timeline: z.array(TimelineEntry).openapi({ description: "What happened, the oldest first" }),
  affected_clients: z.int().optional().openapi({
    description: "Tenants with failed requests since it opened; with the secret key only",
  }),
}).openapi("Incident");

const Component = z.object({
  component: z.string().openapi({ example: "database" }),
  status: Status,
  since: time().openapi({ description: "Start of monitoring; earlier minutes do not count" }),
  uptime: z.object({ "24h": uptime(), "7d": uptime(), "90d": uptime() }),
}).openapi("Component");

export const Maintenance = z.object({
  id: z.guid(),
  title: z.string(),
  starts_at: time(),
  ends_at: time(),
  components: z.array(z.string()).openapi({ description: "Empty for the whole service" }),
  created_at: time(),
}).openapi("Maintenance");

export const StatusPage = z.object({
  status: Status,
  components: z.array(Component),
  open_incidents: z.array(Incident),
  past_incidents: z.array(Incident).openapi({
    description: "The newest 50 of the last 90 days, newest first",
  }),
  maintenance: z.array(Maintenance).openapi({
    description: "What is going on or comes within 30 days, the next first",
  }),
}).openapi("StatusPage");

/** What `public.health_status` answers. */
export const FoundStatus = StatusPage.omit({ status: true });
