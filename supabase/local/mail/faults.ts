/**
 * How a provider fails, by the domain of the recipient, so that tests that run side by side do not meet each other's.
 *
 * @module
 */
import { z } from "zod";

/**
 * refuse: 503. reject: 422. limit: 429 with its fields. drop: takes the mail and ends the connection without an answer.
 * lose: ends the connection and does not take it. hang: takes it and never answers. exhaust: takes it and says that its
 * window has no room for another.
 */
export const Fault = z.object({
  provider: z.enum(["resend", "sendgrid"]).optional(),
  kind: z.enum(["refuse", "reject", "limit", "drop", "lose", "hang", "exhaust"]),
  /** How many requests fail; the later ones do not. */
  times: z.number().int().min(1).default(1_000_000_000),
  /** Fails every n-th request. */
  every: z.number().int().min(1).default(1),
  /** For how long limit and exhaust want no request. */
  seconds: z.number().int().min(1).default(1),
});
export type Fault = z.output<typeof Fault>;

interface Armed extends Fault {
  asked: number;
}

/** Faults by domain. */
export class Faults {
  readonly #armed = new Map<string, Armed[]>();

  set(domain: string, faults: Fault[]): void {
    this.#armed.set(domain, faults.map((fault) => ({ ...fault, asked: 0 })));
  }

  /** The fault that a request to this recipient meets. Counts the request. */
  next(provider: Fault["provider"], to: string): Fault | undefined {
    const faults = this.#armed.get(to.slice(to.lastIndexOf("@") + 1)) ?? [];
    for (const fault of faults) {
      if (fault.provider !== undefined && fault.provider !== provider) continue;
      if (fault.times === 0 || fault.asked++ % fault.every !== 0) continue;
      fault.times--;
      return fault;
    }
    return undefined;
  }
}
