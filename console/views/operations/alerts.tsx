/**
 * Alerts: what is watched, and whether it is as it should be.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { doneOf, pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { count, moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";
import { NewAlert } from "./new_alert.tsx";

type Alert = Schemas["Alert"];

export function Alerts() {
  const { client, can } = useCaller();
  const list = useList<Alert>(async (cursor) =>
    pageOf(await client.GET("/observability/v1/alerts", { params: { query: { limit: 50, cursor } } }))
  );
  const setEnabled = async (alert: Alert, enabled: boolean) => {
    const { id, name, metric, filter, comparison, threshold, for_minutes, recover_threshold, channels } =
      alert;
    const body = {
      name,
      metric,
      filter,
      comparison,
      threshold,
      for_minutes,
      recover_threshold,
      channels,
      enabled,
    };
    dataOf(await client.PUT("/observability/v1/alerts/{alert}", { params: { path: { alert: id } }, body }));
    await list.reload();
  };
  const remove = async (alert: string) => {
    doneOf(await client.DELETE("/observability/v1/alerts/{alert}", { params: { path: { alert } } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Alerts</h2>
      <ListTable
        caption="Alerts"
        list={list}
        empty="Nothing is watched yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Alert", cell: ({ name }) => name },
          { title: "Fires if", cell: conditionOf },
          { title: "State", cell: ({ state, enabled }) => <Status value={enabled ? state : "paused"} /> },
          { title: "Value", isNumber: true, cell: ({ value }) => value === null ? "–" : count(value) },
          { title: "Since", cell: ({ since }) => moment(since) },
          {
            title: "Actions",
            cell: (alert) =>
              can("alerts:write") && (
                <span class="actions">
                  <Action kind="quiet" run={() => setEnabled(alert, !alert.enabled)}>
                    {alert.enabled ? "Pause" : "Resume"}
                  </Action>
                  <Action
                    kind="danger"
                    confirm="Delete this alert with its history?"
                    run={() => remove(alert.id)}
                  >
                    Delete
                  </Action>
                </span>
              ),
          },
        ]}
      />
      {can("alerts:write") && <NewAlert made={list.reload} />}
    </section>
  );
}

function conditionOf({ metric, filter, comparison, threshold, for_minutes }: Alert): string {
  const of = Object.entries(filter ?? {}).map(([name, value]) => `, ${name} ${value}`).join("");
  const minutes = for_minutes === 1 ? "a minute" : `${for_minutes} minutes`;
  return `${metric.replaceAll("_", " ")}${of} is ${comparison} ${threshold} for ${minutes}`;
}
