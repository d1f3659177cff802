/**
 * The view that the address names: `#/imports?batch=…`.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";

const hash = signal(location.hash);
addEventListener("hashchange", () => hash.value = location.hash);

/** The first word of the address. */
export const view = computed(() => hash.value.match(/^#\/([\w-]+)/)?.[1] ?? "overview");
export const parameters = computed(() => new URLSearchParams(hash.value.split("?")[1] ?? ""));

export function addressOf(view: string, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return `#/${view}${query ? `?${query}` : ""}`;
}
