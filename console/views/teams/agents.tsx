/**
 * Agents: people and machines, and whether they take calls now.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { Choice, Field, Form } from "../../ui/form.tsx";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";

type Agent = Schemas["Agent"];

const isAvailable = ({ sectors }: Agent) => sectors.some(({ available }) => available);

export function Agents() {
  const list = useList<Agent>(async (cursor) =>
    pageOf(await client.GET("/agents/v1", { params: { query: { limit: 50, cursor } } }))
  );
  const add = async ({ name = "", kind }: Record<string, string>) => {
    dataOf(await client.POST("/agents/v1", { body: { name, kind: kind === "ai" ? "ai" : "human" } }));
    await list.reload();
  };
  const setAvailable = async (agent: string, available: boolean) => {
    const path = { agent };
    dataOf(await client.PUT("/agents/v1/{agent}/availability", { params: { path }, body: { available } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Agents</h2>
      <ListTable
        caption="Agents"
        list={list}
        empty="There is no agent yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Agent", cell: ({ name }) => name },
          { title: "Kind", cell: ({ kind }) => kind === "ai" ? "AI" : "person" },
          { title: "Sectors", cell: ({ sectors }) => sectors.map(({ sector }) => sector).join(", ") },
          { title: "Capabilities", cell: ({ capabilities }) => capabilities.join(", ") },
          { title: "State", cell: ({ active }) => <Status value={active ? "active" : "inactive"} /> },
          { title: "Takes calls", cell: (agent) => isAvailable(agent) ? "yes" : "no" },
          {
            title: "Actions",
            cell: (agent) =>
              can("agents:write") && agent.sectors.length > 0 && (
                <Action
                  kind="quiet"
                  run={() => setAvailable(agent.id, !isAvailable(agent))}
                >
                  {isAvailable(agent) ? "Pause" : "Resume"}
                </Action>
              ),
          },
        ]}
      />
      {can("agents:write") && (
        <details>
          <summary>Add an agent</summary>
          <Form submit={add} label="Add">
            <Field label="Name" name="name" maxLength={200} required />
            <Choice label="Kind" name="kind" options={[["human", "person"], ["ai", "AI"]]} />
          </Form>
        </details>
      )}
    </section>
  );
}
