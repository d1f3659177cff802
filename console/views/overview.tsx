/**
 * The day at a glance; read again every ten seconds.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { dataOf } from "../../client/mod.ts";
import { can } from "../app/account.ts";
import { client } from "../app/api.ts";
import { addressOf } from "../app/router.ts";
import { Failure } from "../ui/error.tsx";
import { count, percent } from "../ui/format.ts";
import { useInterval, useLoad } from "../ui/load.ts";
import { Table } from "../ui/table.tsx";

const everyMs = 10_000;

/** Parts that the caller may not read are left out. */
async function readOverview() {
  const [agents, jobs, webhooks, routing, alerts, imports] = await Promise.all([
    client.GET("/aggregation/v1/compare", {
      params: { query: { kind: "agents", sort: "-calls_handled", limit: 10 } },
    }).then(dataOf),
    can("jobs:read") ? client.GET("/jobs/v1/stats").then(dataOf) : undefined,
    can("webhooks:read") ? client.GET("/webhooks/v1/metrics").then(dataOf) : undefined,
    can("routing:read") ? client.GET("/routing/v1/health").then(dataOf) : undefined,
    can("observability:read") ? client.GET("/observability/v1/alerts").then(dataOf) : undefined,
    can("opportunities:read")
      ? client.GET("/batch-import/v1/batches", { params: { query: { limit: 1 } } }).then(dataOf)
      : undefined,
  ]);
  return { agents, jobs, webhooks, routing, alerts, lastImport: imports?.[0] };
}

export default function Overview() {
  const { value, error, reload } = useLoad(readOverview);
  useInterval(reload, everyMs);
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  const { agents, jobs, webhooks, routing, alerts, lastImport } = value;
  const sum = <Row,>(rows: Row[] | undefined, of: (row: Row) => number) =>
    rows?.reduce((total, row) => total + of(row), 0) ?? 0;
  const firing = alerts?.filter(({ state }) => state === "firing") ?? [];
  return (
    <>
      <dl class="tiles">
        {routing && <Tile title="Calls routed in the last hour">{count(routing.last_hour.decisions)}</Tile>}
        {routing && <Tile title="Calls without an agent">{count(routing.last_hour.no_agent_available)}</Tile>}
        {jobs && (
          <Tile title="Jobs waiting" view="jobs">
            {count(sum(jobs.queues, ({ pending }) => pending))}
          </Tile>
        )}
        {jobs && (
          <Tile title="Jobs that gave up" view="jobs">{count(sum(jobs.queues, ({ dead }) => dead))}</Tile>
        )}
        {webhooks && (
          <Tile title="Webhooks delivered today" view="webhooks">
            {count(sum(webhooks, ({ delivered }) => delivered))}
          </Tile>
        )}
        {webhooks && (
          <Tile title="Attempts that failed" view="webhooks">
            {count(sum(webhooks, ({ failed }) => failed))}
          </Tile>
        )}
        {lastImport && (
          <Tile title={`Rows of the last import, ${lastImport.status.replaceAll("_", " ")}`} view="imports">
            {count(lastImport.total_records)}
          </Tile>
        )}
        {alerts && <Tile title="Alerts firing" view="operations">{count(firing.length)}</Tile>}
      </dl>
      {firing.length > 0 && (
        <ul class="failure">{firing.map(({ id, name }) => <li key={id} dir="auto">{name}</li>)}</ul>
      )}
      <h2>Agents in the last seven days</h2>
      {agents.length === 0 ? <p class="empty">No calls were recorded yet.</p> : (
        <Table
          caption="Agents"
          rows={agents}
          keyOf={({ id }) => id}
          columns={[
            { title: "Agent", cell: ({ name }) => name },
            { title: "Calls", isNumber: true, cell: ({ calls_handled }) => count(calls_handled) },
            { title: "Successful", isNumber: true, cell: ({ success_rate }) => percent(success_rate) },
            {
              title: "Satisfaction",
              isNumber: true,
              cell: ({ avg_satisfaction }) => avg_satisfaction?.toFixed(1) ?? "–",
            },
            {
              title: "Handling",
              isNumber: true,
              cell: ({ avg_handling_seconds: seconds }) =>
                seconds === null ? "–" : `${Math.round(seconds)} s`,
            },
          ]}
        />
      )}
    </>
  );
}

function Tile({ title, view, children }: { title: string; view?: string; children: ComponentChildren }) {
  return (
    <div class="tile">
      <dt>{view ? <a href={addressOf(view)}>{title}</a> : title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
