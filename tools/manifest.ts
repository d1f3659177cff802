/**
 * `npm run manifest -- write <env file> <manifest>`: keeps what a backup of the database lacks: function versions, names
 * and fingerprints of secrets, auth and cron settings, extension versions. `… compare <env file> <manifest>` names each
 * difference. The env file is the doctor's.
 *
 * @module
 */
import { z } from "zod";
import { readDeployment } from "./doctor/deployment.ts";
import { type Manifest, readManifest } from "./manifest/read.ts";

const Kept = z.record(z.string(), z.string());

/** One sentence for each thing that is missing, added or different. */
export function manifestDifferences(kept: Manifest, found: Manifest): string[] {
  const things = [...new Set([...Object.keys(kept), ...Object.keys(found)])].sort();
  return things.flatMap((thing) => {
    const [before, now] = [kept[thing], found[thing]];
    if (before === now) return [];
    if (now === undefined) return [`missing: ${thing} (was ${before})`];
    return [before === undefined ? `added: ${thing} (${now})` : `changed: ${thing} from ${before} to ${now}`];
  });
}

async function write(envFile: string, file: string): Promise<number> {
  const manifest = await readManifest(readDeployment(await Deno.readTextFile(envFile)));
  await Deno.writeTextFile(file, JSON.stringify(manifest, null, 2) + "\n", { mode: 0o600 });
  console.log(`${Object.keys(manifest).length} things are written to ${file}.`);
  return 0;
}

async function compare(envFile: string, file: string): Promise<number> {
  const kept = Kept.parse(JSON.parse(await Deno.readTextFile(file)));
  const found = await readManifest(readDeployment(await Deno.readTextFile(envFile)));
  const lines = manifestDifferences(kept, found);
  console.log(lines.length === 0 ? "Nothing differs." : lines.join("\n"));
  return lines.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  const [verb, envFile, file] = Deno.args;
  const work = verb === "write" ? write : verb === "compare" ? compare : undefined;
  if (work === undefined || envFile === undefined || file === undefined) {
    console.error("usage: npm run manifest -- write|compare <env file> <manifest>");
    Deno.exit(2);
  }
  try {
    Deno.exit(await work(envFile, file));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
