/**
 * Retries what the filter shows: says how many first, then how far it is, and can be stopped.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { count } from "../../ui/format.ts";
import { countDead, type DeadJobs, type Progress, retryDead } from "./retry_dead.ts";

const shownRefusals = 5;

interface Run {
  jobs: DeadJobs;
  total: number;
  /** Undefined while it is only asked for. */
  stop?: AbortController;
  isEnded?: boolean;
  failure?: unknown;
}

export function RetryAll({ filter, ended }: { filter: DeadJobs; ended(): Promise<void> }) {
  const run = useSignal<Run | undefined>(undefined);
  const progress = useSignal<Progress>({ retried: 0, refused: [] });
  const place = useRef<HTMLDivElement>(null);
  const { stop, isEnded } = run.value ?? {};
  useEffect(() => () => stop?.abort(), [stop]); // another view was chosen
  useEffect(() => {
    if (run.value) place.current?.focus(); // the button that was pressed is gone
  }, [run.value === undefined, stop, isEnded]);
  const ask = async () => {
    run.value = { jobs: filter, total: await countDead(filter) };
  };
  const begin = async (asked: Run) => {
    const stop = new AbortController();
    progress.value = { retried: 0, refused: [] };
    const begun = run.value = { ...asked, stop };
    const failure = await retryDead(asked.jobs, asked.total, stop.signal, (told) => progress.value = told)
      .then(() => undefined, (error: unknown) => error);
    if (run.value !== begun) return;
    run.value = { ...begun, isEnded: true, failure };
    await ended();
  };
  if (!run.value) return <Action run={ask}>Retry all …</Action>;
  const asked = run.value;
  const close = () => run.value = undefined;
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label="Retry all" class="tile">
      {!stop && <Question asked={asked} begin={() => begin(asked)} close={close} />}
      {stop && !isEnded && <Running total={asked.total} progress={progress.value} stop={stop} />}
      {isEnded && <Summary run={asked} progress={progress.value} close={close} />}
    </div>
  );
}

interface QuestionProperties {
  asked: Run;
  begin(): Promise<void>;
  close(): void;
}

function Question({ asked: { jobs, total }, begin, close }: QuestionProperties) {
  return (
    <>
      <p>{total === 0 ? `There are no ${words(jobs, total)}.` : `Retry ${words(jobs, total)}?`}</p>
      <p class="actions">
        {total > 0 && <Action kind="primary" run={begin}>Retry {count(total)}</Action>}
        <button type="button" onClick={close}>{total > 0 ? "Leave them" : "Close"}</button>
      </p>
    </>
  );
}

function Running({ total, progress, stop }: { total: number; progress: Progress; stop: AbortController }) {
  const done = progress.retried + progress.refused.length;
  return (
    <>
      <p>
        <label>
          {count(done)} of {count(total)}
          <progress max={total} value={done} />
        </label>
      </p>
      <p class="actions">
        <button type="button" class="danger" onClick={() => stop.abort()}>Stop</button>
      </p>
    </>
  );
}

function Summary({ run, progress, close }: { run: Run; progress: Progress; close(): void }) {
  const { retried, refused } = progress;
  const isStopped = run.stop?.signal.aborted && retried + refused.length < run.total;
  return (
    <>
      <p role="status">
        {isStopped && "Stopped: "}
        {count(retried)} of {words(run.jobs, run.total)} {retried === 1 ? "runs" : "run"} again
        {refused.length > 0 && `, ${count(refused.length)} refused`}.
      </p>
      {run.failure !== undefined && <Failure error={run.failure} />}
      {refused.length > 0 && (
        <ul class="failure">
          {refused.slice(0, shownRefusals).map((refusal) => <li key={refusal} dir="auto">{refusal}</li>)}
          {refused.length > shownRefusals && <li>and {count(refused.length - shownRefusals)} more</li>}
        </ul>
      )}
      <p class="actions">
        <button type="button" onClick={close}>Close</button>
      </p>
    </>
  );
}

function words({ queue, type }: DeadJobs, total: number): string {
  return `${total === 0 ? "" : `${count(total)} `}dead ${total === 1 ? "job" : "jobs"}` +
    `${type ? ` of type ${type}` : ""}${queue ? ` of queue ${queue}` : ""}`;
}
