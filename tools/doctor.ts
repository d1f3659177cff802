/**
 * `npm run doctor -- <env file>`: examines a deployment and prints one sentence for each thing that is missing. The file
 * holds SUPABASE_URL and SUPABASE_SECRET_KEY; with SUPABASE_DB_URL the database is examined too, with
 * SUPABASE_ACCESS_TOKEN the names of the secrets.
 *
 * @module
 */
import { type Deployment, readDeployment } from "./doctor/deployment.ts";
import { examineDatabase } from "./doctor/database.ts";
import { examineFunctions } from "./doctor/functions.ts";
import { examineSecrets } from "./doctor/secrets.ts";

/** One sentence for each thing that is missing; none when the deployment is complete. */
export async function examine(deployment: Deployment): Promise<string[]> {
  const findings = await Promise.all([
    examineSecrets(deployment),
    examineFunctions(deployment),
    examineDatabase(deployment),
  ]);
  return findings.flat();
}

if (import.meta.main) {
  const [file] = Deno.args;
  if (file === undefined) throw new Error("usage: npm run doctor -- <env file>");
  const deployment = readDeployment(await Deno.readTextFile(file));
  const findings = await examine(deployment);
  for (const finding of findings) console.log(finding);
  for (
    const [name, what] of [["SUPABASE_DB_URL", "database"], ["SUPABASE_ACCESS_TOKEN", "secrets"]] as const
  ) {
    if (deployment[name] === undefined) console.log(`Not examined: the ${what}, because ${name} is not set.`);
  }
  console.log(findings.length === 0 ? "Nothing is missing." : `${findings.length} things are missing.`);
  Deno.exit(findings.length === 0 ? 0 : 1);
}
