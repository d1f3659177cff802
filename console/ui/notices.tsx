/**
 * What happened, told in a corner of the page and to screen readers.
 *
 * @module
 */
import { signal } from "@preact/signals";
import { explain } from "./error.tsx";

interface Notice {
  id: number;
  kind: "done" | "failed";
  text: string;
}

const notices = signal<Notice[]>([]);
const shownMs = 6_000;
let lastId = 0;

export function tell(kind: Notice["kind"], text: string): void {
  const id = ++lastId;
  notices.value = [...notices.value, { id, kind, text }];
  if (kind === "done") setTimeout(() => dismiss(id), shownMs);
}

/** Tells of the failure; it stays until it is dismissed. */
export function tellError(error: unknown): void {
  tell("failed", explain(error));
}

function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.value.map(({ id, kind, text }) => (
        <p key={id} class={`notice ${kind}`}>
          <span dir="auto">{text}</span>
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => dismiss(id)}>×</button>
        </p>
      ))}
    </div>
  );
}
