/**
 * Jobs: queues, jobs that gave up, and schedules.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Query, type Schemas } from "../../client/mod.ts";
import { can } from "../app/account.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { Action } from "../ui/action.tsx";
import { Failure } from "../ui/error.tsx";
import { Choice } from "../ui/form.tsx";
import { count, moment } from "../ui/format.ts";
import { useInterval, useList, useLoad } from "../ui/load.ts";
import { Status } from "../ui/status.tsx";
import { ListTable, Table } from "../ui/table.tsx";

type Job = Schemas["Job"];
type JobStatus = Query<"/jobs/v1">["status"];

const everyMs = 5_000;
const statuses: JobStatus[] = ["dead", "pending", "scheduled", "running", "parked", "completed", "cancelled"];

export default function Jobs() {
  return (
    <>
      <Queues />
      <JobList />
    </>
  );
}

function Queues() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/jobs/v1/stats")));
  useInterval(reload, everyMs);
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  return (
    <Table
      caption="Queues"
      rows={value.queues}
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

function JobList() {
  const status = useSignal<JobStatus>("dead");
  const list = useList<Job>(
    async (cursor) =>
      pageOf(
        await client.GET("/jobs/v1", { params: { query: { limit: 50, cursor, status: status.value } } }),
      ),
    [status.value],
  );
  const retry = async (job: string) => {
    dataOf(await client.POST("/jobs/v1/{job}/retry", { params: { path: { job } } }));
    await list.reload();
  };
  return (
    <section>
      <h2>Jobs</h2>
      <div class="row">
        <Choice
          label="Status"
          value={status.value}
          options={statuses.map((
            status,
          ): [string, string] => [status ?? "", status === "dead" ? "gave up" : status ?? ""])}
          onChange={(value) => status.value = statuses.find((status) => status === value)}
        />
      </div>
      <ListTable
        caption="Jobs"
        list={list}
        empty="There are no such jobs."
        keyOf={({ id }) => id}
        columns={[
          { title: "Type", cell: ({ type }) => type },
          { title: "Queue", cell: ({ queue }) => queue },
          { title: "Added", cell: ({ created_at }) => moment(created_at) },
          { title: "Status", cell: ({ status }) => <Status value={status} /> },
          {
            title: "Attempts",
            isNumber: true,
            cell: ({ attempts, max_attempts }) => `${attempts} of ${max_attempts}`,
          },
          { title: "Last error", cell: ({ error_message }) => error_message ?? "" },
          {
            title: "Actions",
            cell: ({ id, status }) =>
              status === "dead" && can("jobs:write") &&
              <Action kind="quiet" done="It runs again" run={() => retry(id)}>Run again</Action>,
          },
        ]}
      />
    </section>
  );
}
