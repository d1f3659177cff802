/**
 * Buttons that call the API.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { tell, tellError } from "./notices.tsx";

interface Properties {
  run(): Promise<unknown>;
  /** Told when it is done. */
  done?: string;
  /** Asked before. */
  confirm?: string;
  kind?: "primary" | "quiet" | "danger";
  disabled?: boolean;
  /** Its name for a screen reader, if the words alone do not say which of many it is. */
  label?: string;
  children: ComponentChildren;
}

/** Busy while it runs; a failure is told in the API's words. */
export function Action({ run, done, confirm: question, kind, disabled, label, children }: Properties) {
  const busy = useSignal(false);
  const click = async () => {
    if (question && !confirm(question)) return;
    busy.value = true;
    try {
      await run();
      if (done) tell("done", done);
    } catch (error) {
      tellError(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <button
      type="button"
      class={kind}
      disabled={disabled || busy.value}
      aria-busy={busy.value}
      aria-label={label}
      onClick={click}
    >
      {children}
    </button>
  );
}
