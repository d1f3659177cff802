/**
 * The reviewed tables of who may do what: tables.tsv and functions.tsv.
 *
 * @module
 */
import { assertEquals } from "#assert";

/** The lines of a table by its first column; the first line names the columns. */
export async function expected(file: "tables.tsv" | "functions.tsv"): Promise<Map<string, string>> {
  const text = await Deno.readTextFile(new URL(file, import.meta.url));
  const lines = text.trimEnd().split("\n").slice(1);
  const table = new Map(lines.map((line) => [line.split("\t")[0]!, line]));
  assertEquals(table.size, lines.length, `${file} names an object twice`);
  return table;
}
