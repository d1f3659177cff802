/**
 * One running function: a Deno process that answers requests until a limit is reached.
 *
 * @module
 */
import { kill } from "../command.ts";
import { cpuHardMs, type Limits } from "./limits.ts";
import { LogLimit } from "./log_limit.ts";
import { cpuMs, memoryMb } from "./usage.ts";

/** Why an isolate takes no more requests; `beforeunload` tells it. */
export type Reason = "cpu" | "memory" | "wall_clock";

export class Isolate {
  readonly pid: number;
  readonly #ended = new AbortController();
  readonly #startedAt = performance.now();
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #port = 0;
  #coldStartMs = 0;
  /** Used while it loaded its module, which is no request's. */
  #cpuBefore = 0;
  #open = 0;
  #openAtRetirement = 0;
  #retired: Reason | undefined;
  #killed: string | undefined;

  constructor(
    readonly name: string,
    private readonly child: Deno.ChildProcess,
    private readonly limits: Limits | undefined,
    private readonly write: (text: Uint8Array) => void,
  ) {
    this.pid = child.pid;
    this.#input = child.stdin.getWriter();
    void child.status.then(() => this.#ended.abort());
    void this.#keepLog(child.stderr);
  }

  /** Aborts when the process has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** From the start of the process until it listened. */
  get coldStartMs(): number {
    return this.#coldStartMs;
  }

  get isRetired(): boolean {
    return this.#retired !== undefined;
  }

  /** True if it did so much that the CPU limit ended it. */
  get isBusy(): boolean {
    return this.#retired === "cpu";
  }

  /** Which limit it was killed for, as a sentence. */
  get killed(): string | undefined {
    return this.#killed;
  }

  /** Waits for the first line, `listening <port>`; what follows goes to the log. */
  async listening(): Promise<this> {
    const reader = this.child.stdout.getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (!text.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) {
        throw new Error(
          `the function ${this.name} ended while it started: see functions.log in the stack's folder`,
        );
      }
      text += decoder.decode(value, { stream: true });
    }
    reader.releaseLock();
    const [first = "", ...rest] = text.split("\n");
    this.#port = Number(first.match(/^listening (\d+)$/)?.[1]);
    this.write(new TextEncoder().encode(this.#port ? rest.join("\n") : text));
    void this.#keepLog(this.child.stdout);
    if (!this.#port) {
      this.end();
      throw new Error(
        `the function ${this.name} printed "${first}" while its module loaded; modules must not print`,
      );
    }
    this.#coldStartMs = Math.round(performance.now() - this.#startedAt);
    this.#cpuBefore = cpuMs(this.pid) ?? 0;
    return this;
  }

  /** Sends a request; `path` begins with the function's name. */
  async fetch(path: string, request: RequestInit): Promise<Response> {
    this.#open++;
    try {
      return await fetch(`http://127.0.0.1:${this.#port}${path}`, { ...request, signal: this.ended });
    } finally {
      this.#open--;
      this.#endIfIdle();
    }
  }

  /** CPU since it listens. */
  get cpuMs(): number {
    return (cpuMs(this.pid) ?? 0) - this.#cpuBefore;
  }

  /** Compares its use with the limits, and acts. */
  check(): void {
    if (!this.limits || this.ended.aborted || this.#port === 0) return;
    const { cpuSoftMs, wallSoftMs, wallHardMs, memorySoftMb, memoryHardMb } = this.limits;
    const [cpu, memory, wall] = [this.cpuMs, memoryMb(this.pid) ?? 0, performance.now() - this.#startedAt];
    if (cpu >= cpuSoftMs) this.#retire("cpu");
    else if (memory >= memorySoftMb) this.#retire("memory");
    else if (wall >= wallSoftMs) this.#retire("wall_clock");
    if (!this.isRetired) return;
    const cpuHard = cpuHardMs(this.limits, this.#openAtRetirement);
    if (cpu >= cpuHard) this.#kill(`it used ${seconds(cpu)} s of CPU, and ${seconds(cpuHard)} s are allowed`);
    else if (memory >= memoryHardMb) {
      this.#kill(`it used ${memory.toFixed()} MB of memory, and ${memoryHardMb} MB are allowed`);
    } else if (wall >= wallHardMs) {
      this.#kill(`it ran for ${seconds(wall)} s, and ${seconds(wallHardMs)} s are allowed`);
    }
  }

  /** Ends it at once. */
  end(): void {
    kill(this.child, "SIGKILL");
  }

  #retire(reason: Reason): void {
    if (this.isRetired) return;
    this.#retired = reason;
    this.#openAtRetirement = this.#open;
    this.#tell(`retire ${reason}`);
    this.#endIfIdle();
  }

  /** Once all requests have their answers: the process ends after the rest of their bodies and its background work. */
  #endIfIdle(): void {
    if (this.isRetired && this.#open === 0) this.#tell("end");
  }

  #kill(reason: string): void {
    this.#killed ??= reason;
    this.end();
  }

  #tell(line: string): void {
    // It may have ended at this moment.
    this.#input.write(new TextEncoder().encode(`${line}\n`)).catch(() => {});
  }

  async #keepLog(stream: ReadableStream<Uint8Array>): Promise<void> {
    const limit = this.limits && new LogLimit(this.limits);
    for await (const chunk of stream) this.write(limit ? new TextEncoder().encode(limit.take(chunk)) : chunk);
  }
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
