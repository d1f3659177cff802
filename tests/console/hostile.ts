/**
 * A tenant whose data would run, or break a page, if a view took it for more than text.
 *
 * @module
 */
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
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

export const [html = "", script = ""] = hostile;

/** Where a text may be long. */
const long = `<b onclick=alert(1)>${"y".repeat(10_000)}`;

/** What runs, what turns the line around, and what breaks its width. */
const worst = hostile.filter((_, index) => [0, 1, 3, 7].includes(index));

const mail = `<h1>{{tenant}}</h1><p style="color: #b3261e; background: url(https://example.com/b)">` +
  `<a href="{{url}}">Begin</a></p><table><tr><td bgcolor="#eeeeee">a cell</td></tr></table>`;

const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

export interface HostileTenant extends Tenant {
  /** The ids of a mail, of a routing decision and of a delivery with an attempt. */
  message: string;
  decision: string;
  delivery: string;
}

export async function createHostileTenant(): Promise<HostileTenant> {
  const tenant = await createTenant({ name: html });
  const as = tenant.owner;
  const post = async (path: string, json?: unknown) =>
    (await api<{ id: string }>("POST", path, { as, json })).data;
  /** One after the other, of the worst names. */
  const postEach = async (path: string, bodyOf: (name: string, index: number) => unknown) => {
    const made: { id: string }[] = [];
    for (const [index, name] of worst.entries()) made.push(await post(path, bodyOf(name, index)));
    return made;
  };
  const transactions = hostile.map((text, index) => ({
    external_id: `${index}`,
    amount: `${index + 1}.50`,
    currency: "USD",
    customer: { external_id: `${index}`, name: text },
    product: text,
    status: "completed",
    occurred_at: anHourAgo(),
  }));
  const alert = { metric: "errors", comparison: "above", threshold: 1, for_minutes: 1 };
  const delivering = deliver(tenant);
  const [agents] = await Promise.all([
    postEach("/agents/v1", (name) => ({ name, kind: "human", capabilities: [name.slice(0, 50)] })),
    postEach("/teams/v1", (name) => ({ name, sector: name.slice(0, 50) })),
    postEach("/channels/v1", (name) => ({ type: "sms", name, config: { [name]: name, long } })),
    postEach("/api-keys/v1", (name) => ({ name, scopes: ["teams:read"] })),
    postEach("/observability/v1/alerts", (name) => ({ name, ...alert })),
    postEach("/email/v1/suppressions", (reason, index) => ({ email: `p${index}@example.com`, reason })),
    importHostile(tenant),
    post("/analytics/v1/transactions", { transactions }),
    writeFaults(tenant),
  ]);
  const decision = await takeCalls(tenant, agents.map(({ id }) => id));
  const own = { subject: "{{tenant}}", html: mail };
  (await api("PUT", "/email/v1/templates/welcome", { as, json: own })).data;
  const variables = { tenant: html, url: "/start" };
  const { id: message } = await post("/email/v1/messages", {
    template: "welcome",
    to: "a@example.com",
    variables,
  });
  return { ...tenant, message, decision, delivery: await delivering };
}

/** A call that is routed to one of the agents, and one of each that has ended; returns the decision. */
async function takeCalls({ owner: as }: Tenant, agents: string[]): Promise<string> {
  for (const agent of agents) {
    (await api("PUT", `/agents/v1/${agent}/sectors/${encodeURIComponent(html)}`, { as, json: {} })).data;
  }
  const call = { sector: html, reference: script };
  const { data } = await api<{ decision_id: string }>("POST", "/routing/v1/decisions", { as, json: call });
  const calls = agents.map((agent_id, index) => ({
    external_id: `call ${index}`,
    agent_id,
    started_at: anHourAgo(),
    outcome: "successful",
    resolved: true,
    handling_seconds: 60,
  }));
  (await api("POST", "/aggregation/v1/calls", { as, json: { calls } })).data;
  (await api("POST", "/aggregation/v1/runs", { as })).data;
  return data.decision_id;
}

/** An event for a receiver that refuses in hostile words; returns the delivery when it was tried. */
async function deliver({ owner: as }: Tenant): Promise<string> {
  await using receiver = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(`${hostile.join(" ")} ${long}`, { status: 400 }),
  );
  const json = { url: `http://127.0.0.1:${receiver.addr.port}/${html}`, event_types: ["team.created"] };
  const { id } = (await api<{ id: string }>("POST", "/webhooks/v1/endpoints", { as, json })).data;
  (await api("POST", "/teams/v1", { as, json: { name: "Told", sector: "told" } })).data;
  return await eventually("the delivery is tried", async () => {
    const at = "/webhooks/v1/deliveries";
    const [delivery] = (await api<{ id: string }[]>("GET", `${at}?endpoint=${id}`, { as })).data;
    if (!delivery) return undefined;
    const { attempts } = (await api<{ attempts: unknown[] }>("GET", `${at}/${delivery.id}`, { as })).data;
    return attempts.length > 0 && delivery.id;
  });
}

/** An error, a line of the log and a job that gave up, as if the functions had written them. */
async function writeFaults({ id }: Tenant): Promise<void> {
  await withDatabase(async (sql) => {
    await sql`insert into private.error_groups
      (client_id, fingerprint, function, code, action, message, category, severity, count)
      values (${id}, 'hostile', 'teams', 'INTERNAL_ERROR', ${script}, ${html}, 'unknown', 'high', 1)`;
    const line = { timestamp: new Date().toISOString(), level: "error", action: html, error: long };
    await sql`insert into private.log_lines (at, client_id, level, function, line, words)
      values (now(), ${id}, 'error', 'teams', ${sql.json(line)}, '')`;
    await sql`insert into public.job_queue (client_id, lane, queue, type, status, attempts, completed_at, error_message)
      select ${id}, ${id}, t.queue, t.type, 'dead', 1, now(), ${`${html} ${long}`}
      from private.job_types t order by t.queue, t.type limit 1`;
  }, "superuser");
}

/** Opportunities and organizations with these names. */
export async function importHostile({ owner }: Tenant): Promise<void> {
  const opportunities = hostile.map((name, index) => ({ external_id: `${index}`, name, organization: name }));
  const json = { opportunities, options: { create_missing: ["organizations"] } };
  const filename = `${html}.json`;
  (await api("POST", "/batch-import/v1/batches", { as: owner, json: { ...json, filename } })).data;
}
