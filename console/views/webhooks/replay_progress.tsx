/**
 * What becomes of a replay.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Query } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { totalOf } from "../../app/page.ts";
import { Failure } from "../../ui/error.tsx";
import { count } from "../../ui/format.ts";
import { useInterval, useLoad } from "../../ui/load.ts";

const everyMs = 2_000;

interface Properties {
  endpoint: string;
  /** How many events the API said it sends. */
  replayed: number;
  close(): void;
}

interface Waiting {
  onTheWay: number;
  later: number;
}

export function ReplayProgress({ endpoint, replayed, close }: Properties) {
  const isOver = useSignal(false);
  const { value, error, reload } = useLoad(async () => {
    const waiting = await countWaiting(endpoint);
    isOver.value = waiting.onTheWay === 0;
    return waiting;
  });
  const events = `${count(replayed)} ${replayed === 1 ? "event is" : "events are"} sent again`;
  const onTheWay = Math.min(replayed, value?.onTheWay ?? replayed);
  return (
    <div>
      {!isOver.value && <Again reload={reload} />}
      <p role="status">{events}. {isOver.value && value && outcome(value)}</p>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!isOver.value && (
        <p>
          <label>
            {value && `${count(value.onTheWay)} on the way to this endpoint`}
            <progress max={Math.max(1, replayed)} value={replayed - onTheWay} />
          </label>
        </p>
      )}
      <button type="button" onClick={close}>Close</button>
    </div>
  );
}

/** While it is shown. */
function Again({ reload }: { reload(): Promise<void> }) {
  useInterval(reload, everyMs);
  return null;
}

function outcome({ later }: Waiting): string {
  return later === 0
    ? "Nothing is on the way to this endpoint any more."
    : `${count(later)} ${later === 1 ? "waits" : "wait"} for the next attempt.`;
}

/** Of all deliveries to the endpoint: those of a replay are not told apart. */
async function countWaiting(endpoint: string): Promise<Waiting> {
  const [pending, running, later] = await Promise.all([
    countDeliveries({ endpoint, status: "pending" }),
    countDeliveries({ endpoint, status: "running" }),
    countDeliveries({ endpoint, status: "scheduled" }),
  ]);
  return { onTheWay: pending + running, later };
}

async function countDeliveries(filter: Query<"/webhooks/v1/deliveries">): Promise<number> {
  const query = { ...filter, limit: 1, count: "exact" } as const;
  return totalOf(await client.GET("/webhooks/v1/deliveries", { params: { query } }));
}
