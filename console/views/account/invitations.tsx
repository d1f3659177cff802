/**
 * Who was invited.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { doneOf, pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { moment } from "../../ui/format.ts";
import { Choice, Field, Form } from "../../ui/form.tsx";
import { useList } from "../../ui/load.ts";
import { ShownOnce } from "../../ui/once.tsx";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";
import { roles } from "./roles.ts";

type Invitation = Schemas["Invitation"];

export function Invitations() {
  const token = useSignal("");
  const list = useList<Invitation>(async (cursor) =>
    pageOf(await client.GET("/accounts/v1/invitations", { params: { query: { limit: 25, cursor } } }))
  );
  const invite = async ({ email = "", role = "" }: Record<string, string>) => {
    const wanted = roles.find((each) => each === role) ?? "viewer";
    const sent = dataOf(await client.POST("/accounts/v1/invitations", { body: { email, role: wanted } }));
    token.value = sent.token ?? "";
    await list.reload();
  };
  const withdraw = async (invitation: string) => {
    doneOf(
      await client.DELETE("/accounts/v1/invitations/{invitation}", { params: { path: { invitation } } }),
    );
    await list.reload();
  };
  return (
    <section>
      <h2>Invitations</h2>
      <Form submit={invite} label="Invite">
        <div class="row">
          <Field label="E-mail" name="email" type="email" required />
          <Choice label="Role" name="role" value="member" options={roles} />
        </div>
      </Form>
      <ShownOnce label="The invitation's token" secret={token} />
      <ListTable
        caption="Invitations"
        list={list}
        empty="Nobody was invited yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "E-mail", cell: ({ email }) => email },
          { title: "Role", cell: ({ role }) => role },
          { title: "Status", cell: ({ status }) => <Status value={status} /> },
          { title: "Until", cell: ({ expires_at }) => moment(expires_at) },
          {
            title: "Actions",
            cell: ({ id, status }) =>
              status === "open" && (
                <Action kind="danger" done="Withdrawn" run={() => withdraw(id)}>Withdraw</Action>
              ),
          },
        ]}
      />
    </section>
  );
}
