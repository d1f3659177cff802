/**
 * An agent's or a team's calls and success by day.
 *
 * @module
 */
import { dataOf } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { daysBetween } from "../../ui/days.ts";
import { Failure } from "../../ui/error.tsx";
import { count, moment, percent } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Series } from "../../ui/series.tsx";

interface Properties {
  kind: "agents" | "teams";
  id: string;
  name: string;
  from: string;
}

export function Trends({ kind, id, name, from }: Properties) {
  const { value, error, reload } = useLoad(async () => {
    const query = { from, group_by: "day" as const };
    const result = kind === "agents"
      ? await client.GET("/aggregation/v2/agents/{agent}/trends", { params: { path: { agent: id }, query } })
      : await client.GET("/aggregation/v2/teams/{team}/trends", { params: { path: { team: id }, query } });
    const rows = new Map(dataOf(result).map((row) => [row.period, row]));
    const days = daysBetween(result.data?.from ?? from, result.data?.to ?? from);
    const byDay = days.map((day) => rows.get(day));
    return {
      days,
      as_of: result.data?.as_of ?? null,
      calls: [
        { label: "Calls", values: byDay.map((row) => row?.calls_handled ?? 0), format: count },
        { label: "Successful", values: byDay.map((row) => row?.calls_successful ?? 0), format: count },
        { label: "Abandoned", values: byDay.map((row) => row?.calls_abandoned ?? 0), format: count },
      ],
      success: [
        { label: "Success", values: byDay.map((row) => row?.success_rate ?? null), format: percent },
        { label: "Resolved", values: byDay.map((row) => row?.resolution_rate ?? null), format: percent },
      ],
    };
  });
  return (
    <section>
      <h2 dir="auto">{name}</h2>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && (
        <>
          <div class="halves">
            <Series label="Calls by day" days={value.days} lines={value.calls} />
            <Series label="Success by day" days={value.days} lines={value.success} />
          </div>
          <p class="muted">Calls are counted up to {moment(value.as_of)}</p>
        </>
      )}
    </section>
  );
}
