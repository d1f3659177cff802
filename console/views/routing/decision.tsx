/**
 * Why a call went to its agent: the candidates with the terms of their scores.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { addressOf } from "../../app/router.ts";
import { Failure } from "../../ui/error.tsx";
import { moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";
import { Table } from "../../ui/table.tsx";
import { asDecided, type Factors, reweighted, termNames, type Terms, terms, WhatIf } from "./what_if.tsx";

type Explained = Schemas["ExplainedDecision"];
type Candidate = Explained["candidates"][number];

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
      {!value && error === undefined && <p class="muted" aria-busy="true">Loading …</p>}
      {value && (
        <>
          <h2 dir="auto">{value.agent.name}</h2>
          <p class="muted">
            {moment(value.created_at)}, sector {value.sector}, {value.considered} agents looked at one by one
            {value.fallback && "; every agent was full"}
          </p>
          <Candidates decision={value} />
        </>
      )}
    </section>
  );
}

function Candidates({ decision: { agent, candidates } }: { decision: Explained }) {
  const factors = useSignal<Factors>(asDecided);
  const rows = reweighted(candidates, factors.value);
  const first = rows[0]?.agent;
  const most = Math.max(100, ...rows.map(({ score }) => score));
  return (
    <>
      <WhatIf factors={factors} />
      <p role="status">
        {factors.value !== asDecided && first && first.id !== agent.id && (
          <>
            Then the call would have gone to <bdi>{first.name}</bdi>.
          </>
        )}
      </p>
      <Table
        caption="Candidates"
        rows={rows}
        keyOf={({ agent }) => agent.id}
        columns={[
          { title: "Agent", cell: ({ agent }) => agent.name },
          { title: "Score", isNumber: true, cell: ({ score }) => score.toFixed(2) },
          { title: "Made of", cell: (candidate) => <Bars terms={candidate.terms} most={most} /> },
          ...terms.map((term) => ({
            title: termNames[term],
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
  );
}

/** The parts of a score side by side; their numbers stand in the table's other columns. */
function Bars({ terms: parts, most }: { terms: Terms; most: number }) {
  let start = 0;
  return (
    <svg class="stack" viewBox={`0 0 ${most} 10`} preserveAspectRatio="none" aria-hidden="true">
      {terms.map((term) => {
        const width = Math.max(0, parts[term]);
        start += width;
        return <rect key={term} class="part" x={start - width} y="0" width={width} height="10" />;
      })}
    </svg>
  );
}
