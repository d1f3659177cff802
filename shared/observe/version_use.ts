/** Calls of one caller to one API version; a type and not an interface, so that it is JSON. */
export type VersionUse = {
  /** Null for a path that no version has. */
  version: string | null;
  /** Only of deprecated routes, otherwise empty. */
  route: string;
  client_id: string | null;
  kind: "user" | "key" | "secret" | "anonymous";
  caller_id: string | null;
  /** The quarter of an hour in which they were answered. */
  quarter: string;
  requests: number;
  /** How many of them were answered 400 or above. */
  errors: number;
  /** How many of them were answered 429. */
  refused: number;
};

/** Rows that one report may have. Calls of further callers are not counted by caller. */
const maxUses = 5_000;
const uses = new Map<string, VersionUse>();

const quarterMs = 15 * 60_000;

/** Counts one call, with the status of its answer. */
export function countVersionUse(
  use: Pick<VersionUse, "version" | "route" | "client_id" | "kind" | "caller_id">,
  status: number,
): void {
  const quarter = Math.floor(Date.now() / quarterMs) * quarterMs;
  const key = `${quarter} ${use.version} ${use.route} ${use.client_id} ${use.kind} ${use.caller_id}`;
  let found = uses.get(key);
  if (found === undefined) {
    if (uses.size >= maxUses) return;
    const counts = { requests: 0, errors: 0, refused: 0 };
    uses.set(key, found = { ...use, quarter: new Date(quarter).toISOString(), ...counts });
  }
  found.requests++;
  if (status >= 400) found.errors++;
  if (status === 429) found.refused++;
}

/** Takes everything that was counted. */
export function takeVersionUses(): VersionUse[] {
  const taken = [...uses.values()];
  uses.clear();
  return taken;
}
