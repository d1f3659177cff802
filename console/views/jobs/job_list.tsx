/**
 * The jobs that fit a filter.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Query, type Schemas } from "../../../client/mod.ts";
import { can } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { Action } from "../../ui/action.tsx";
import { Choice, Field } from "../../ui/form.tsx";
import { moment } from "../../ui/format.ts";
import { useList } from "../../ui/load.ts";
import { Status } from "../../ui/status.tsx";
import { ListTable } from "../../ui/table.tsx";
import { RetryAll } from "./retry_all.tsx";

type Job = Schemas["Job"];
type JobStatus = Query<"/jobs/v1">["status"];

const statuses: JobStatus[] = ["dead", "pending", "scheduled", "running", "parked", "completed", "cancelled"];

export function JobList({ queues }: { queues: string[] }) {
  const filter = useSignal<Pick<Query<"/jobs/v1">, "status" | "queue" | "type">>({ status: "dead" });
  const { status, queue, type } = filter.value;
  const narrow = (change: typeof filter.value) => filter.value = { ...filter.value, ...change };
  const list = useList<Job>(
    async (cursor) =>
      pageOf(await client.GET("/jobs/v1", { params: { query: { limit: 50, cursor, ...filter.value } } })),
    [filter.value],
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
          value={status}
          options={statuses.map((
            status,
          ): [string, string] => [status ?? "", status === "dead" ? "gave up" : status ?? ""])}
          onChange={(value) => narrow({ status: statuses.find((status) => status === value) })}
        />
        <Choice
          label="Queue"
          value={queue ?? ""}
          options={[["", "all"], ...queues]}
          onChange={(value) => narrow({ queue: value || undefined })}
        />
        <Field
          label="Type"
          name="type"
          value={type ?? ""}
          placeholder="webhook.deliver"
          maxLength={100}
          onChange={(event) => narrow({ type: event.currentTarget.value.trim() || undefined })}
        />
      </div>
      {status === "dead" && can("jobs:write") && <RetryAll filter={{ queue, type }} ended={list.reload} />}
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
