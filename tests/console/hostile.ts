/**
 * A tenant whose data would run, or break a page, if a view took it for more than text.
 *
 * @module
 */
import { api } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

export const hostile = [
  "<img src=x onerror=alert(1)>",
  "<script>document.title='run'</script>",
  '"><svg/onload=alert(1)>',
  "\u202Ereversed",
  '=HYPERLINK("https://example.com")',
  "👩‍👩‍👧‍👦".repeat(8),
  "שלום 漢字",
  "x".repeat(90),
];

/** What runs, what turns the line around, and what breaks its width. */
const worst = hostile.filter((_, index) => [0, 1, 3, 7].includes(index));

const mail = `<h1>{{tenant}}</h1><p style="color: #b3261e; background: url(https://example.com/b)">` +
  `<a href="{{url}}">Begin</a></p><table><tr><td bgcolor="#eeeeee">a cell</td></tr></table>`;

export interface HostileTenant extends Tenant {
  /** The id of a mail. */
  message: string;
}

export async function createHostileTenant(): Promise<HostileTenant> {
  const tenant = await createTenant();
  const as = tenant.owner;
  const post = async (path: string, json?: unknown) =>
    (await api<{ id: string }>("POST", path, { as, json })).data;
  /** One after the other, of the worst names. */
  const postEach = async (path: string, bodyOf: (name: string, index: number) => unknown) => {
    const made: { id: string }[] = [];
    for (const [index, name] of worst.entries()) made.push(await post(path, bodyOf(name, index)));
    return made;
  };
  const occurred_at = new Date(Date.now() - 3_600_000).toISOString();
  const transactions = hostile.map((text, index) => ({
    external_id: `${index}`,
    amount: `${index + 1}.50`,
    currency: "USD",
    customer: { external_id: `${index}`, name: text },
    product: text,
    status: "completed",
    occurred_at,
  }));
  const alert = { metric: "errors", comparison: "above", threshold: 1, for_minutes: 1 };
  const [agents] = await Promise.all([
    postEach("/agents/v1", (name) => ({ name, kind: "human" })),
    postEach("/teams/v1", (name) => ({ name, sector: name.slice(0, 50) })),
    postEach("/channels/v1", (name) => ({ type: "sms", name, config: { [name]: name } })),
    postEach("/api-keys/v1", (name) => ({ name, scopes: ["teams:read"] })),
    postEach("/observability/v1/alerts", (name) => ({ name, ...alert })),
    postEach("/email/v1/suppressions", (reason, index) => ({ email: `p${index}@example.com`, reason })),
    importHostile(tenant),
    post("/analytics/v1/transactions", { transactions }),
  ]);
  const calls = agents.map(({ id }, index) => ({
    external_id: `call ${index}`,
    agent_id: id,
    started_at: occurred_at,
    outcome: "successful",
    resolved: true,
    handling_seconds: 60,
  }));
  await post("/aggregation/v1/calls", { calls });
  await post("/aggregation/v1/runs");
  const own = { subject: "{{tenant}}", html: mail };
  (await api("PUT", "/email/v1/templates/welcome", { as, json: own })).data;
  const variables = { tenant: hostile[0], url: "/start" };
  const { id: message } = await post("/email/v1/messages", {
    template: "welcome",
    to: "a@example.com",
    variables,
  });
  return { ...tenant, message };
}

/** Opportunities and organizations with these names. */
export async function importHostile({ owner }: Tenant): Promise<void> {
  const opportunities = hostile.map((name, index) => ({ external_id: `${index}`, name, organization: name }));
  const json = { opportunities, options: { create_missing: ["organizations"] } };
  (await api("POST", "/batch-import/v1/batches", { as: owner, json })).data;
}
