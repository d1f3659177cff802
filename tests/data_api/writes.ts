/**
 * Each write that the Data API's grants allow on a table, and the function that makes the same change.
 *
 * @module
 */

/** One change, made by hand and through the function that exists for it; `value` is an SQL literal. */
interface Write {
  raw: (value: string) => string;
  call: (value: string) => string;
  /** Values to try. The first one is valid. */
  values: string[];
}

const labels = ["'New'", "''", "' padded '", "repeat('x', 30000)", "null"];
const flags = ["false", "true", "null"];
const small = ["3", "-1", "1000", "null"];
const objects = [`'{"a": 1}'`, "'[]'", "null"];
const secret = `jsonb_build_object('key_id', 'old', 'ciphertext', encode(repeat('0', 29)::bytea, 'base64'))`;

/** A column that the function sets by an argument of the same name, next to those that it always needs. */
function column(
  table: string,
  name: string,
  values: string[],
  call: (argument: string) => string,
): [string, Write] {
  const id = table === "sector_agents" ? "agent_id = $agent and sector = 'sales'" : `id = $${table}`;
  return [`update public.${table}.${name}`, {
    values,
    raw: (value) => `update public.${table} set ${name} = ${value} where ${id}`,
    call: (value) => `select ${call(`${name} => ${value}`)}`,
  }];
}

/** The named arguments, with the given one in place of its present value. */
function args(present: Record<string, string>, changed: string): string {
  const [name = ""] = changed.split(" => ");
  return [
    ...Object.entries(present).filter(([key]) => key !== name).map((pair) => pair.join(" => ")),
    changed,
  ]
    .join(", ");
}

const team = (changed: string) =>
  `public.update_team($teams, ${args({ name: "'Renewals'", sector: "'sales'" }, changed)})`;
const agent = (changed: string) =>
  `public.update_agent($agents, ${args({ name: "'Ada'", kind: "'ai'" }, changed)})`;
const sector = (changed: string) => `public.set_agent_sector($agent, 'sales', ${changed})`;
const member = (changed: string) => `public.update_team_member($teams, $team_members, ${changed})`;
const channel = (changed: string) =>
  `public.put_channel($channels, ${args({ name: "'Line'", config: "'{}'" }, changed)})`;
const endpoint = (changed: string) => {
  const present = { url: "'https://example.com/'", event_types: "'{*}'", enabled: "$enabled" };
  return `public.put_webhook_endpoint($webhook_endpoints, ${args(present, changed)})`;
};
const source = (changed: string) =>
  `public.put_webhook_source($webhook_sources, ${args({ name: "'Shop'", scheme: "'standard'" }, changed)})`;

const assignment = "team_member_id = $team_members and agent_id = $agent";
const spare = "team_member_id = $team_members and agent_id = $spare";

