/**
 * The alternatives that a run is measured against.
 *
 * @module
 */
import type { ReservedSql } from "postgres";
import type { CallCenter } from "../../fixtures/calls.ts";
import { milliseconds, type Side } from "../measure.ts";

/** A tenant, the connection that works for it, and the day that the next thousand calls fall on. */
export interface Field {
  center: CallCenter;
  connection: ReservedSql;
  /**
   * Days back from today; each round takes a day of its own, so that its buckets hold its calls and no
   * others.
   */
  day: number;
}

/** The calls of a round: 50 agents, each in one of 5 teams. */
async function recordThousand(field: Field): Promise<void> {
  const { center, connection } = field;
  field.day++;
  await connection`
    select count(*) from private.record_calls(${center.id}, (
      select jsonb_agg(jsonb_build_object(
        'external_id', ${`day ${field.day} call `} || n, 'agent_id', (${center.agents}::uuid[])[1 + n % 50],
        'team_id', (${center.teams}::uuid[])[1 + n % 5], 'outcome', (array['successful', 'failed', 'abandoned'])[1 + n % 3],
        'resolved', n % 2 = 0, 'satisfaction', 1 + n % 5, 'handling_seconds', n % 300, 'wait_seconds', n % 40,
        'started_at', date_trunc('day', now()) - make_interval(days => ${field.day}) + make_interval(secs => n * 80)))
      from generate_series(1, 1000) n))`;
}

/**
 * A thousand new calls are there; the run makes metrics of them: agents', teams', and routing's seven days.
 */
export function runSide(field: Field): Side {
  const { center, connection } = field;
  return async () => {
    await recordThousand(field);
    return await milliseconds(() => connection`select (private.aggregate_performance(${center.id})).id`);
  };
}

/** A bare `group by` over the same calls, counting the result. */
export function groupBySide(field: Field): Side {
  const { connection } = field;
  return async () => {
    await recordThousand(field);
    await forgetMarks(field);
    return await milliseconds(() => connection`select count(*) from (${grouped(field)}) m`);
  };
}

/** The same, storing the result in a table. */
export function keptGroupBySide(field: Field): Side {
  const { connection } = field;
  return async () => {
    await recordThousand(field);
    await forgetMarks(field);
    return await milliseconds(() => connection`insert into public.bench_metrics ${grouped(field)}`);
  };
}

/** Each call adds itself to its bucket, in a transaction of its own. */
export function singleUpsertsSide(field: Field): Side {
  const { center, connection } = field;
  return async () => {
    field.day++;
    return await milliseconds(async () => {
      for (let n = 1; n <= 1000; n++) {
        await connection`
          insert into public.bench_metrics as m values (${center.id}, ${center.agents[n % 50]!}, ${center
          .teams[n % 5]!},
            current_date - ${field.day}::integer, 1, 1, 0, 0, 1, 4, 1, 100, 1, 7, 1)
          on conflict (client_id, agent_id, day, team_id) do update set
            calls_handled = m.calls_handled + excluded.calls_handled, calls_successful = m.calls_successful + excluded.calls_successful,
            calls_resolved = m.calls_resolved + excluded.calls_resolved, satisfaction_sum = m.satisfaction_sum + excluded.satisfaction_sum,
            satisfaction_count = m.satisfaction_count + excluded.satisfaction_count,
            handling_seconds_sum = m.handling_seconds_sum + excluded.handling_seconds_sum,
            handling_seconds_count = m.handling_seconds_count + excluded.handling_seconds_count,
            wait_seconds_sum = m.wait_seconds_sum + excluded.wait_seconds_sum, wait_seconds_count = m.wait_seconds_count + excluded.wait_seconds_count`;
      }
    });
  };
}

async function forgetMarks({ center, connection }: Field): Promise<void> {
  await connection`delete from private.changed_buckets where client_id = ${center.id}`;
}

/** Its buckets are named as an index can find them: agents and a day. */
function grouped({ center, connection, day }: Field) {
  return connection`
    select client_id, agent_id, team_id, (started_at at time zone 'UTC')::date as day, count(*),
      count(*) filter (where outcome = 'successful'), count(*) filter (where outcome = 'failed'),
      count(*) filter (where outcome = 'abandoned'), count(*) filter (where resolved),
      coalesce(sum(satisfaction), 0), count(satisfaction),
      coalesce(sum(handling_seconds) filter (where outcome <> 'abandoned'), 0), count(*) filter (where outcome <> 'abandoned'),
      coalesce(sum(wait_seconds), 0), count(wait_seconds)
    from public.calls
    where client_id = ${center.id} and agent_id = any (${center.agents}::uuid[])
      and started_at >= date_trunc('day', now()) - make_interval(days => ${day})
      and started_at < date_trunc('day', now()) - make_interval(days => ${day - 1})
    group by client_id, agent_id, team_id, (started_at at time zone 'UTC')::date`;
}
