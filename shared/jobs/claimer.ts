import { z } from "@hono/zod-openapi";
import type { Db } from "../context.ts";
import { unwrap } from "../data/db.ts";
import { describeError, log } from "../observe/log.ts";
import type { Budget } from "./budget.ts";
import { Job, type WorkerOptions } from "./job.ts";
import { Pause } from "./pause.ts";
import type { Runner } from "./runner.ts";

const Claim = z.object({
  jobs: z.array(Job),
  lease_id: z.int().nullish(),
  dismissed: z.boolean(),
  last_lane: z.guid().nullish(),
  lease_seconds: z.number().optional(),
  due_in: z.number().nullish(),
});

/** Jobs per call. */
const batch = 500;
/** How long a call waits in the database if the last one found nothing that it may claim. */
const idleWaitMs = 200;
/** While jobs are due that this worker may not claim, or nothing answers, the pauses grow from the first to the last. */
const firstPauseMs = 20;
const lastPauseMs = 250;
/** How long a worker without work stays. */
const lingerMs = 5_000;
/** Longest time between two calls, which also tell the database that the worker is alive. */
const heartbeatMs = 1_000;

/** Claims sets of jobs ahead of the runner, until the budget is spent or nothing is due. */
export class Claimer {
  #lastLane: string | undefined;
  #pauseMs = firstPauseMs;
  readonly #pause = new Pause();
  /** A wait in the database for a job that may be claimed, while others may not. */
  #waiting: Promise<void> | undefined;
  /** It has just found one. If a claim then finds none, the next wait would end at once, too. */
  #wasTold = false;

  constructor(
    private readonly db: Db,
    private readonly workerId: string,
    private readonly options: WorkerOptions,
    private readonly budget: Budget,
    private readonly runner: Runner,
  ) {}

  /** Makes it claim now, and pause shortly for a while: a job that has ended may be due again. */
  wake(): void {
    this.#pauseMs = firstPauseMs;
    this.#pause.wake();
  }

  async claim(): Promise<void> {
    await this.#claimAll();
    await this.#waiting;
  }

  async #claimAll(): Promise<void> {
    let idleSince = performance.now();
    let waitMs = 0;
    while (!this.budget.isSpent) {
      const claim = await this.#claimOnce(waitMs);
      if (claim?.dismissed) return;
      if (claim && claim.jobs.length > 0) {
        idleSince = performance.now();
        [this.#pauseMs, waitMs, this.#wasTold] = [firstPauseMs, 0, false];
        if (this.runner.room === 0) await this.#pause.wait(heartbeatMs);
        continue;
      }
      if (claim && !this.runner.isRunning && performance.now() - idleSince >= lingerMs) {
        if (!this.budget.covers(claim.due_in ?? Infinity)) return;
      }
      waitMs = claim && this.runner.room > 0 && (claim.due_in ?? Infinity) > 0 ? idleWaitMs : 0;
      if (waitMs > 0) continue;
      const pauseMs = this.#pauseMs;
      // A database that does not answer is asked less often than one without jobs.
      this.#pauseMs = Math.min(2 * pauseMs, claim ? lastPauseMs : heartbeatMs);
      if (claim && this.runner.room > 0 && !this.#wasTold) this.#waiting ??= this.#awaitClaimable();
      this.#wasTold = false;
      await this.#pause.wait(pauseMs);
    }
  }

  /** Ends the pause as soon as there is a job that this worker may claim, such as another tenant's. */
  async #awaitClaimable(): Promise<void> {
    const { queue } = this.options;
    try {
      const args = { queue, ...this.#limits(), wait_ms: idleWaitMs };
      this.#wasTold = unwrap(await this.db.rpc("await_claimable_jobs", args));
      if (this.#wasTold) this.#pause.wake();
    } catch (error) {
      log("warn", { queue, action: "await_claimable_jobs", error: describeError(error) });
    } finally {
      this.#waiting = undefined;
    }
  }

  /** What it may hold of a lane and of a tenant, and what it holds. */
  #limits() {
    const { laneLimit, tenantLimit } = this.options;
    return {
      lane_limit: laneLimit,
      busy: laneLimit === undefined ? undefined : this.runner.heldByLane,
      // Twice as many as may run, so that the next ones are at hand.
      tenant_limit: tenantLimit === undefined ? undefined : 2 * tenantLimit,
      held: tenantLimit === undefined ? undefined : this.runner.heldByTenant,
    };
  }

  /** One call; without room it claims nothing and is a heartbeat. Returns undefined if the database did not answer. */
  async #claimOnce(waitMs: number): Promise<z.output<typeof Claim> | undefined> {
    const { queue } = this.options;
    const asked = performance.now();
    try {
      const claim = Claim.parse(unwrap(
        await this.db.rpc("claim_jobs", {
          worker_id: this.workerId,
          queue,
          batch: Math.min(this.runner.room, batch),
          after_lane: this.#lastLane,
          ...this.#limits(),
          wait_ms: waitMs,
        }),
      ));
      const until = asked + 1_000 * (claim.lease_seconds ?? 0);
      const lease = { id: claim.lease_id ?? 0, until, open: claim.jobs.length };
      // Without a job, the lanes that were looked at are at their limits: the next call looks at others.
      this.#lastLane = claim.jobs.at(-1)?.lane ?? claim.last_lane ?? this.#lastLane;
      this.runner.add(claim.jobs.map((job) => ({ job, lease })));
      return claim;
    } catch (error) {
      log("warn", { queue, action: "claim_jobs", error: describeError(error) });
      return undefined;
    }
  }
}
