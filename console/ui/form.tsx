/**
 * Forms and their fields.
 *
 * @module
 */
import {
  type ComponentChildren,
  createElement,
  type TargetedEvent,
  type TargetedInputEvent,
  type TargetedSubmitEvent,
} from "preact";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { explain } from "./error.tsx";

interface FormProperties {
  /** Gets the fields by name. What it throws is shown below the fields. */
  submit(values: Record<string, string>): Promise<void>;
  label: string;
  children: ComponentChildren;
}

export function Form({ submit, label, children }: FormProperties) {
  const busy = useSignal(false);
  const problem = useSignal("");
  const onSubmit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = [...new FormData(form)].filter((field): field is [string, string] =>
      typeof field[1] === "string"
    );
    busy.value = true;
    problem.value = "";
    try {
      await submit(Object.fromEntries(fields));
      form.reset();
    } catch (error) {
      problem.value = explain(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form onSubmit={onSubmit}>
      {children}
      {problem.value && <p class="failure" role="alert" dir="auto">{problem.value}</p>}
      <button type="submit" class="primary" disabled={busy.value} aria-busy={busy.value}>{label}</button>
    </form>
  );
}

interface FieldProperties {
  label: string;
  name: string;
  type?: "text" | "email" | "password" | "url" | "number" | "date" | "datetime-local";
  step?: string;
  value?: string;
  required?: boolean;
  maxLength?: number;
  pattern?: string;
  placeholder?: string;
  autocomplete?: string;
  onInput?(event: TargetedInputEvent<HTMLInputElement>): void;
  onChange?(event: TargetedEvent<HTMLInputElement>): void;
}

export function Field({ label, type = "text", ...input }: FieldProperties) {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{label}</label>
      {/* JSX knows an input by each type of its own, not by several. */}
      {createElement<Record<string, unknown>>("input", { id, dir: "auto", type, ...input })}
    </p>
  );
}

interface ChoiceProperties {
  label: string;
  name?: string;
  /** Hides the label from those who see the choice's place in a table. */
  isLabelHidden?: boolean;
  value?: string;
  options: readonly (string | [value: string, text: string])[];
  onChange?(value: string): void;
}

export function Choice({ label, name, isLabelHidden, value, options, onChange }: ChoiceProperties) {
  const id = useId();
  return (
    <p class="field">
      <label for={id} class={isLabelHidden ? "hidden" : undefined}>{label}</label>
      <select id={id} name={name} value={value} onChange={(event) => onChange?.(event.currentTarget.value)}>
        {options.map((option) => {
          const [value, text] = typeof option === "string" ? [option, option] : option;
          return <option key={value} value={value}>{text}</option>;
        })}
      </select>
    </p>
  );
}
