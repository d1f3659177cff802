/**
 * CPU of the largest allowed request of every route, next to the limit of hosted functions. Each is the first of its
 * kind in its process, which pays for compiling too.
 *
 * @module
 */
import { cpuMs } from "../../supabase/local/functions/usage.ts";
import { functionPid } from "../faults/parts.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";
import { type LargeRequest, longRequests, validRequests } from "./limits/requests.ts";
import { Measurements } from "./measure.ts";

/** Half of what the platform allows. */
const goalMs = 1_000;
const worthALine = 100;

const measure = new Measurements("limits");
const tenant = await createTenant();
const functions = new Set<string>();

for (const request of await validRequests(tenant)) {
  const { status, ms } = await cpuOf(request);
  if (status >= 400) throw new Error(`${request.title} was answered ${status}`);
  measure.size(`CPU of ${request.title}`, ms, "ms", goalMs);
}
let small = 0;
let largest = 0;
for (const request of longRequests()) {
  const { ms } = await cpuOf(request);
  if (ms >= worthALine) measure.size(`CPU of ${request.title}, longest body`, ms, "ms", goalMs);
  else [small, largest] = [small + 1, Math.max(largest, ms)];
}
measure.size(`CPU of the other ${small} operations, longest body, at most`, largest, "ms", goalMs);
Deno.exit(await measure.finish());

async function cpuOf(request: LargeRequest): Promise<{ status: number; ms: number }> {
  const [, name = ""] = request.path.split("/");
  // Its process is there then, and the token's key is known.
  if (!functions.has(name)) await send({ title: "", method: "GET", path: `/${name}/v1/openapi.json` });
  functions.add(name);
  const pid = await functionPid(name);
  if (pid === undefined) throw new Error(`${name} does not run`);
  const before = cpuMs(pid) ?? NaN;
  const status = await send(request);
  const ms = (cpuMs(pid) ?? NaN) - before;
  if (Number.isNaN(ms)) throw new Error(`${name} ended at ${request.title}`);
  return { status, ms };
}

async function send({ method, path, body, type }: LargeRequest): Promise<number> {
  const headers = new Headers({ authorization: `Bearer ${tenant.owner.token}` });
  if (type) headers.set("content-type", type);
  const response = await fetch(stack.functionsUrl + path, { method, headers, body });
  await response.arrayBuffer();
  return response.status;
}
