/**
 * How much the console's first load and each of its views weigh, compressed with gzip.
 *
 * @module
 */
import { consoleFiles } from "../../tools/console/files.ts";

export interface Sizes {
  /** Bytes until the page can show its first view's frame. */
  firstLoad: number;
  /** Bytes that each view adds, by the name of its script. */
  views: Map<string, number>;
  /** The text of index.html. */
  page: string;
}

const imported = /from\s*"\.\/([\w.-]+)"/g;
const importedLater = /import\("\.\/([\w.-]+)"\)/g;
const importedEver = /(?:from|import)\s*\(?"\.\/([\w.-]+)"/g;

export async function measureSizes(): Promise<Sizes> {
  const files = await consoleFiles({
    functionsUrl: "https://ref.supabase.co/functions/v1",
    authUrl: "https://ref.supabase.co/auth/v1",
    publishableKey: "stub",
  });
  const sizes = new Map<string, number>();
  for (const [name, text] of files) sizes.set(name, await compressed(text));
  const sum = (names: string[]) => names.reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
  const atFirst = ["index.html", "style.css", "main.js", ...imports(files, "main.js", imported)];
  const later = [...(files.get("main.js") ?? "").matchAll(importedLater)].map((match) => match[1] ?? "");
  const views = new Map(later.map((view) => {
    const more = new Set([view, ...imports(files, view, importedEver)]);
    return [view, sum([...more].filter((name) => !atFirst.includes(name)))];
  }));
  return { firstLoad: sum(atFirst), views, page: files.get("index.html") ?? "" };
}

/** The scripts that a script names in this way, and those that they name. */
function imports(files: Map<string, string>, name: string, pattern: RegExp): string[] {
  const found = [...(files.get(name) ?? "").matchAll(pattern)].map((match) => match[1] ?? "");
  return [...new Set(found.flatMap((file) => [file, ...imports(files, file, pattern)]))];
}

async function compressed(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).bytes()).length;
}
