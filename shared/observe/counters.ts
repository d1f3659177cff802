import { Histogram } from "./histogram.ts";

/** What is counted together. */
export interface Measured {
  kind: "request" | "dependency" | "cache";
  function?: string;
  version?: string;
  /** The route's method and pattern, or the dependency's name. */
  name: string;
  clientId: string | null;
  /** The first digit of the HTTP status; 0 is no answer. */
  status: number;
}

interface Entry extends Measured {
  minute: string;
  durations: Histogram;
  users: Set<number>;
}

/** A row of `private.sent_stat`; a type and not an interface, so that it is JSON. */
export type SentStat = {
  kind: string;
  function: string;
  version: string;
  name: string;
  minute: string;
  client_id: string | null;
  status: number;
  buckets: number[];
  counts: number[];
  total_ms: number;
  max_ms: number;
  users: number[];
};

/** Rows that one report may have. What goes beyond is only counted as dropped. */
const maxEntries = 5_000;
const entries = new Map<string, Entry>();
let onFirst: (() => void) | undefined;

/** Counts that found no room, or could not be delivered, since the process began. */
export let dropped = 0;

/** Notes that so many requests were not counted. */
export function drop(count: number): void {
  dropped += count;
}

/** Counts from now on, and calls `listener` when something is counted and nothing was waiting. */
export function whenCounted(listener: () => void): void {
  onFirst = listener;
}

/** Whether what is counted is reported. */
export function isCounting(): boolean {
  return onFirst !== undefined;
}

/** Counts one duration. Nothing leaves the process until {@link takeCounts}. */
export function count(measured: Measured, ms: number, userId: string | null = null): void {
  if (onFirst === undefined) return;
  const { kind, name, clientId, status, version = "", function: of = "" } = measured;
  const minute = Math.floor(Date.now() / 60_000);
  const key = `${minute} ${clientId} ${status} ${kind} ${of} ${version} ${name}`;
  let entry = entries.get(key);
  if (entry === undefined) {
    if (entries.size >= maxEntries) return drop(1);
    entry = {
      ...measured,
      minute: new Date(minute * 60_000).toISOString(),
      durations: new Histogram(),
      users: new Set(),
    };
    entries.set(key, entry);
    if (entries.size === 1) onFirst();
  }
  entry.durations.add(ms);
  if (userId !== null) entry.users.add(hashOf(userId));
}

/** Takes everything that was counted. */
export function takeCounts(): SentStat[] {
  const taken = [...entries.values()].map(({ durations, users, clientId, ...entry }): SentStat => ({
    kind: entry.kind,
    function: entry.function ?? "",
    version: entry.version ?? "",
    name: entry.name,
    minute: entry.minute,
    client_id: clientId,
    status: entry.status,
    buckets: durations.buckets,
    counts: durations.counts,
    total_ms: durations.totalMs,
    max_ms: durations.maxMs,
    users: [...users],
  }));
  entries.clear();
  return taken;
}

/** FNV-1a of 32 bits, signed as Postgres's integer: it tells users apart and names none. */
export function hashOf(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
