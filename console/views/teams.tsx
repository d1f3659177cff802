/**
 * Teams and the agents that take calls.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../client/mod.ts";
import { can } from "../app/account.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { Field, Form } from "../ui/form.tsx";
import { moment } from "../ui/format.ts";
import { useList } from "../ui/load.ts";
import { Status } from "../ui/status.tsx";
import { ListTable } from "../ui/table.tsx";
import { Agents } from "./teams/agents.tsx";

type Team = Schemas["Team"];

export default function Teams() {
  const list = useList<Team>(async (cursor) =>
    pageOf(await client.GET("/teams/v1", { params: { query: { limit: 50, cursor } } }))
  );
  const add = async ({ name = "", sector = "" }: Record<string, string>) => {
    dataOf(await client.POST("/teams/v1", { body: { name, sector } }));
    await list.reload();
  };
  return (
    <>
      <ListTable
        caption="Teams"
        list={list}
        empty="There is no team yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Team", cell: ({ name }) => name },
          { title: "Sector", cell: ({ sector }) => sector },
          { title: "State", cell: ({ status }) => <Status value={status} /> },
          { title: "Since", cell: ({ created_at }) => moment(created_at) },
        ]}
      />
      {can("teams:write") && (
        <details>
          <summary>Add a team</summary>
          <Form submit={add} label="Add">
            <Field label="Name" name="name" maxLength={200} required />
            <Field label="Sector" name="sector" maxLength={100} required />
          </Form>
        </details>
      )}
      {can("agents:read") && <Agents />}
    </>
  );
}
