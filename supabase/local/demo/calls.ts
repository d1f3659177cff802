/**
 * Three calls from ring to figure: each is routed to the best agent and completed, then their metrics are read.
 *
 * @module
 */

/** Calls a function of the stack as the demo's user and returns `data` of the answer. */
export type CallApi = <T>(method: string, path: string, body?: unknown) => Promise<T>;

interface Decision {
  decision_id: string;
  agent: { name: string };
  score: number;
  considered: number;
}

interface Metrics {
  name: string;
  calls_handled: number;
  success_rate: number;
  avg_satisfaction: number | null;
  avg_handling_seconds: number | null;
}

const endings = [
  { outcome: "successful", handling_seconds: 95, resolved: true, satisfaction: 5 },
  { outcome: "successful", handling_seconds: 210, resolved: true, satisfaction: 4 },
  { outcome: "failed", handling_seconds: 140, resolved: false, satisfaction: 2 },
];

/** Routes, completes and aggregates three calls, and prints who got them and what became of the figures. */
export async function demonstrateCalls(api: CallApi): Promise<void> {
  const decisions: Decision[] = [];
  for (let call = 0; call < endings.length; call++) {
    decisions.push(await api<Decision>("POST", "/routing/v1/decisions", { sector: "sales" }));
  }
  for (const [call, { decision_id }] of decisions.entries()) {
    await api("POST", `/routing/v1/decisions/${decision_id}/complete`, endings[call]);
  }
  const run = await api<{ duration_ms: number }>("POST", "/aggregation/v1/runs");
  const agents = await api<Metrics[]>("GET", "/aggregation/v1/compare?kind=agents");

  const routed = decisions.map(({ agent, score }, call) =>
    `  ${agent.name.padEnd(16)} score ${score.toFixed(2).padStart(6)}  ${endings[call]?.outcome}`
  );
  const figures = agents.map((agent) =>
    `  ${agent.name.padEnd(16)} ${String(agent.calls_handled).padStart(3)} calls  ${
      (100 * agent.success_rate).toFixed(0).padStart(3)
    } % successful  satisfaction ${agent.avg_satisfaction?.toFixed(1) ?? "–"}  handling ${
      agent.avg_handling_seconds?.toFixed(0) ?? "–"
    } s`
  );
  console.log(`
Routed three calls to the best of sector sales, completed them, and aggregated them in ${run.duration_ms} ms:
${routed.join("\n")}

The agents' last seven days, which the next decision looks at:
${figures.join("\n")}`);
}
