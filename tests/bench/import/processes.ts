/**
 * What a function's processes use, from the kernel's own records.
 *
 * @module
 */
import { stack } from "../../support/env.ts";

export interface Usage {
  cpuMs: number;
  /** The most memory that it has had at once. */
  peakMb: number;
}

/** The function's process of this moment; undefined if it has none. */
export async function currentProcess(name: string): Promise<{ pid: number; usage: Usage } | undefined> {
  const answer = await fetch(`${stack.url}/_internal/processes`);
  const processes: Record<string, { pid: number }> = await answer.json();
  const pid = processes[name]?.pid;
  const usage = pid === undefined ? undefined : await usageOf(pid);
  return pid === undefined || usage === undefined ? undefined : { pid, usage };
}

/** From now to the end of the watch, over all of the function's processes, which follow one another. */
export function watchProcesses(name: string): { end(): Promise<Usage> } {
  const seen = new Map<number, { first: Usage; last: Usage }>();
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) {
      const current = await currentProcess(name);
      if (current) {
        const first = seen.get(current.pid)?.first ??
          (seen.size === 0 ? current.usage : { cpuMs: 0, peakMb: 0 });
        seen.set(current.pid, { first, last: current.usage });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    async end() {
      isWatching = false;
      await watching;
      const all = [...seen.values()];
      return {
        cpuMs: all.reduce((sum, { first, last }) => sum + last.cpuMs - first.cpuMs, 0),
        peakMb: Math.max(...all.map(({ last }) => last.peakMb)),
      };
    },
  };
}

async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return { cpuMs: 10 * (user + system), peakMb: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024 };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined; // it has ended
    throw error;
  }
}
