import type { Connection } from "./connection.ts";
import type { Schemas } from "../../client/mod.ts";

/** What the API looks at of a file. */
const sampleBytes = 256 * 1024;

/** Shows what each column of the file is taken for, and how the import could be told more. */
export async function showColumns(
  connection: Connection,
  file: string,
  { mapping }: { mapping?: string },
): Promise<void> {
  using opened = await Deno.open(file);
  const bytes = new Uint8Array(sampleBytes);
  const read = await opened.read(bytes) ?? 0;
  const query = new URLSearchParams({ partial: String(read === sampleBytes), ...mapping && { mapping } });
  const response = await connection.send("POST", `/analyse?${query}`, bytes.slice(0, read), {
    "content-type": "text/csv",
  });
  const { data }: { data: Schemas["Analysis"] } = await response.json();
  const width = Math.max(...data.columns.map(({ name }) => name.length));
  for (const { name, suggestion } of data.columns) {
    const fields = [data.mapping[name] ?? suggestion ?? []].flat().join(", ");
    console.log(`  ${name.padEnd(width)}  ${fields || "-"}`);
  }
  if (mapping === undefined && Object.keys(data.mapping).length > 0) {
    console.log(`To import the columns as suggested: --mapping '${JSON.stringify(data.mapping)}'`);
  }
}
