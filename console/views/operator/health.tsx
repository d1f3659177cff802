/**
 * How each part is, incidents with their whole timeline, and maintenance.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { useCaller } from "../../app/caller.ts";
import { Failure } from "../../ui/error.tsx";
import { moment, percent } from "../../ui/format.ts";
import { useInterval, useLoad } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { Table } from "../../ui/table.tsx";
import { Incidents } from "./incidents.tsx";
import { MaintenanceList } from "./maintenance.tsx";

type Uptime = Schemas["Component"]["uptime"];

const everyMs = 30_000;
const spans: [keyof Uptime, string][] = [["24h", "Good in a day"], ["7d", "In 7 days"], [
  "90d",
  "In 90 days",
]];

export function Health() {
  return (
    <>
      <Components />
      <Incidents />
      <MaintenanceList />
    </>
  );
}

function Components() {
  const { client } = useCaller();
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/health/v1/status")));
  useInterval(reload, everyMs);
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  if (value.components.length === 0) return <p class="empty">The first sample is taken within a minute.</p>;
  return (
    <Table
      caption="Components"
      rows={value.components}
      keyOf={({ component }) => component}
      columns={[
        { title: "Component", cell: ({ component }) => component },
        { title: "State", cell: ({ status }) => <Status value={status} /> },
        ...spans.map(([span, title]) => ({
          title,
          isNumber: true,
          cell: ({ uptime }: Schemas["Component"]) => percent(uptime[span]),
        })),
        { title: "Watched since", cell: ({ since }) => moment(since) },
      ]}
    />
  );
}
