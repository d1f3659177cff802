/**
 * Three calls: each is routed to the best agent and completed, then the agents' metrics are computed and read.
 *
 * @module
 */
import { type Client, dataOf, type Schemas } from "../../../client/mod.ts";

const endings = [
  { outcome: "successful", handling_seconds: 95, resolved: true, satisfaction: 5 },
  { outcome: "successful", handling_seconds: 210, resolved: true, satisfaction: 4 },
  { outcome: "failed", handling_seconds: 140, resolved: false, satisfaction: 2 },
] as const;

/** Routes, completes and aggregates three calls, and prints who took them and the metrics that follow. */
export async function demonstrateCalls(client: Client): Promise<void> {
  const calls: { decision: Schemas["Decision"]; ending: typeof endings[number] }[] = [];
  for (const ending of endings) {
    const decision = dataOf(await client.POST("/routing/v1/decisions", { body: { sector: "sales" } }));
    calls.push({ decision, ending });
  }
  for (const { decision, ending } of calls) {
    const request = { params: { path: { id: decision.decision_id } }, body: ending };
    dataOf(await client.POST("/routing/v1/decisions/{id}/complete", request));
  }
  const run = dataOf(await client.POST("/aggregation/v1/runs"));
  const query = { kind: "agents" as const };
  const agents = dataOf(await client.GET("/aggregation/v1/compare", { params: { query } }));

  const routed = calls.map(({ decision: { agent, score }, ending }) =>
    `  ${agent.name.padEnd(16)} score ${score.toFixed(2).padStart(6)}  ${ending.outcome}`
  );
  const figures = agents.map((agent) =>
    `  ${agent.name.padEnd(16)} ${String(agent.calls_handled).padStart(3)} calls  ${
      (100 * (agent.success_rate ?? 0)).toFixed(0).padStart(3)
    } % successful  satisfaction ${agent.avg_satisfaction?.toFixed(1) ?? "–"}  handling ${
      agent.avg_handling_seconds?.toFixed(0) ?? "–"
    } s`
  );
  console.log(`
Routed three calls to the best agents of sector sales, completed them, and aggregated them in ${run.duration_ms} ms:
${routed.join("\n")}

The agents' metrics of the last seven days, which the next decision uses:
${figures.join("\n")}`);
}
