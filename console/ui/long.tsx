/**
 * Texts that may be longer than a cell should be high.
 *
 * @module
 */
import type { ComponentChildren } from "preact";

const shownLength = 300;

/** The text, or its beginning and a way to open the rest. */
export function Long({ text, isCode }: { text: string; isCode?: boolean }) {
  const shown = (part: string): ComponentChildren => isCode ? <code>{part}</code> : part;
  if (text.length <= shownLength) return <>{shown(text)}</>;
  const beginning = text.slice(0, shownLength).replace(/[\ud800-\udbff]$/, ""); // no half character
  return (
    <details>
      <summary>{shown(`${beginning} …`)}</summary>
      {shown(text)}
    </details>
  );
}
