/**
 * What was imported, with error files and the way back.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { count, moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { save } from "../../ui/save.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type Summary = Schemas["BatchSummary"];

export function History() {
  const list = useList<Summary>(async (cursor) =>
    pageOf(await client.GET("/batch-import/v1/batches", { params: { query: { limit: 25, cursor } } }))
  );
  const rollBack = async (id: string) => {
    dataOf(await client.POST("/batch-import/v1/batches/{id}/rollback", { params: { path: { id } } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Imports so far</h2>
      <ListTable
        caption="Imports"
        list={list}
        empty="Nothing was imported yet. Drop a file above."
        keyOf={({ id }) => id}
        columns={[
          { title: "File", cell: ({ filename }) => filename ?? "JSON" },
          { title: "When", cell: ({ created_at }) => moment(created_at) },
          { title: "Status", cell: ({ status }) => <Status value={status} /> },
          { title: "Created", isNumber: true, cell: ({ created }) => count(created) },
          { title: "Updated", isNumber: true, cell: ({ updated }) => count(updated) },
          { title: "Failed", isNumber: true, cell: ({ failed_records }) => count(failed_records) },
          { title: "Actions", cell: (batch) => <Actions batch={batch} rollBack={rollBack} /> },
        ]}
      />
    </section>
  );
}

function Actions({ batch, rollBack }: { batch: Summary; rollBack(id: string): Promise<void> }) {
  const { id, failed_records, status } = batch;
  return (
    <span class="actions">
      {failed_records > 0 && (
        <Action
          kind="quiet"
          run={() => save(`/batch-import/v1/batches/${id}/errors.csv`, `errors-${id}.csv`)}
        >
          Error file
        </Action>
      )}
      {status === "completed" && can("opportunities:import") && (
        <Action
          kind="danger"
          confirm="Take this import back? What it created is deleted, what it updated is restored."
          done="Taken back"
          run={() => rollBack(id)}
        >
          Roll back
        </Action>
      )}
    </span>
  );
}
