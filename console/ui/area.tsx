/**
 * Fields of several lines.
 *
 * @module
 */
import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";

interface AreaProperties {
  label: string;
  value: Signal<string>;
  rows: number;
  maxLength: number;
  readOnly?: boolean;
}

/** A text of several lines, kept in a signal. */
export function Area({ label, value, ...area }: AreaProperties) {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        dir="auto"
        spellcheck={false}
        value={value.value}
        onInput={(event) => value.value = event.currentTarget.value}
        {...area}
      />
    </p>
  );
}
