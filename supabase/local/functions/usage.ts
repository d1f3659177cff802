/**
 * What a process uses, as the kernel counts it.
 *
 * @module
 */

/** Linux shows times in ticks of 10 ms and memory in pages of 4 kB, on all machines that Deno runs on. */
const tickMs = 10;
const pageBytes = 4096;

/** CPU time of all threads of a process since its start. Undefined if the process has ended. */
export function cpuMs(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field, the program's name, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Memory of a process without the pages of its program file. Undefined if the process has ended. */
export function memoryMb(pid: number): number | undefined {
  const [, resident, shared] = read(`/proc/${pid}/statm`)?.split(" ") ?? [];
  return resident === undefined ? undefined : (Number(resident) - Number(shared)) * pageBytes / 1024 ** 2;
}

function read(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    // ESRCH: it ended between opening and reading.
    const isGone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (error instanceof Deno.errors.NotFound || isGone) return undefined;
    throw error;
  }
}
