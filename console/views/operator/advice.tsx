/**
 * What could be better: indexes that are missing or serve nobody, and rows that vacuum has yet to take away.
 *
 * @module
 */
import type { Schemas } from "../../../client/mod.ts";
import { count, moment, percent } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";

export function Advice({ report }: { report: Schemas["DatabaseReport"] }) {
  const { missing_indexes, unused_indexes, duplicate_indexes, dead_tuples } = report;
  return (
    <section>
      <h2>Indexes</h2>
      {missing_indexes.length > 0 && (
        <Table
          caption="Missing indexes"
          rows={missing_indexes}
          keyOf={({ suggestion }) => suggestion}
          columns={[
            { title: "Table", cell: ({ table }) => table },
            { title: "Rows", isNumber: true, cell: ({ rows }) => count(rows) },
            { title: "Missing", cell: ({ suggestion }) => <code>{suggestion}</code> },
          ]}
        />
      )}
      <p>
        {missing_indexes.length === 0 && "No foreign key lacks one. "}
        {duplicate_indexes.length === 0
          ? "None is there twice."
          : `There twice: ${duplicate_indexes.map(({ indexes }) => indexes.join(" and ")).join("; ")}.`}
      </p>
      {unused_indexes.length > 0 && (
        <details>
          <summary>
            {count(unused_indexes.length)} that no query has used since {moment(report.statistics_since)}
          </summary>
          <Table
            caption="Unused indexes"
            rows={unused_indexes}
            keyOf={({ index }) => index}
            columns={[
              { title: "Index", cell: ({ index }) => index },
              { title: "Table", cell: ({ table }) => table },
              { title: "Size", isNumber: true, cell: ({ bytes }) => `${count(Math.ceil(bytes / 1000))} kB` },
            ]}
          />
        </details>
      )}
      <h2>Rows for vacuum</h2>
      {dead_tuples.length === 0 ? <p class="empty">There are none.</p> : (
        <Table
          caption="Rows for vacuum"
          rows={dead_tuples}
          keyOf={({ table }) => table}
          columns={[
            { title: "Table", cell: ({ table }) => table },
            { title: "Live", isNumber: true, cell: ({ live }) => count(live) },
            { title: "Dead", isNumber: true, cell: ({ dead }) => count(dead) },
            { title: "Share", isNumber: true, cell: ({ share }) => percent(share) },
            { title: "Vacuumed", cell: ({ vacuumed_at }) => moment(vacuumed_at) },
          ]}
        />
      )}
    </section>
  );
}
