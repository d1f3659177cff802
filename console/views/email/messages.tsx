/**
 * Mails, newest first.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Query, Schemas } from "../../../client/mod.ts";
import { messageStatuses } from "../../../functions/email/message_statuses.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { addressOf } from "../../app/router.ts";
import { Choice, Field, Form } from "../../ui/form.tsx";
import { moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type Message = Schemas["Email"];
type Filter = Pick<Query<"/email/v1/messages">, "status" | "to">;

export function Messages() {
  const filter = useSignal<Filter>({});
  const list = useList<Message>(
    async (cursor) => {
      const query = { limit: 50, cursor, ...filter.value };
      return pageOf(await client.GET("/email/v1/messages", { params: { query } }));
    },
    [filter.value],
  );
  const apply = ({ to = "", status }: Record<string, string>) => {
    filter.value = { to: to.trim() || undefined, status: messageStatuses.find((each) => each === status) };
    return Promise.resolve();
  };
  return (
    <section>
      <h2>Mails</h2>
      <Form key={JSON.stringify(filter.value)} submit={apply} label="Filter">
        <div class="row">
          <Field label="To" name="to" type="email" value={filter.value.to} />
          <Choice
            label="Status"
            name="status"
            value={filter.value.status ?? ""}
            options={[["", "all"], ...messageStatuses]}
          />
        </div>
      </Form>
      <ListTable
        caption="Mails"
        list={list}
        empty="No such mail was sent."
        keyOf={({ id }) => id}
        columns={[
          { title: "To", cell: ({ id, to }) => <a href={addressOf("email", { message: id })}>{to}</a> },
          { title: "Template", cell: ({ template }) => template.replaceAll("_", " ") },
          { title: "When", cell: ({ created_at }) => moment(created_at) },
          { title: "Status", cell: ({ status }) => <Status value={status} /> },
          { title: "Provider", cell: ({ provider }) => provider ?? "" },
          { title: "Error", cell: ({ error }) => error ?? "" },
        ]}
      />
    </section>
  );
}
