/**
 * A durable stack of a test file's own whose log is archived, because its database is lost and restored.
 *
 * @module
 */
import { openStack, type TestStack } from "../../tools/stack.ts";
import type { Repository } from "../../tools/recovery/pgbackrest.ts";
import { startArchiving } from "./backups.ts";

export interface ArchivedStack {
  stack: TestStack;
  repository: Repository;
  /** Stops it; the file's tests see the shared stack again. */
  stop(): Promise<void>;
}

/** Starts it, and makes everything in tests/support use it until it stops. */
export async function openArchivedStack(archiveSeconds: number): Promise<ArchivedStack> {
  const stack = await openStack({ durable: true });
  const before = Object.keys(stack.env).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(stack.env)) Deno.env.set(name, value);
  const stop = async () => {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
    await stack.stop();
  };
  try {
    const { STACK_DIR = "", STACK_PORT } = stack.env;
    const repository = await startArchiving(STACK_DIR, Number(STACK_PORT) + 1, archiveSeconds);
    return { stack, repository, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
