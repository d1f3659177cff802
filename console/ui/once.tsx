/**
 * A secret that the API shows only once.
 *
 * @module
 */
import type { Signal } from "@preact/signals";
import { Action } from "./action.tsx";

/** Shown until somebody says that they have it; then the page has forgotten it. */
export function ShownOnce({ label, secret }: { label: string; secret: Signal<string> }) {
  if (!secret.value) return null;
  return (
    <p role="status" class="once">
      {label}, shown this once: <code>{secret.value}</code>{" "}
      <span class="actions">
        <Action kind="quiet" done="Copied" run={() => navigator.clipboard.writeText(secret.value)}>
          Copy
        </Action>
        <button type="button" class="quiet" onClick={() => secret.value = ""}>I have it</button>
      </span>
    </p>
  );
}
