/**
 * What a replay would send, as far as the list of deliveries shows it: the API counts only what it has sent.
 *
 * @module
 */
import type { Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";

type Delivery = Schemas["Delivery"];

export interface Window {
  from: string;
  to: string;
  only_failed: boolean;
}

/** Pages of 100 deliveries. */
const mostPages = 10;

interface Counted {
  events: number;
  /** False if there are more deliveries than are read. */
  isWhole: boolean;
}

/** Events of the window with a delivery to the endpoint that a replay would send again. */
export async function countReplayable(endpoint: string, window: Window): Promise<Counted> {
  const events = new Map<string, Set<Delivery["status"]>>();
  let cursor: string | undefined;
  for (let pages = 1;; pages++) {
    const query = { endpoint, limit: 100, cursor };
    const page = pageOf<Delivery>(await client.GET("/webhooks/v1/deliveries", { params: { query } }));
    for (const { event_id, status } of page.data) {
      events.set(event_id, (events.get(event_id) ?? new Set()).add(status));
    }
    cursor = page.pagination.next_cursor ?? undefined;
    const isPast = Date.parse(page.data.at(-1)?.created_at ?? "") < Date.parse(window.from);
    if (cursor !== undefined && !isPast && pages < mostPages) continue;
    const found = [...events].filter(([event, statuses]) => isSent(event, statuses, window));
    return { events: found.length, isWhole: cursor === undefined || isPast };
  }
}

function isSent(
  event: string,
  statuses: Set<Delivery["status"]>,
  { from, to, only_failed }: Window,
): boolean {
  const at = happenedAt(event);
  if (at < Date.parse(from) || at >= Date.parse(to)) return false;
  if (statuses.has("parked")) return true;
  if (statuses.has("pending") || statuses.has("running") || statuses.has("scheduled")) return false;
  return !only_failed || !statuses.has("delivered");
}

/** The milliseconds that a UUID of version 7 begins with. A delivery may have been made long after its event. */
function happenedAt(event: string): number {
  return parseInt(event.replaceAll("-", "").slice(0, 12), 16);
}
