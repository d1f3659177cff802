/**
 * Errors, grouped by their cause.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { count, moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type ErrorGroup = Schemas["ErrorGroup"];

export function ErrorGroups() {
  const { client, can } = useCaller();
  const list = useList<ErrorGroup>(async (cursor) =>
    pageOf(await client.GET("/observability/v1/errors", { params: { query: { limit: 25, cursor } } }))
  );
  const resolve = async (error: string) => {
    dataOf(await client.POST("/observability/v1/errors/{error}/resolve", { params: { path: { error } } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Errors</h2>
      <ListTable
        caption="Errors"
        list={list}
        empty="No error was seen."
        keyOf={({ id }) => id}
        columns={[
          { title: "Error", cell: ({ message }) => message },
          { title: "Where", cell: (group) => `${group.function} ${group.action}` },
          { title: "Severity", cell: ({ severity }) => severity },
          { title: "State", cell: ({ status }) => <Status value={status} /> },
          { title: "Seen", isNumber: true, cell: (group) => count(group.count) },
          { title: "Last", cell: ({ last_seen }) => moment(last_seen) },
          {
            title: "Actions",
            cell: ({ id, status }) =>
              can("alerts:write") && status !== "resolved" && (
                <Action
                  kind="quiet"
                  done="Resolved until it comes again"
                  run={() => resolve(id)}
                >
                  Resolve
                </Action>
              ),
          },
        ]}
      />
    </section>
  );
}
