/**
 * One delivery with its attempts.
 *
 * @module
 */
import { dataOf } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { addressOf } from "../../app/router.ts";
import { Failure } from "../../ui/error.tsx";
import { moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Long } from "../../ui/long.tsx";
import { Status } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";

export function DeliveryDetails({ id }: { id: string }) {
  const { value, error, reload } = useLoad(async () =>
    dataOf(await client.GET("/webhooks/v1/deliveries/{delivery}", { params: { path: { delivery: id } } }))
  );
  return (
    <section>
      <p>
        <a href={addressOf("webhooks")}>All webhooks</a>
      </p>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && (
        <>
          <h2>
            {value.event_type} <Status value={value.status} />
          </h2>
          <p class="muted">
            Event {value.event_id}
            {value.request_id && `, caused by request ${value.request_id}`}
          </p>
          {value.attempts.length === 0 ? <p class="empty">It was not tried yet.</p> : (
            <Table
              caption="Attempts"
              rows={value.attempts}
              keyOf={({ id }) => id}
              columns={[
                { title: "Attempt", isNumber: true, cell: ({ attempt }) => attempt },
                { title: "When", cell: ({ attempted_at }) => moment(attempted_at) },
                { title: "Answer", isNumber: true, cell: ({ status_code }) => status_code ?? "none" },
                { title: "Took", isNumber: true, cell: ({ duration_ms }) => `${duration_ms} ms` },
                { title: "Error", cell: ({ error }) => error ?? "" },
                { title: "What it said", cell: ({ response }) => <Long text={response ?? ""} isCode /> },
              ]}
            />
          )}
        </>
      )}
    </section>
  );
}
