/**
 * Calls with a large body, made by a thread of their own: the copies on their way to Postgres would hold up everybody's
 * small calls, which in PostgREST have threads, too.
 *
 * @module
 */
import type { Call, CallAnswer } from "./make_call.ts";

/** What the thread is sent: where Postgres is, at first; a call; or that the schema changed. */
export type ToThread = { databaseUrl: string } | { id: number; call: Call } | "schema changed";

/** What it sends back. */
export type FromThread = { id: number; answer: CallAnswer } | { id: number; failure: string };

type Waiting = PromiseWithResolvers<CallAnswer>;

export class LargeCalls {
  #thread: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(private readonly databaseUrl: string) {}

  /** Makes a call as `makeCall` does. Its body is moved, not copied. */
  async make(call: Call): Promise<CallAnswer> {
    const thread = this.#thread ??= this.#start();
    const id = this.#calls++;
    const waiting = Promise.withResolvers<CallAnswer>();
    this.#waiting.set(id, waiting);
    send(thread, { id, call }, [call.body]);
    return await waiting.promise;
  }

  clearSchemaCache(): void {
    if (this.#thread) send(this.#thread, "schema changed");
  }

  stop(): void {
    this.#thread?.terminate();
    this.#thread = undefined;
    this.#fail("the stack stops");
  }

  #start(): Worker {
    const thread = new Worker(new URL("large_calls_thread.ts", import.meta.url), { type: "module" });
    thread.onmessage = ({ data }: MessageEvent<FromThread>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("answer" in data) waiting?.resolve(data.answer);
      else waiting?.reject(new Error(data.failure));
    };
    thread.onerror = (event) => {
      event.preventDefault(); // the next call starts another one
      this.#thread = undefined;
      this.#fail(event.message);
    };
    send(thread, { databaseUrl: this.databaseUrl });
    return thread;
  }

  #fail(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}

function send(thread: Worker, message: ToThread, transferred: Transferable[] = []): void {
  thread.postMessage(message, transferred);
}
