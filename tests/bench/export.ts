/**
 * The export of a tenant with 200,000 rows: memory, going on after a cut, and loading it again.
 *
 * @module
 */
import { loadTenant } from "../../tools/import_tenant/load.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { connect } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { currentProcess } from "./import/processes.ts";
import { Measurements } from "./measure.ts";

const rows = 200_000;
const measure = new Measurements("export");
const sql = connect(undefined, { max: 2 });

async function fill({ id }: Tenant): Promise<void> {
  await sql`insert into public.principals (client_id, name)
    select ${id}, 'Principal ' || i from generate_series(1, ${rows / 2}::integer) i`;
  await sql`insert into public.customers (client_id, external_id, name, email)
    select ${id}, 'c' || i, 'Customer ' || i, 'c' || i || '@export.test'
    from generate_series(1, ${rows / 2}::integer) i`;
}

/** The lines of an export, or of its first `cut` bytes, as they arrive. */
async function* linesOf(
  { token }: { token: string },
  after?: string,
  cut = Infinity,
): AsyncGenerator<string> {
  const query = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
  const answer = await fetch(`${stack.functionsUrl}/accounts/v1/export${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  let [rest, read] = ["", 0];
  for await (const text of answer.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
    if ((read += text.length) > cut) return;
  }
}

const isEntry = (line: string) => line.startsWith(`{"kind": "audit_log"`);
const afterOf = (line: string): string => JSON.parse(line).after;
const peak = async () => (await currentProcess("accounts"))?.usage.peakMb ?? NaN;

const tenant = await createTenant({ settings: { "limits.cpu_ms_per_minute": 100_000_000 } });
await fill(tenant);
await api("GET", "/accounts/v1", { as: tenant.owner });
const idle = await peak();
const began = performance.now();
const file = await Deno.makeTempFile();
const whole = await Array.fromAsync(linesOf(tenant.owner));
const seconds = (performance.now() - began) / 1000;
const bytes = whole.reduce((sum, line) => sum + line.length + 1, 0);
measure.size(`memory above idle while ${rows} rows are exported`, await peak() - idle, "MB", 64);
console.log(`    ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s; idle ${idle.toFixed(0)} MB`);

const first = await Array.fromAsync(linesOf(tenant.owner, undefined, bytes / 2));
const second = await Array.fromAsync(linesOf(tenant.owner, afterOf(first.at(-1)!)));
const [joined, expected] = [[...first, ...second], whole].map((lines) =>
  lines.filter((line) => !isEntry(line)).join("\n")
);
measure.exactly("bytes that differ after a cut", joined === expected ? 0 : 1, 0);

await Deno.writeTextFile(file, [...first, ...second].join("\n"));
const other = await createTenant();
for (let deleted = 100_000; deleted === 100_000;) {
  const [row] = await sql<[{ rows: number }]>`select private.delete_tenant(${tenant.id})::integer as rows`;
  deleted = row.rows;
}
const loaded = await loadTenant(sql, other.id, file);
// loadTenant compares each table with the file by SHA-256 and throws at a difference.
const back = loaded.reduce(
  (sum, { kind, rows }) => ["principals", "customers"].includes(kind) ? sum + rows : sum,
  0,
);
measure.exactly("rows loaded again, equal by checksum", back, rows);

await Deno.remove(file);
await sql.end();
Deno.exit(await measure.finish());
