/**
 * Requests and the parts that they need, of the last day.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { Failure } from "../../ui/error.tsx";
import { count, percent } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { type Column, Table } from "../../ui/table.tsx";

interface Figures {
  requests: number;
  error_rate: number;
  server_errors: number;
  p50_ms: number;
  p95_ms: number;
  p99_ms: number;
}

const milliseconds = (value: number) => `${count(Math.round(value))} ms`;

const figures: Column<Figures>[] = [
  { title: "Calls", isNumber: true, cell: ({ requests }) => count(requests) },
  { title: "Errors", isNumber: true, cell: ({ error_rate }) => percent(error_rate) },
  { title: "Server errors", isNumber: true, cell: ({ server_errors }) => count(server_errors) },
  { title: "p50", isNumber: true, cell: ({ p50_ms }) => milliseconds(p50_ms) },
  { title: "p95", isNumber: true, cell: ({ p95_ms }) => milliseconds(p95_ms) },
  { title: "p99", isNumber: true, cell: ({ p99_ms }) => milliseconds(p99_ms) },
];

export function Requests() {
  const { client } = useCaller();
  const { value, error, reload } = useLoad(async () => {
    const [requests, dependencies] = await Promise.all([
      client.GET("/observability/v1/requests").then(dataOf),
      client.GET("/observability/v1/dependencies").then(dataOf),
    ]);
    return { requests, dependencies };
  });
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  return (
    <>
      <h2>By function</h2>
      {value.requests.length === 0
        ? <p class="empty">Nothing was called in the last day.</p>
        : (
          <Table<Schemas["RequestStats"]>
            caption="Requests by function"
            rows={value.requests}
            keyOf={(row) => row.function ?? ""}
            columns={[{ title: "Function", cell: (row) => row.function ?? "" }, ...figures]}
          />
        )}
      <h2>What they called</h2>
      {value.dependencies.length === 0
        ? <p class="empty">They called nothing.</p>
        : (
          <Table<Schemas["DependencyStats"]>
            caption="Dependencies"
            rows={value.dependencies}
            keyOf={({ dependency }) => dependency}
            columns={[{ title: "Dependency", cell: ({ dependency }) => dependency }, ...figures]}
          />
        )}
    </>
  );
}
