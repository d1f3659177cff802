/**
 * Finds free ports, so that several stacks can run at once.
 *
 * @module
 */

/** The first of ten neighbouring ports that nobody listens on, below the range of outgoing connections. */
export function freePorts(): number {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = 20_000 + 10 * Math.floor(Math.random() * 1_000);
    const free = Array.from({ length: 10 }, (_, i) => first + i).every(isFree);
    if (free) return first;
  }
  throw new Error("no ten neighbouring ports between 20000 and 30000 are free");
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
