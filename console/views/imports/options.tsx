/**
 * What happens to rows with mistakes and to what is known already.
 *
 * @module
 */
import { Choice } from "../../ui/form.tsx";
import type { Settings } from "./calls.ts";

interface Properties {
  settings: Settings;
  change(changed: Partial<Settings>): void;
}

export function Options({ settings, change }: Properties) {
  return (
    <div class="row">
      <Choice
        label="A row with a mistake"
        value={settings.on_error}
        options={[["abort", "stops the import"], ["skip", "is left out"]]}
        onChange={(value) => change({ on_error: value === "skip" ? "skip" : "abort" })}
      />
      <Choice
        label="A deal that is known"
        value={settings.on_conflict}
        options={[["error", "is a mistake"], ["skip", "is left as it is"], ["update", "is updated"]]}
        onChange={(value) =>
          change({ on_conflict: value === "skip" || value === "update" ? value : "error" })}
      />
      <Choice
        label="Unknown customers and products"
        value={settings.createMissing ? "create" : "error"}
        options={[["create", "are created"], ["error", "are a mistake"]]}
        onChange={(value) => change({ createMissing: value === "create" })}
      />
    </div>
  );
}
