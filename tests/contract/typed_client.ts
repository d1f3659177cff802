/**
 * An app that uses the typed client: `typed_client_test.ts` runs it. Each `@ts-expect-error` becomes an error of the
 * type check should the types allow the mistake.
 *
 * @module
 */
import { createClient, dataOf, RequestError, type Schemas } from "../../client/mod.ts";

const [url = "", token = ""] = Deno.args;
const client = createClient({ url, token });

const made = await client.POST("/teams/v1", {
  params: { header: { "idempotency-key": crypto.randomUUID() } },
  body: { name: "Renewals", sector: "insurance" },
});
if (made.error) throw new Error(made.error.error.code);
const team: Schemas["Team"] = made.data.data;

const read = await client.GET("/teams/v1/{team}", { params: { path: { team: team.id } } });
const members: number | undefined = read.data?.data.members.length;
const listed = await client.GET("/teams/v1", { params: { query: { limit: 1, count: "exact" } } });
const total: number | undefined = listed.data?.pagination.total;
const refused = await client.POST("/teams/v1", { body: { name: "", sector: "insurance" } });
const gone = await client.DELETE("/teams/v1/{team}", { params: { path: { team: team.id } } });
const imported = await client.POST("/batch-import/v1/batches", {
  body: {
    opportunities: [{ name: "Refit", organization: "Initech" }],
    options: { create_missing: ["organizations"] },
  },
});
const thrown = await client.GET("/teams/v1/{team}", { params: { path: { team: crypto.randomUUID() } } })
  .then(dataOf).catch((error) => error instanceof RequestError ? [error.status, error.code] : error);

function mistakes() {
  // @ts-expect-error a sector is required
  void client.POST("/teams/v1", { body: { name: "Renewals" } });
  // @ts-expect-error there is no such status
  void client.GET("/teams/v1", { params: { query: { status: "gone" } } });
  // @ts-expect-error there is no such path
  void client.GET("/team/v1", {});
  // @ts-expect-error a team has no such field
  void team.client_id;
}
void mistakes;

console.log(JSON.stringify({
  name: team.name,
  members,
  total,
  refused: refused.error?.error.code,
  gone: gone.response.status,
  imported: imported.response.status,
  thrown,
}));
