import type { Context } from "hono";
import { z } from "zod";
import type { AppEnv } from "../context.ts";
import { unwrap } from "../data/db.ts";
import { versionOf } from "../http/version.ts";
import { remember } from "./memory_buckets.ts";

/** How long a process answers from what it read last. */
const keptMs = 10_000;

const Flags = z.record(z.string(), z.boolean());
type Answers = Promise<z.output<typeof Flags>>;

/** By tenant and API version. */
const known = new Map<string, { answers: Answers; until: number }>();

/**
 * Whether a flag is on for the caller's tenant in the API version that is called. An unknown flag is off. A change
 * arrives within 10 s. In SQL the same is `private.flag(key)`, which knows it at once.
 */
export async function flag(c: Context<AppEnv>, key: string): Promise<boolean> {
  const flags = await flagsOf(c);
  return Object.hasOwn(flags, key) && flags[key] === true;
}

function flagsOf(c: Context<AppEnv>): Answers {
  const name = `${c.get("caller")?.clientId ?? ""} ${versionOf(c.req.path) ?? ""}`;
  const found = known.get(name);
  if (found !== undefined && found.until > Date.now()) return found.answers;
  const answers = readFlags(c);
  remember(known, name, { answers, until: Date.now() + keptMs });
  // What could not be read is asked for again by the next request; this one gets the error.
  answers.catch(() => known.delete(name));
  return answers;
}

/** Every flag as it is for the caller now. */
export async function readFlags(c: Context<AppEnv>): Answers {
  return Flags.parse(unwrap(await c.var.db.rpc("list_flags")));
}
