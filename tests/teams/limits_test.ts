import { assert, assertEquals } from "#assert";
import agents from "../../functions/agents/index.ts";
import teams from "../../functions/teams/index.ts";
import { type App, ask, useStack } from "../support/in_process.ts";
import { createTenant } from "../support/tenant.ts";

useStack({ RATE_LIMITS: JSON.stringify({ read: 2, write: 2, anonymous: 100 }) });

const routes: [App, string, unknown][] = [
  [teams, "/teams/v1", { name: "Renewals" }],
  [agents, "/agents/v1", { name: "Ada" }],
];

for (const [app, path, json] of routes) {
  Deno.test(`too many requests to ${path} answer 429 with Retry-After, counting reads and writes separately`, async () => {
    const { manager: as } = await createTenant();
    for (const [method, body, usual] of [["GET", undefined, 200], ["POST", json, 422]] as const) {
      const statuses: number[] = [];
      for (let i = 0; i < 3; i++) {
        const answer = await ask(app, method, path, { as, json: body });
        statuses.push(answer.status);
        if (answer.status === 429) assert(Number(answer.headers.get("retry-after")) > 0, `${answer}`);
      }
      assertEquals(statuses, [usual, usual, 429], method);
    }
  });
}
