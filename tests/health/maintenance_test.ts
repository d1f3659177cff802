import { assert, assertEquals } from "#assert";
import { SaxesParser } from "saxes";
import { api } from "../support/http.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";

interface Maintenance {
  id: string;
  title: string;
  components: string[];
}

const headers = { apikey: stack.secretKey };
const path = "/health/v1/maintenance";
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** What stands in each element of that name. */
function texts(xml: string, name: string): string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  let inside = "";
  parser.on("opentag", (tag) => inside = tag.name);
  parser.on("text", (text) => inside === name && found.push(text));
  parser.on("closetag", () => inside = "");
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
}

Deno.test("maintenance stands on the status page and in its feed until it is taken back", async () => {
  const title = `Upgrade <${crypto.randomUUID()}> & more`;
  const json = { title, starts_at: inHours(1), ends_at: inHours(2), components: ["database"] };
  const created = await api<Maintenance>("POST", path, { headers, json });
  assertEquals([created.status, created.data.components], [201, ["database"]]);

  const shown = async () =>
    (await api<{ maintenance: Maintenance[] }>("GET", "/health/v1/status")).data.maintenance.map((
      { title },
    ) => title);
  const feed = async () => {
    const answer = await api("GET", "/health/v1/status.atom");
    assertEquals(answer.headers.get("content-type"), "application/atom+xml; charset=utf-8");
    return texts(answer.text, "title");
  };
  assert((await shown()).includes(title));
  assert((await feed()).includes(title));
  const listed = await api<Maintenance[]>("GET", path, { headers });
  assert(listed.data.some(({ id }) => id === created.data.id));

  const remove = () => api("DELETE", `${path}/${created.data.id}`, { headers });
  assertEquals([(await remove()).status, (await remove()).status], [204, 404]);
  assert(!(await shown()).includes(title));
});

Deno.test("maintenance that ends before it starts, lasts over 30 days or has no title is refused", async () => {
  const right = { title: "Upgrade", starts_at: inHours(1), ends_at: inHours(2) };
  for (
    const wrong of [{ ends_at: inHours(0) }, { ends_at: inHours(24 * 32) }, { title: " " }, {
      starts_at: "soon",
    }, {
      components: Array(51).fill("a"),
    }]
  ) {
    const answer = await api("POST", path, { headers, json: { ...right, ...wrong } });
    assertEquals(answer.status, 422, JSON.stringify(wrong));
  }
});

Deno.test("only the operator sees and writes maintenance", async () => {
  const { owner } = await createTenant();
  const json = { title: "Mine", starts_at: inHours(1), ends_at: inHours(2) };
  assertEquals((await api("GET", path, { as: owner })).status, 403);
  assertEquals((await api("POST", path, { as: owner, json })).status, 403);
  assertEquals((await api("DELETE", `${path}/${crypto.randomUUID()}`, { as: owner })).status, 403);
  assertEquals((await api("GET", path)).status, 401);
});
