import { assertEquals, assertMatch } from "#assert";
import { operationsOf, type Placed } from "../../tools/openapi/openapi.ts";
import { readDocument } from "../../tools/openapi/packed.ts";
import { stack } from "../support/env.ts";
import { type Answer, api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const tenant = await createTenant();
const operations = operationsOf(readDocument());

/** Senders, monitors and the database may call the others with parameters of their own. */
function isStrict({ path, operation: { security = [] } }: Placed): boolean {
  return security.length > 0 && !path.endsWith("/worker") && path !== "/health/v1/samples";
}

function ask({ method, path, operation: { security = [] } }: Placed, name: string): Promise<Answer<unknown>> {
  const filled = path.replaceAll(/\{\w+\}/g, crypto.randomUUID());
  const isOperators = security.length > 0 && !security.some((way) => "user" in way);
  const caller = isOperators ? { headers: { apikey: stack.secretKey } } : { as: tenant.owner };
  return api(method, `${filled}?${encodeURIComponent(name)}=1`, caller);
}

const isRefused = (answer: Answer<unknown>, name: string) =>
  answer.status === 422 &&
  answer.error.details?.some(({ path, code }) => code === "unrecognized_keys" && path === name) === true;

Deno.test("every operation refuses a parameter that it does not declare, and no parameter that it does", async () => {
  const wrong: string[] = [];
  await Promise.all(
    operations.filter(isStrict).map(async (placed) => {
      const where = `${placed.method} ${placed.path}`;
      if (!isRefused(await ask(placed, "nonsense"), "nonsense")) wrong.push(`${where} takes nonsense`);
      const declared = (placed.operation.parameters ?? []).filter((parameter) => parameter.in === "query");
      await Promise.all(declared.map(async ({ name }) => {
        if (isRefused(await ask(placed, name), name)) wrong.push(`${where} refuses ${name}`);
      }));
    }),
  );
  assertEquals(wrong, []);
});

Deno.test("the error for a misspelt filter suggests the right name", async () => {
  const meant: Record<string, string> = {
    "/routing/v1/decisions?agentid=": "agent_id",
    "/routing/v1/decisions?agentId=": "agent_id",
    "/teams/v1?stauts=active": "status",
    "/jobs/v1?typ=x": "type",
    "/webhooks/v1/deliveries?endpointid=x": "endpoint",
    "/agents/v1?capabilty=x": "capability",
    "/batch-import/v1/batches?form=2026-01-01": "from",
    "/teams/v1?limt=5": "limit",
  };
  for (const [path, name] of Object.entries(meant)) {
    const answer = await api("GET", path, { as: tenant.owner });
    assertEquals(answer.status, 422, path);
    assertMatch(answer.error.message, new RegExp(`is not a parameter, did you mean ${name}\\?$`));
  }
});

Deno.test("the error for an unknown parameter lists the known ones", async () => {
  const list = await api("GET", "/agents/v1?zzz=1", { as: tenant.owner });
  assertMatch(list.error.message, /zzz: is not a parameter, this request takes limit, cursor, count, kind/);
  const none = await api("GET", "/webhooks/v1/event-types?zzz=1", { as: tenant.owner });
  assertMatch(none.error.message, /zzz: is not a parameter: this request takes none/);
});

Deno.test("application/json with the charset utf8 is accepted", async () => {
  const post = (charset: string) =>
    api("POST", "/agents/v1", {
      as: tenant.owner,
      body: JSON.stringify({ name: "Ada", kind: "ai" }),
      headers: { "content-type": `application/json; charset=${charset}` },
    });
  for (const charset of ["utf8", "UTF8", '"utf-8"']) assertEquals((await post(charset)).status, 201, charset);
  assertEquals((await post("latin1")).status, 415);
});
