/**
 * Metrics: how agents and teams compare, and how each changes by day.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Query, Schemas } from "../../client/mod.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { firstDayOf, ranges } from "../ui/days.ts";
import { Choice } from "../ui/form.tsx";
import { count, percent } from "../ui/format.ts";
import { useList } from "../ui/load.ts";
import { ListTable } from "../ui/table.tsx";
import { Trends } from "./metrics/trends.tsx";

type Row = Schemas["Compared"];
type Kind = "agents" | "teams";
type Sort = Query<"/aggregation/v1/compare">["sort"];

const sorts: [NonNullable<Sort>, string][] = [
  ["-calls_handled", "most calls"],
  ["-success_rate", "best success"],
  ["success_rate", "worst success"],
  ["-avg_satisfaction", "most satisfied"],
  ["avg_handling_seconds", "fastest"],
  ["-calls_abandoned", "most abandoned"],
];
const seconds = (value: number | null) => value === null ? "–" : `${Math.round(value)} s`;

export default function Metrics() {
  const kind = useSignal<Kind>("agents");
  const sort = useSignal<Sort>("-calls_handled");
  const days = useSignal("30");
  const opened = useSignal<Row | undefined>(undefined);
  const from = firstDayOf(Number(days.value));
  const list = useList<Row>(
    async (cursor) => {
      const query = { limit: 25, cursor, kind: kind.value, sort: sort.value, from };
      return pageOf(await client.GET("/aggregation/v1/compare", { params: { query } }));
    },
    [kind.value, sort.value, from],
  );
  const choose = (value: string) => {
    kind.value = value === "teams" ? "teams" : "agents";
    opened.value = undefined;
  };
  const shown = opened.value ?? list.rows?.[0];
  return (
    <>
      <div class="row">
        <Choice label="Of" value={kind.value} options={["agents", "teams"]} onChange={choose} />
        <Choice
          label="In the last"
          value={days.value}
          options={ranges}
          onChange={(value) => days.value = value}
        />
        <Choice
          label="First"
          value={sort.value}
          options={sorts}
          onChange={(value) => sort.value = sorts.find(([sort]) => sort === value)?.[0]}
        />
      </div>
      {shown && (
        <Trends key={`${shown.id} ${from}`} kind={kind.value} id={shown.id} name={shown.name} from={from} />
      )}
      <h2>Compared</h2>
      <ListTable
        caption={kind.value === "agents" ? "Agents" : "Teams"}
        list={list}
        empty="No calls were recorded in these days."
        keyOf={({ id }) => id}
        columns={[
          { title: "Name", cell: ({ name }) => name },
          { title: "Calls", isNumber: true, cell: ({ calls_handled }) => count(calls_handled) },
          { title: "Successful", isNumber: true, cell: ({ success_rate }) => percent(success_rate) },
          { title: "Resolved", isNumber: true, cell: ({ resolution_rate }) => percent(resolution_rate) },
          { title: "Abandoned", isNumber: true, cell: ({ calls_abandoned }) => count(calls_abandoned) },
          {
            title: "Satisfaction",
            isNumber: true,
            cell: ({ avg_satisfaction }) => avg_satisfaction?.toFixed(1) ?? "–",
          },
          { title: "Handling", isNumber: true, cell: (row) => seconds(row.avg_handling_seconds) },
          { title: "Wait", isNumber: true, cell: ({ avg_wait_seconds }) => seconds(avg_wait_seconds) },
          {
            title: "Actions",
            cell: (row) => (
              <button type="button" class="quiet" onClick={() => opened.value = row}>Show by day</button>
            ),
          },
        ]}
      />
    </>
  );
}
