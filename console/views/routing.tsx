/**
 * Routing: the last decisions and why each fell as it did; read again every five seconds.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../client/mod.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { addressOf, parameters } from "../app/router.ts";
import { Failure } from "../ui/error.tsx";
import { count, moment } from "../ui/format.ts";
import { useInterval, useList, useLoad } from "../ui/load.ts";
import { Status } from "../ui/status.tsx";
import { ListTable, Table } from "../ui/table.tsx";
import { DecisionDetails } from "./routing/decision.tsx";

type Decision = Schemas["Decision"];

const everyMs = 5_000;

export default function Routing() {
  const decision = parameters.value.get("decision");
  if (decision) return <DecisionDetails key={decision} id={decision} />;
  return (
    <>
      <Sectors />
      <Decisions />
    </>
  );
}

function Sectors() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/routing/v1/health")));
  useInterval(reload, everyMs);
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  if (value.sectors.length === 0) return <p class="empty">No agent works in a sector yet.</p>;
  return (
    <Table
      caption="Sectors"
      rows={value.sectors}
      keyOf={({ sector }) => sector}
      columns={[
        { title: "Sector", cell: ({ sector }) => sector },
        { title: "Agents with a free slot", isNumber: true, cell: ({ with_slot }) => count(with_slot) },
        { title: "Agents without", isNumber: true, cell: ({ without_slot }) => count(without_slot) },
      ]}
    />
  );
}

function Decisions() {
  const list = useList<Decision>(async (cursor) =>
    pageOf(await client.GET("/routing/v1/decisions", { params: { query: { limit: 25, cursor } } }))
  );
  // Reading again would take back the pages that somebody asked for.
  useInterval(async () => list.isLong ? undefined : await list.reload(), everyMs);
  return (
    <section>
      <h2>Decisions</h2>
      <ListTable
        caption="Decisions"
        list={list}
        empty="No call was routed yet."
        keyOf={({ decision_id }) => decision_id}
        columns={[
          { title: "Agent", cell: ({ agent }) => agent.name },
          { title: "When", cell: ({ created_at }) => moment(created_at) },
          { title: "Sector", cell: ({ sector }) => sector },
          { title: "Reference", cell: ({ reference }) => reference ?? "" },
          { title: "Status", cell: ({ status, outcome }) => <Status value={outcome ?? status} /> },
          { title: "Score", isNumber: true, cell: ({ score }) => score.toFixed(2) },
          {
            title: "Actions",
            cell: ({ decision_id }) => <a href={addressOf("routing", { decision: decision_id })}>Why</a>,
          },
        ]}
      />
    </section>
  );
}
