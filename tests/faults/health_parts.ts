/**
 * The fault tests' requests to the health function.
 *
 * @module
 */
import { assert, assertLess } from "#assert";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { freeze, promptly } from "./parts.ts";

/** What `ready` answers: its HTTP status, the whole, and each part. */
interface Ready {
  http: number;
  whole: string;
  parts: Record<string, string | undefined>;
  outputs: Record<string, string | undefined>;
}

/** Asks `ready` and checks that it does not wait for what hangs: a busy machine adds to the second that it promises. */
export async function ready(): Promise<Ready> {
  const began = performance.now();
  const { status: http, text } = await api("GET", "/health/v1/ready");
  assertLess(performance.now() - began, 5_000, "ready waited for what hangs");
  const { status: whole, checks }: {
    status: string;
    checks: Record<string, { status: string; output?: string }[]>;
  } = JSON.parse(text);
  const entries = Object.entries(checks);
  return {
    http,
    whole,
    parts: Object.fromEntries(entries.map(([name, [check]]) => [name, check?.status])),
    outputs: Object.fromEntries(entries.map(([name, [check]]) => [name, check?.output])),
  };
}

export async function passesAgain(...names: string[]): Promise<void> {
  await promptly(`${names.join(", ")} pass again`, async () => {
    const { parts } = await ready();
    return names.every((name) => parts[name] === "pass");
  });
}

/** pg_cron's own process, frozen until disposed of: no task begins. */
export async function freezeCron(): Promise<Disposable> {
  const [launcher] = await withDatabase(
    (sql) => sql<{ pid: number }[]>`select pid from pg_stat_activity where backend_type = 'pg_cron launcher'`,
    "superuser",
  );
  assert(launcher, "pg_cron runs");
  return freeze([launcher.pid]);
}

interface Incident {
  component: string;
  status: string;
}

export async function incidents(kind: "open_incidents" | "past_incidents"): Promise<string[]> {
  const { data } = await api<Record<typeof kind, Incident[]>>("GET", "/health/v1/status");
  return data[kind].map(({ component }) => component);
}
