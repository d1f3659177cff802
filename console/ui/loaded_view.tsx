/**
 * A view, whose module is loaded when it is first shown.
 *
 * @module
 */
import type { ComponentType } from "preact";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { View } from "../app/views.ts";

const loaded = signal<Record<string, ComponentType>>({});

/** `failed` gets what kept the module from being loaded. */
export function LoadedView({ view, failed }: { view: View; failed(error: unknown): void }) {
  useEffect(() => {
    view.load().then(
      (module) => loaded.value = { ...loaded.value, [view.name]: module.default },
      failed,
    );
  }, [view]);
  const Loaded = loaded.value[view.name];
  return Loaded ? <Loaded /> : <p class="muted" aria-busy="true">Loading …</p>;
}
