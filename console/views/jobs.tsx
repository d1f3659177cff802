/**
 * Jobs: queues, and jobs that gave up, with running them again.
 *
 * @module
 */
import { dataOf } from "../../client/mod.ts";
import { client } from "../app/api.ts";
import { Failure } from "../ui/error.tsx";
import { useInterval, useLoad } from "../ui/load.ts";
import { JobList } from "./jobs/job_list.tsx";
import { Queues } from "./jobs/queues.tsx";

const everyMs = 5_000;

export default function Jobs() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/jobs/v1/stats")));
  useInterval(reload, everyMs);
  return (
    <>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && error === undefined && <Queues queues={value.queues} />}
      <JobList queues={value?.queues.map(({ queue }) => queue) ?? []} />
    </>
  );
}
