/**
 * Why a call went to its agent: the candidates with the terms of their scores.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { addressOf } from "../../app/router.ts";
import { Failure } from "../../ui/error.tsx";
import { moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Table } from "../../ui/table.tsx";

type Terms = Schemas["Terms"];
type Candidate = Schemas["ExplainedDecision"]["candidates"][number];

const names: Record<keyof Terms, string> = {
  success_rate: "Success",
  priority: "Priority",
  load: "Load",
  handling_time: "Handling time",
  capabilities: "Capabilities",
};
const terms: (keyof Terms)[] = ["success_rate", "priority", "load", "handling_time", "capabilities"];

export function DecisionDetails({ id }: { id: string }) {
  const { value, error, reload } = useLoad(async () =>
    dataOf(await client.GET("/routing/v1/decisions/{id}", { params: { path: { id } } }))
  );
  return (
    <section>
      <p>
        <a href={addressOf("routing")}>All decisions</a>
      </p>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {value && (
        <>
          <h2 dir="auto">{value.agent.name}</h2>
          <p class="muted">
            {moment(value.created_at)}, sector {value.sector}, {value.considered} agents looked at one by one
            {value.fallback && "; every agent was full"}
          </p>
          <Table
            caption="Candidates"
            rows={value.candidates}
            keyOf={({ agent }) => agent.id}
            columns={[
              { title: "Agent", cell: ({ agent }) => agent.name },
              { title: "Score", isNumber: true, cell: ({ score }) => score.toFixed(2) },
              { title: "Made of", cell: (candidate) => <Bars terms={candidate.terms} /> },
              ...terms.map((term) => ({
                title: names[term],
                isNumber: true,
                cell: (candidate: Candidate) => candidate.terms[term].toFixed(2),
              })),
              {
                title: "Slots taken",
                isNumber: true,
                cell: ({ load, max_load }) => `${load} of ${max_load}`,
              },
            ]}
          />
        </>
      )}
    </section>
  );
}

/** The parts of a score side by side; their numbers stand in the table's other columns. */
function Bars({ terms: parts }: { terms: Terms }) {
  let start = 0;
  return (
    <svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {terms.map((term) => {
        const width = Math.max(0, parts[term]);
        start += width;
        return <rect key={term} x={start - width} y="0" width={width} height="10" />;
      })}
    </svg>
  );
}
