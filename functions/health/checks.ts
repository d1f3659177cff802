import { z } from "zod";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { describeError, log } from "../../shared/observe/log.ts";
import { env } from "./env.ts";
import { type Finding, type Look, outsideLooks } from "./outside.ts";
import { type Check, Observation, type Status } from "./schema.ts";

/** What the database finds out about itself in one call. */
const inside = ["cron", "queue", "aggregation", "deliveries", "dead_jobs", "connections"];
/** Without these the API still does what it promises, or others do it: their failure is a warning for the whole. */
const expendable = ["redis", "rate_limiter", "secrets", "stripe", "email", "storage"];
const dataStores = ["database", "redis", "storage"];

/** With the limiter's 250 ms before, nothing that hangs costs a caller more than a second. */
export const withinMs = 700;

/** Checks by component. */
type Checks = Record<string, Check>;

/** The whole is as its worst part, but no worse than `warn` by a part that it can do without. */
export function overall(parts: Iterable<[component: string, status: Status]>): Status {
  const statuses = [...parts].map(([component, status]) =>
    status === "fail" && expendable.includes(component) ? "warn" : status
  );
  return statuses.includes("fail") ? "fail" : statuses.includes("warn") ? "warn" : "pass";
}

let looking: Promise<Checks> | undefined;

/** All checks; who asks while others wait for them gets the same answer, so that asking often costs nothing. */
export function checkAll(): Promise<Checks> {
  return looking ??= lookAround().finally(() => looking = undefined);
}

async function lookAround(): Promise<Checks> {
  const [insides, outsides] = await Promise.all([checkInside(), checkOutside()]);
  return chosen({ ...insides, ...outsides });
}

/** What the database cannot see. */
export async function checkOutside(): Promise<Checks> {
  const looks = Object.entries(chosen(outsideLooks()));
  return Object.fromEntries(
    await Promise.all(looks.map(async ([component, look]) => [component, await examine(component, look)])),
  );
}

async function checkInside(): Promise<Checks> {
  if (!["database", ...inside].some(isChosen)) return {};
  let observed: Observations | undefined;
  const database = await examine("database", async (signal) => {
    observed = Observations.parse(unwrap(await adminClient().rpc("health_checks").abortSignal(signal)));
    return { status: "pass" };
  });
  const found = inside.map((component) => {
    const observation = observed?.find((one) => one.component === component);
    const finding = observation === undefined ? unknown : seen(observation);
    return [component, check(component, finding, database.duration_ms)];
  });
  return { database, ...Object.fromEntries(found) };
}

const Observations = z.array(Observation);
type Observations = z.output<typeof Observations>;

const unknown: Finding = {
  status: "warn",
  observedValue: null,
  observedUnit: "",
  output: "Not known while the database does not answer",
};

function seen({ status, observed_value, observed_unit, output }: z.output<typeof Observation>): Finding {
  return { status, observedValue: observed_value, observedUnit: observed_unit, output: output ?? undefined };
}

/** Whatever does not answer in time, or throws, fails; why is for the log. */
async function examine(component: string, look: Look): Promise<Check> {
  const began = performance.now();
  const signal = AbortSignal.timeout(withinMs);
  let finding: Finding;
  try {
    finding = await look(signal);
  } catch (error) {
    log("warn", { action: "health", component, error: describeError(error) });
    finding = {
      status: "fail",
      output: signal.aborted ? `No answer within ${withinMs} ms` : "It cannot be reached",
    };
  }
  return check(component, finding, performance.now() - began);
}

function check(component: string, { output, ...finding }: Finding, took: number): Check {
  const duration_ms = Math.round(took * 10) / 10;
  return {
    componentType: dataStores.includes(component)
      ? "datastore"
      : inside.includes(component)
      ? "system"
      : "component",
    observedValue: duration_ms,
    observedUnit: "ms",
    ...finding,
    duration_ms,
    time: new Date().toISOString(),
    ...(output === undefined ? {} : { output }),
  };
}

/** Those of HEALTH_CHECKS, or all. */
function chosen<T>(all: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([component]) => isChosen(component)));
}

function isChosen(component: string): boolean {
  const { HEALTH_CHECKS: names } = env();
  return names.length === 0 || names.includes(component);
}
