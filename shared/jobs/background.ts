declare global {
  /** The hosted runtime's own object; the local gateway preloads one, plain `deno serve` has none. */
  var EdgeRuntime: { waitUntil(promise: Promise<unknown>): void } | undefined;
}

/** Lets work go on after the answer was sent, without the runtime ending the worker before it is done. */
export function waitUntil(promise: Promise<unknown>): void {
  globalThis.EdgeRuntime?.waitUntil(promise);
}

/** Calls back when the platform tells this isolate to end. Returns a function that stops listening. */
export function onRetirement(retire: (reason: string) => void): () => void {
  const listener = (event: Event) =>
    retire(event instanceof CustomEvent ? String(event.detail?.reason ?? event.type) : event.type);
  addEventListener("beforeunload", listener);
  return () => removeEventListener("beforeunload", listener);
}
