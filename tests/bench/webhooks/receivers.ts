/**
 * One server that plays many receivers and only counts, so that both sides of a ratio pay the same for it.
 *
 * @module
 */

/** A second less than an attempt may take. */
const lateMs = 14_000;

export interface Receivers extends AsyncDisposable {
  url: string;
  /** Requests in all. */
  count: number;
  /** Requests to /dead. */
  dead: number;
  /** When requests came, by the first part of their path. */
  times: Map<string, number[]>;
  until(count: number): Promise<void>;
  untilTimes(name: string, count: number): Promise<number[]>;
}

/** Answers 204: at `/late` after 14 s. At `/dead` it answers 503, and at `/slow` not at all. */
export function receiveAll(): Receivers {
  const ending = new AbortController();
  let waiting: { reached: () => boolean; resolve: () => void }[] = [];
  const until = (reached: () => boolean) => {
    if (reached()) return Promise.resolve();
    return new Promise<void>((resolve) => waiting.push({ reached, resolve }));
  };
  const handle = async (request: Request): Promise<Response> => {
    await request.arrayBuffer();
    receivers.count++;
    const name = new URL(request.url).pathname.split("/")[1] ?? "";
    const times = receivers.times.get(name);
    if (times) times.push(performance.now());
    else receivers.times.set(name, [performance.now()]);
    if (waiting.length > 0) {
      for (const one of waiting.filter(({ reached }) => reached())) one.resolve();
      waiting = waiting.filter(({ reached }) => !reached());
    }
    if (name === "slow") return await new Promise(() => {});
    if (name === "late") await new Promise((resolve) => setTimeout(resolve, lateMs));
    if (name === "dead") receivers.dead++;
    return new Response(null, { status: name === "dead" ? 503 : 204 });
  };
  const { signal } = ending;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {}, signal }, handle);
  const receivers: Receivers = {
    url: `http://127.0.0.1:${server.addr.port}`,
    count: 0,
    dead: 0,
    times: new Map(),
    until: (count) => until(() => receivers.count >= count),
    async untilTimes(name, count) {
      await until(() => (receivers.times.get(name)?.length ?? 0) >= count);
      return receivers.times.get(name) ?? [];
    },
    [Symbol.asyncDispose]() {
      ending.abort();
      return Promise.resolve();
    },
  };
  return receivers;
}
