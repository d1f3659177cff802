/**
 * How much waits in each queue.
 *
 * @module
 */
import type { Schemas } from "../../../client/mod.ts";
import { count } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";

type Queue = Schemas["JobStats"]["queues"][number];

export function Queues({ queues }: { queues: Queue[] }) {
  return (
    <Table
      caption="Queues"
      rows={queues}
      keyOf={({ queue }) => queue}
      columns={[
        { title: "Queue", cell: ({ queue }) => queue },
        { title: "Waiting", isNumber: true, cell: ({ pending }) => count(pending) },
        { title: "Later", isNumber: true, cell: ({ scheduled }) => count(scheduled) },
        { title: "Running", isNumber: true, cell: ({ running }) => count(running) },
        { title: "Gave up", isNumber: true, cell: ({ dead }) => count(dead) },
        {
          title: "Oldest waits",
          isNumber: true,
          cell: ({ oldest_due_seconds: seconds }) => seconds === null ? "–" : `${Math.round(seconds)} s`,
        },
        { title: "Done in an hour", isNumber: true, cell: (queue) => count(queue.completed_last_hour) },
      ]}
    />
  );
}
