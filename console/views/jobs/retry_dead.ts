/**
 * Retries all dead jobs that fit a filter, a few at a time.
 *
 * @module
 */
import { dataOf, RequestError } from "../../../client/mod.ts";
import { rateTiers, slowAfter } from "../../../shared/access/rate_tiers.ts";
import { client } from "../../app/api.ts";
import { pageOf, totalOf } from "../../app/page.ts";
import { explain } from "../../ui/error.tsx";

export interface DeadJobs {
  queue?: string;
  type?: string;
}

export interface Progress {
  retried: number;
  /** In the API's words, each with its request id. */
  refused: string[];
}

const workers = 4;
/** More than so many jobs are retried at a pace that the API does not slow down. */
const unpaced = rateTiers.write / 2;
const pacedMs = workers * 60_000 / (rateTiers.write * slowAfter);
const longestWaitSeconds = 60;

export async function countDead(filter: DeadJobs): Promise<number> {
  const query = { ...filter, status: "dead", limit: 1, count: "exact" } as const;
  return totalOf(await client.GET("/jobs/v1", { params: { query } }));
}

/**
 * At most so many jobs; what begins once the signal is aborted is left. Throws what would be said of every other job,
 * too.
 */
export async function retryDead(
  filter: DeadJobs,
  most: number,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<void> {
  let progress: Progress = { retried: 0, refused: [] };
  const ids = deadJobs(filter, most);
  const work = async () => {
    for await (const id of ids) {
      if (signal.aborted) return;
      const pause = most > unpaced ? wait(pacedMs, signal) : undefined;
      try {
        await retry(id, signal);
        progress = { ...progress, retried: progress.retried + 1 };
      } catch (error) {
        if (!isAboutOne(error)) throw error;
        progress = { ...progress, refused: [...progress.refused, explain(error)] };
      }
      tell(progress);
      await pause;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: workers }, work));
  for (const end of ended) {
    if (end.status === "rejected") throw end.reason;
  }
}

/** Newest first. A cursor passes each job once, though it may be dead again by then. */
async function* deadJobs(filter: DeadJobs, most: number): AsyncGenerator<string> {
  let left = most;
  let cursor: string | undefined;
  do {
    const query = { ...filter, status: "dead", limit: 100, cursor } as const;
    const page: { data: { id: string }[]; pagination: { next_cursor: string | null } } = pageOf(
      await client.GET("/jobs/v1", { params: { query } }),
    );
    for (const { id } of page.data.slice(0, left)) yield id;
    left -= page.data.length;
    cursor = page.pagination.next_cursor ?? undefined;
  } while (cursor !== undefined && left > 0);
}

/** Waits as long as the API asks to, if that is short. */
async function retry(job: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const result = await client.POST("/jobs/v1/{job}/retry", { params: { path: { job } } });
    const seconds = Number(result.response.headers.get("retry-after") ?? longestWaitSeconds + 1);
    if (result.response.status !== 429 || seconds > longestWaitSeconds || signal.aborted) {
      dataOf(result);
      return;
    }
    await wait(seconds * 1000, signal);
  }
}

/** An answer about this job only: it is gone, or runs again already. */
function isAboutOne(error: unknown): boolean {
  return error instanceof RequestError && [404, 409].includes(error.status);
}

/** Ends early once the signal is aborted. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
