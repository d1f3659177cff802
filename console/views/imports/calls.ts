/**
 * The calls of an import. Files go as they are: the server reads them.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";

export type Analysis = Schemas["Analysis"];
export type Batch = Schemas["Batch"];
export type DryRun = Schemas["DryRun"];

/** How the file is read and what happens to its rows. */
export interface Settings {
  mapping: Analysis["mapping"];
  values: Analysis["values"];
  formats: Record<string, string>;
  on_error: "abort" | "skip";
  on_conflict: "error" | "skip" | "update";
  createMissing: boolean;
}

/** What the server looks at before the whole file is sent. */
const sampleBytes = 256 * 1024;
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const isSpreadsheet = (file: File) => /\.xlsx$/i.test(file.name);

/** The body of a request, and the type by which the server reads it. */
function bodyOf(file: File, bytes: Blob) {
  const type: string = isSpreadsheet(file) ? xlsx : "text/csv";
  return {
    headers: { "content-type": type },
    // The document's type of a file is text; the bytes are sent as they are.
    body: "",
    bodySerializer: () => bytes.slice(0, bytes.size, type),
  };
}

/** What an import would make of the file. */
export async function analyse(file: File): Promise<Analysis> {
  const isPartial = !isSpreadsheet(file) && file.size > sampleBytes;
  const sample = isPartial ? file.slice(0, sampleBytes) : file;
  return dataOf(
    await client.POST("/batch-import/v1/analyse", {
      params: { query: isPartial ? { partial: true } : {} },
      ...bodyOf(file, sample),
    }),
  );
}

export async function tryImport(file: File, settings: Settings): Promise<DryRun> {
  const answer = await importFile(file, settings, true);
  if ("would_create" in answer) return answer;
  throw new Error("the server imported instead of trying");
}

export async function runImport(file: File, settings: Settings): Promise<Batch> {
  const answer = await importFile(file, settings, false);
  if ("id" in answer) return answer;
  throw new Error("the server tried instead of importing");
}

async function importFile(file: File, settings: Settings, dry_run: boolean): Promise<Batch | DryRun> {
  const { mapping, values, formats, on_error, on_conflict, createMissing } = settings;
  const query = {
    dry_run,
    on_error,
    on_conflict,
    filename: file.name,
    mapping: JSON.stringify(mapping),
    values: JSON.stringify(values),
    formats: JSON.stringify(formats),
    ...createMissing ? { create_missing: ["organizations" as const, "products" as const] } : {},
  };
  return dataOf(await client.POST("/batch-import/v1/batches", { params: { query }, ...bodyOf(file, file) }));
}
