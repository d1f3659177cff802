import { stack } from "../../support/env.ts";
import { claimsOf } from "../../support/sql.ts";
import type { Person } from "../../support/tenant.ts";

/** What a run of pgbench measured. */
export interface Run {
  /** Milliseconds of a transaction. */
  latency: number;
  /** Milliseconds of each statement of the script, in its order. */
  statements: number[];
  /** Transactions a second, all clients together. */
  throughput: number;
}

/** Runs a script with prepared statements, as a person through the Data API or as the owner. */
export async function pgbench(
  script: string,
  as: Person | null,
  clients: number,
  times: number,
): Promise<Run> {
  const file = await Deno.makeTempFile({ suffix: ".sql" });
  await Deno.writeTextFile(file, script);
  const claims = as && JSON.stringify(claimsOf(as.token)).replaceAll("\\", "\\\\").replaceAll(" ", "\\ ");
  const run = new Deno.Command("pgbench", {
    args: [
      ...["--no-vacuum", "--protocol=prepared", "--report-per-command", `--file=${file}`],
      ...[
        `--client=${clients}`,
        `--jobs=${Math.min(clients, 2)}`,
        `--transactions=${Math.ceil(times / clients)}`,
      ],
      stack.databaseUrl,
    ],
    env: { PGOPTIONS: claims ? `-c role=authenticated -c request.jwt.claims=${claims}` : "" },
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await run.output();
  await Deno.remove(file);
  const printed = new TextDecoder().decode(stdout);
  if (!success) throw new Error(`pgbench: ${new TextDecoder().decode(stderr)}`);
  const number = (pattern: RegExp) => Number(pattern.exec(printed)?.[1] ?? NaN);
  return {
    latency: number(/latency average = ([\d.]+) ms/),
    throughput: number(/tps = ([\d.]+)/),
    statements: [...printed.matchAll(/^\s+([\d.]+)\s+\d+\s+\S/gm)].map((match) => Number(match[1])),
  };
}
