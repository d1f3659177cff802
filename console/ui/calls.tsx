/**
 * The calls behind what is shown, each as a command to copy.
 *
 * @module
 */
import { asCurl, calls } from "../app/api.ts";
import { Action } from "./action.tsx";

export function Calls() {
  return (
    <details class="calls">
      <summary>API calls of this page</summary>
      <ol>
        {calls.value.map((call, index) => (
          <li key={index}>
            <code>{call.method} {new URL(call.url).pathname}{new URL(call.url).search}</code>{" "}
            <span class="muted">{call.status} · {call.milliseconds} ms</span>{" "}
            <Action kind="quiet" done="Copied" run={() => navigator.clipboard.writeText(asCurl(call))}>
              Copy as curl
            </Action>
          </li>
        ))}
      </ol>
    </details>
  );
}