/** By verb and table, or column. A test fails when the catalog grants one that is not here. */
export const writes = new Map<string, Write>([
  ["insert public.teams", {
    values: labels,
    raw: (name) => `insert into public.teams (name, sector) values (${name}, 'sales')`,
    call: (name) => `select public.create_team(${name}, 'sales')`,
  }],
  column("teams", "name", labels, team),
  column("teams", "sector", labels, team),
  column("teams", "description", ["'New'", "repeat('x', 3000)", "null"], team),
  ["update public.teams.status", {
    values: ["'inactive'"],
    raw: (status) => `update public.teams set status = ${status} where id = $teams`,
    call: () => "select public.delete_team($teams)",
  }],
  ["insert public.team_members", {
    values: labels,
    raw: (title) =>
      `insert into public.team_members (team_id, user_id, title) values ($teams, $user, ${title})`,
    call: (title) => `select public.add_team_member($teams, $user, title => ${title})`,
  }],
  column("team_members", "role", ["'lead'", "'boss'"], member),
  column("team_members", "title", labels, member),
  ["delete public.team_members", {
    values: ["$team_members"],
    raw: (id) => `delete from public.team_members where id = ${id}`,
    call: (id) => `select public.remove_team_member($teams, ${id})`,
  }],
  ["insert public.team_agent_assignments", {
    values: ["$spare", "gen_random_uuid()", "null"],
    raw: (id) =>
      `insert into public.team_agent_assignments (team_member_id, agent_id) values ($team_members, ${id})`,
    call: (id) => `select public.assign_agents($teams, $team_members, array[${id}]::uuid[])`,
  }],
  ["update public.team_agent_assignments.is_primary", {
    values: ["true"],
    raw: (primary) => `update public.team_agent_assignments set is_primary = ${primary} where ${assignment}`,
    call: (primary) => `select public.assign_agents($teams, $team_members, array[$agent], ${primary})`,
  }],
  ["delete public.team_agent_assignments", {
    values: [assignment, spare],
    raw: (which) => `delete from public.team_agent_assignments where ${which}`,
    call: (which) =>
      `select public.unassign_agent($teams, $team_members, ${which === spare ? "$spare" : "$agent"})`,
  }],
  ["insert public.agents", {
    values: labels,
    raw: (name) => `insert into public.agents (name, kind) values (${name}, 'ai')`,
    call: (name) => `select public.create_agent(${name}, 'ai')`,
  }],
  column("agents", "name", labels, agent),
  column("agents", "kind", ["'human'", "'cat'", "null"], agent),
  column("agents", "role", labels, agent),
  column("agents", "system_prompt", ["'Hello'", "repeat('x', 30000)", "null"], agent),
  column("agents", "capabilities", ["'{a,b}'", "'{a,a}'", "'{\"\"}'", "'{null}'"], agent),
  ["update public.agents.active", {
    values: ["false"],
    raw: (active) => `update public.agents set active = ${active} where id = $agents`,
    call: () => "select public.delete_agent($agents)",
  }],
  ["insert public.sector_agents", {
    values: labels,
    raw: (name) => `insert into public.sector_agents (agent_id, sector) values ($agent, ${name})`,
    call: (name) => `select public.set_agent_sector($agent, ${name})`,
  }],
  column("sector_agents", "priority", small, sector),
  column("sector_agents", "max_load", small, sector),
  column("sector_agents", "available", flags, sector),
  ["delete public.sector_agents", {
    values: ["'sales'", "'nowhere'"],
    raw: (name) => `delete from public.sector_agents where agent_id = $agent and sector = ${name}`,
    call: (name) => `select public.remove_agent_sector($agent, ${name})`,
  }],
  ["insert public.channels", {
    values: labels,
    raw: (name) => `insert into public.channels (id, type, name) values (gen_random_uuid(), 'sms', ${name})`,
    call: (name) => `select public.create_channel(gen_random_uuid(), 'sms', ${name})`,
  }],
  column("channels", "name", labels, channel),
  column("channels", "config", objects, channel),
  ["update public.channels.enabled", {
    values: flags.slice(0, 2),
    raw: (enabled) => `update public.channels set enabled = ${enabled} where id = $channels`,
    call: (enabled) => `select public.set_channel_enabled($channels, ${enabled})`,
  }],
  ["delete public.channels", {
    values: ["$channels"],
    raw: (id) => `delete from public.channels where id = ${id}`,
    call: (id) => `select public.delete_channel(${id})`,
  }],
  ["insert public.webhook_endpoints", {
    values: ["'{*}'", "'{team.created}'", "'{no.such}'", "'{}'", "'{null}'", "null"],
    raw: (types) =>
      `insert into public.webhook_endpoints (url, event_types) values ('https://a.test/', ${types})`,
    call: (types) =>
      `select public.create_webhook_endpoint(gen_random_uuid(), 'https://a.test/', ${secret}, ${types}, null, false)`,
  }],
  column("webhook_endpoints", "url", ["'https://a.test/'", "'ftp://a.test/'", "''", "null"], endpoint),
  column("webhook_endpoints", "event_types", ["'{team.created}'", "'{no.such}'", "'{}'", "null"], endpoint),
  column("webhook_endpoints", "description", ["'New'", "repeat('x', 30000)", "null"], endpoint),
  column("webhook_endpoints", "enabled", flags, endpoint),
  column("webhook_endpoints", "priority", small, endpoint),
  ["delete public.webhook_endpoints", {
    values: ["$webhook_endpoints"],
    raw: (id) => `delete from public.webhook_endpoints where id = ${id}`,
    call: (id) => `select public.delete_webhook_endpoint(${id})`,
  }],
  column("webhook_sources", "name", labels, source),
  column("webhook_sources", "scheme", ["'standard'", "'hmac-sha256'", "'none'", "null"], source),
  column("webhook_sources", "header", ["null", "'x-signature'"], source),
  column("webhook_sources", "preset", ["null", "'github'", "'nobody'"], source),
  column("webhook_sources", "encoding", ["null", "'hex'"], source),
  column("webhook_sources", "prefix", ["null", "'sha256='", "''"], source),
  column("webhook_sources", "timestamp_header", ["null", "'x-time'"], source),
  column("webhook_sources", "id_from", ["'hash'", "'body:/id'", "'nowhere'", "null"], source),
  column("webhook_sources", "type_from", ["'body:/type'", "'nowhere'", "null"], source),
  column("webhook_sources", "max_bytes", ["2048", "1", "1048576", "9999999"], source),
  ["delete public.webhook_sources", {
    values: ["$webhook_sources"],
    raw: (id) => `delete from public.webhook_sources where id = ${id}`,
    call: (id) => `select public.delete_webhook_source(${id})`,
  }],
]);
