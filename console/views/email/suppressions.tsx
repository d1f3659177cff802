/**
 * Addresses that get no mail.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { doneOf, pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { Field, Form } from "../../ui/form.tsx";
import { moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { ListTable } from "../../ui/table.tsx";

type Suppression = Schemas["EmailSuppression"];

export function Suppressions() {
  const list = useList<Suppression>(async (cursor) =>
    pageOf(await client.GET("/email/v1/suppressions", { params: { query: { limit: 50, cursor } } }))
  );
  const add = async ({ email = "", reason = "" }: Record<string, string>) => {
    dataOf(await client.POST("/email/v1/suppressions", { body: { email, reason: reason || "manual" } }));
    await list.reload();
  };
  const remove = async (email: string) => {
    doneOf(await client.DELETE("/email/v1/suppressions/{email}", { params: { path: { email } } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Addresses without mail</h2>
      <ListTable
        caption="Suppressed addresses"
        list={list}
        empty="Every address gets mail."
        keyOf={({ email }) => email}
        columns={[
          { title: "Address", cell: ({ email }) => email },
          { title: "Reason", cell: ({ reason }) => reason },
          { title: "Since", cell: ({ created_at }) => moment(created_at) },
          {
            title: "Actions",
            cell: ({ email }) =>
              can("email:write") && (
                <Action kind="quiet" done="It gets mail again" run={() => remove(email)}>Allow again</Action>
              ),
          },
        ]}
      />
      {can("email:write") && (
        <details>
          <summary>Send no more mail to an address</summary>
          <Form submit={add} label="Add">
            <div class="row">
              <Field label="Address" name="email" type="email" required />
              <Field label="Reason" name="reason" placeholder="manual" maxLength={200} />
            </div>
          </Form>
        </details>
      )}
    </section>
  );
}
