/**
 * Takes everything along, or deletes the tenant.
 *
 * @module
 */
import { active, can, deleteTenant } from "../../app/account.ts";
import { Action } from "../../ui/action.tsx";
import { save } from "../../ui/save.ts";

export function Leaving() {
  const name = active.value?.name ?? "";
  if (!can("account:export") && active.value?.role !== "owner") return null;
  return (
    <section>
      <h2>Everything of the team</h2>
      <p class="actions">
        {can("account:export") && (
          <Action run={() => save("/accounts/v1/export", "frontline-export.ndjson")}>
            Export everything
          </Action>
        )}
        {active.value?.role === "owner" && (
          <Action
            kind="danger"
            confirm={`Delete ${name}? It is closed at once; an owner can restore it until it is deleted for good.`}
            run={deleteTenant}
          >
            Delete the team
          </Action>
        )}
      </p>
    </section>
  );
}
