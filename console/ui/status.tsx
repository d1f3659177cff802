/**
 * A state as a coloured word.
 *
 * @module
 */
const good = ["completed", "delivered", "active", "ok", "pass", "enabled", "sent"];
const bad = ["failed", "dead", "firing", "fail", "disabled", "cancelled"];

export function Status({ value }: { value: string }) {
  const kind = good.includes(value) ? "good" : bad.includes(value) ? "bad" : "plain";
  return <span class={`status ${kind}`}>{value.replaceAll("_", " ")}</span>;
}
