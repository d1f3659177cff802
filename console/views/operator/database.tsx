/**
 * The database: connections, slow statements, and advice.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { Failure } from "../../ui/error.tsx";
import { count, moment, percent } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Long } from "../../ui/long.tsx";
import { Table } from "../../ui/table.tsx";
import { Tiles } from "../../ui/tiles.tsx";
import { Advice } from "./advice.tsx";
import { SlowStatements } from "./slow.tsx";

type Report = Schemas["DatabaseReport"];

const megabytes = (bytes: number) => `${count(Math.round(bytes / 1e6))} MB`;

export function Database() {
  const { client } = useCaller();
  const { value, error, reload } = useLoad(async () =>
    dataOf(await client.GET("/observability/v1/database"))
  );
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  return (
    <>
      <Figures report={value} />
      <Slowest statements={value.slowest_statements} />
      <SlowStatements />
      <Advice report={value} />
    </>
  );
}

function Figures({ report }: { report: Report }) {
  const { connections, longest_transaction } = report;
  const tiles: [string, string][] = [
    ["Connections", `${count(connections.used)} of ${count(connections.maximum)}`],
    ["Found in memory", percent(report.cache_hit_ratio)],
    ["Size", megabytes(report.size_bytes)],
    ["Deadlocks", count(report.deadlocks)],
    ["Sessions that wait", count(report.blocked_sessions.length)],
    ["Longest transaction", longest_transaction ? `${Math.round(longest_transaction.seconds)} s` : "none"],
  ];
  return (
    <>
      <Tiles figures={tiles} />
      <p class="muted">As of {moment(report.as_of)}</p>
      {report.blocked_sessions.length > 0 && (
        <Table
          caption="Sessions that wait"
          rows={report.blocked_sessions}
          keyOf={({ pid }) => pid}
          columns={[
            { title: "Session", isNumber: true, cell: ({ pid }) => pid },
            { title: "Role", cell: ({ role }) => role ?? "" },
            { title: "Waits", isNumber: true, cell: ({ seconds }) => `${Math.round(seconds)} s` },
            { title: "For", cell: ({ waits_for }) => waits_for },
            { title: "Of", cell: ({ blocked_by }) => blocked_by.join(", ") },
            { title: "Statement", cell: ({ query }) => <Long text={query ?? ""} isCode /> },
          ]}
        />
      )}
    </>
  );
}

function Slowest({ statements }: { statements: Report["slowest_statements"] }) {
  return (
    <section>
      <h2>Statements that took most of the day</h2>
      {statements.length === 0 ? <p class="empty">No statement was measured yet.</p> : (
        <Table
          caption="Slowest statements"
          rows={statements}
          keyOf={({ query_id }) => query_id}
          columns={[
            { title: "Statement", cell: ({ query }) => <Long text={query ?? ""} isCode /> },
            { title: "Share", isNumber: true, cell: ({ share }) => percent(share) },
            { title: "Calls", isNumber: true, cell: ({ calls }) => count(calls) },
            { title: "Average", isNumber: true, cell: ({ mean_ms }) => `${mean_ms.toFixed(1)} ms` },
            { title: "Longest", isNumber: true, cell: ({ max_ms }) => `${count(Math.round(max_ms))} ms` },
            {
              title: "To last week",
              isNumber: true,
              cell: ({ trend }) => trend === null ? "–" : `× ${trend.toFixed(1)}`,
            },
          ]}
        />
      )}
    </section>
  );
}
