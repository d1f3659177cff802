/**
 * The slow-query log: minutes in which a statement was slow, newest first.
 *
 * @module
 */
import type { Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { pageOf } from "../../app/page.ts";
import { count, moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Long } from "../../ui/long.tsx";
import { ListTable } from "../../ui/table.tsx";

type SlowStatement = Schemas["SlowStatement"];

export function SlowStatements() {
  const { client } = useCaller();
  const list = useList<SlowStatement>(async (cursor) =>
    pageOf(await client.GET("/observability/v1/database/slow", { params: { query: { limit: 20, cursor } } }))
  );
  return (
    <section>
      <h2>Slow statements</h2>
      <ListTable
        caption="Slow statements"
        list={list}
        empty="No statement took longer than 100 ms in the last 14 days."
        keyOf={({ id }) => id}
        columns={[
          { title: "Minute", cell: ({ starts_at }) => moment(starts_at) },
          { title: "Statement", cell: ({ query }) => <Long text={query} isCode /> },
          { title: "Calls", isNumber: true, cell: ({ calls }) => count(calls) },
          { title: "Average", isNumber: true, cell: ({ mean_ms }) => `${mean_ms.toFixed(1)} ms` },
          {
            title: "Longest",
            isNumber: true,
            cell: ({ max_ms }) => max_ms === null ? "–" : `${count(Math.round(max_ms))} ms`,
          },
          { title: "Rows", isNumber: true, cell: ({ rows }) => count(rows) },
        ]}
      />
    </section>
  );
}
