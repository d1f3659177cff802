/**
 * A snippet of a search as text with marks: whatever else it holds is shown, never run.
 *
 * @module
 */

/** Takes text in which `<mark>…</mark>` is markup and all else is escaped as the API does. */
export function Marked({ text }: { text: string }) {
  const parts = text.split(/<mark>(.*?)<\/mark>/s);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <mark key={index}>{unescape(part)}</mark> : unescape(part)
      )}
    </>
  );
}

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };

function unescape(text: string): string {
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (whole, name: string) => entities[name] ?? whole);
}
