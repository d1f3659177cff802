/**
 * The packages of both lock files: npm's for the tools, Deno's for the functions.
 *
 * @module
 */
import { z } from "zod";
import { root } from "../command.ts";

/** A package at the version that is installed. */
export interface Package {
  name: string;
  version: string;
  /** As in the lock file: `sha512-…`, base64. */
  integrity: string | undefined;
  /** `required` for what the functions run on, `excluded` for tools. */
  scope: "required" | "excluded";
}

const NpmLock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
});
const DenoLock = z.object({ npm: z.record(z.string(), z.object({ integrity: z.string().optional() })) });

/** Each package and version once, sorted. */
export async function lockedPackages(): Promise<Package[]> {
  const [npm, deno] = await Promise.all([read("package-lock.json", NpmLock), read("deno.lock", DenoLock)]);
  const tools = Object.entries(npm.packages).flatMap(([path, { name, version, integrity }]): Package[] => {
    const installed = name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return path === "" || version === undefined
      ? []
      : [{ name: installed, version, integrity, scope: "excluded" }];
  });
  const functions = Object.entries(deno.npm).flatMap(([key, { integrity }]): Package[] => {
    // Behind the version come the peers that it was resolved with: zod-openapi@9.1.0_zod@4.6.7.
    const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key) ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ name, version, integrity, scope: "required" }];
  });
  const byId = new Map([...tools, ...functions].map((entry) => [`${entry.name}@${entry.version}`, entry]));
  return [...byId].sort(([a], [b]) => a < b ? -1 : 1).map(([, entry]) => entry);
}

async function read<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> {
  return schema.parse(JSON.parse(await Deno.readTextFile(`${root}/${file}`)));
}
