/**
 * Maintenance on the status page.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { doneOf, pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { Field, Form } from "../../ui/form.tsx";
import { moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { ListTable } from "../../ui/table.tsx";

type Maintenance = Schemas["Maintenance"];

export function MaintenanceList() {
  const { client } = useCaller();
  const list = useList<Maintenance>(async (cursor) =>
    pageOf(await client.GET("/health/v1/maintenance", { params: { query: { limit: 20, cursor } } }))
  );
  const announce = async ({ title = "", starts = "", ends = "" }: Record<string, string>) => {
    const [starts_at, ends_at] = [new Date(starts).toISOString(), new Date(ends).toISOString()];
    const body = { title, starts_at, ends_at, components: [] };
    dataOf(await client.POST("/health/v1/maintenance", { body }));
    await list.reload();
  };
  const remove = async (maintenance: string) => {
    doneOf(
      await client.DELETE("/health/v1/maintenance/{maintenance}", { params: { path: { maintenance } } }),
    );
    await list.reload();
  };
  return (
    <section>
      <h2>Maintenance</h2>
      <ListTable
        caption="Maintenance"
        list={list}
        empty="None is announced."
        keyOf={({ id }) => id}
        columns={[
          { title: "What", cell: ({ title }) => title },
          { title: "From", cell: ({ starts_at }) => moment(starts_at) },
          { title: "To", cell: ({ ends_at }) => moment(ends_at) },
          {
            title: "Actions",
            cell: ({ id }) => (
              <Action
                kind="danger"
                confirm="Take this announcement back?"
                run={() => remove(id)}
              >
                Take back
              </Action>
            ),
          },
        ]}
      />
      <details>
        <summary>Announce maintenance</summary>
        <Form submit={announce} label="Announce">
          <div class="row">
            <Field label="What" name="title" maxLength={200} required />
            <Field label="From, in your time zone" name="starts" type="datetime-local" required />
            <Field label="To" name="ends" type="datetime-local" required />
          </div>
        </Form>
      </details>
    </section>
  );
}
