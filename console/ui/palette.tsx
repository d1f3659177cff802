/**
 * Goes to any view and finds anything by a few letters: ⌘K or Ctrl+K, arrows, Enter, Escape.
 *
 * @module
 */
import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { can } from "../app/account.ts";
import { type Choice, hitsOf, viewsLike } from "./choices.ts";
import { Failure } from "./error.tsx";
import { type Found, useFound } from "./find.ts";

const isOpen = signal(false);
const shownHits = 8;
const shortcut = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘K" : "Ctrl+K";

export function PaletteButton() {
  return (
    <button type="button" aria-keyshortcuts="Control+K Meta+K" onClick={() => isOpen.value = true}>
      Go to <kbd>{shortcut}</kbd>
    </button>
  );
}

export function Palette() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      isOpen.value = true;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return isOpen.value ? <OpenPalette /> : null;
}

function OpenPalette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal("");
  const place = useSignal(0);
  const { value: found, error, reload } = useFound(can("search:read") ? typed.value : "", shownHits);
  useEffect(() => dialog.current?.showModal(), []);
  const choices = [...viewsLike(typed.value), ...hitsOf(found)];
  const chosen = Math.min(place.value, choices.length - 1);
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    dialog.current?.close(); // gives the focus back, before a view takes it
    choice.go();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") place.value = (chosen + 1) % choices.length;
    else if (event.key === "ArrowUp") place.value = (chosen - 1 + choices.length) % choices.length;
    else if (event.key === "Enter") take(choices[chosen]);
    else return;
    event.preventDefault();
  };
  const type = (text: string) => {
    typed.value = text;
    place.value = 0;
  };
  return (
    <dialog ref={dialog} class="palette" aria-label="Go to" onClose={() => isOpen.value = false}>
      <input
        type="search"
        role="combobox"
        aria-label="A view, or a name to find"
        aria-expanded={choices.length > 0}
        aria-controls="choices"
        list={undefined}
        aria-activedescendant={choices[chosen] && `choice-${choices[chosen].key}`}
        placeholder="A view, or a name to find"
        dir="auto"
        maxLength={200}
        value={typed.value}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={press}
      />
      {choices.length > 0 && (
        <ul id="choices" role="listbox" aria-label="Choices">
          {choices.map((choice, index) => (
            <li
              key={choice.key}
              id={`choice-${choice.key}`}
              role="option"
              aria-selected={index === chosen}
              onClick={() => take(choice)}
            >
              <span dir="auto">{choice.title}</span> <span class="muted">{choice.kind}</span>
            </li>
          ))}
        </ul>
      )}
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {error === undefined && <p class="muted" role="status">{stateOf(typed.value, choices.length, found)}
      </p>}
    </dialog>
  );
}

function stateOf(typed: string, choices: number, found: Found | undefined): string {
  const q = typed.trim();
  if (q !== "" && can("search:read") && found?.q !== q) return "Searching …";
  return choices === 0 ? "Nothing was found." : "";
}
