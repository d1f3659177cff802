/**
 * What was sent, and what became of it.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Query, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { addressOf, parameters } from "../../app/router.ts";
import { Action } from "../../ui/action.tsx";
import { moment } from "../../ui/format.ts";
import { Choice } from "../../ui/form.tsx";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type Delivery = Schemas["Delivery"];
type DeliveryStatus = Query<"/webhooks/v1/deliveries">["status"];

const statuses: DeliveryStatus[] = [
  "pending",
  "scheduled",
  "running",
  "parked",
  "delivered",
  "failed",
  "cancelled",
];

export function Deliveries() {
  const status = useSignal<DeliveryStatus>(undefined);
  const endpoint = parameters.value.get("endpoint") ?? undefined;
  const list = useList<Delivery>(
    async (cursor) => {
      const query = { limit: 50, cursor, endpoint, status: status.value };
      return pageOf(await client.GET("/webhooks/v1/deliveries", { params: { query } }));
    },
    [status.value, endpoint],
  );
  const retry = async (delivery: string) => {
    dataOf(await client.POST("/webhooks/v1/deliveries/{delivery}/retry", { params: { path: { delivery } } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Deliveries</h2>
      <div class="row">
        <Choice
          label="Status"
          value={status.value ?? ""}
          options={[["", "all"], ...statuses.map((status): [string, string] => [status ?? "", status ?? ""])]}
          onChange={(value) => status.value = statuses.find((status) => status === value)}
        />
        {endpoint && <a href={addressOf("webhooks")}>Of all endpoints</a>}
      </div>
      <ListTable
        caption="Deliveries"
        list={list}
        empty="Nothing was sent yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Event", cell: ({ event_type }) => event_type },
          { title: "When", cell: ({ created_at }) => moment(created_at) },
          { title: "Status", cell: ({ status }) => <Status value={status} /> },
          { title: "Attempts", isNumber: true, cell: ({ attempt_count }) => attempt_count },
          { title: "Error", cell: ({ error }) => error ?? "" },
          {
            title: "Actions",
            cell: ({ id, status }) => (
              <span class="actions">
                <a href={addressOf("webhooks", { delivery: id })}>Attempts</a>
                {status === "failed" && can("webhooks:write") && (
                  <Action
                    kind="quiet"
                    done="It is sent again"
                    run={() => retry(id)}
                  >
                    Send again
                  </Action>
                )}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
