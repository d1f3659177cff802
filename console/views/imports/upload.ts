/**
 * Files that are too large for one request: sent in parts, read and written by jobs.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import type { Settings } from "./calls.ts";

export type Upload = Schemas["Upload"];

/** Larger files go in parts. */
export const oneRequestBytes = 5 * 1024 * 1024;

const lookMs = 500;
const ended = ["completed", "failed", "cancelled", "rolled_back"];

/** Begins the upload and sends the file; `sent` hears the fraction that has arrived. */
export async function sendFile(
  file: File,
  settings: Settings,
  sent: (id: string, fraction: number) => void,
): Promise<string> {
  const { mapping, values, formats, on_error, on_conflict, createMissing } = settings;
  const { id, part_bytes } = dataOf(
    await client.POST("/batch-import/v1/uploads", {
      body: {
        filename: file.name,
        size: file.size,
        options: {
          on_error,
          on_conflict,
          create_missing: createMissing ? ["organizations", "products"] : [],
        },
        mapping,
        values,
        formats,
      },
    }),
  );
  const parts = Math.ceil(file.size / part_bytes);
  for (let part = 1; part <= parts; part++) {
    const bytes = file.slice((part - 1) * part_bytes, part * part_bytes);
    dataOf(
      await client.PUT("/batch-import/v1/uploads/{id}/parts/{part}", {
        params: { path: { id, part } },
        headers: { "content-type": "application/octet-stream" },
        body: "",
        bodySerializer: () => bytes,
      }),
    );
    sent(id, part / parts);
  }
  dataOf(
    await client.POST("/batch-import/v1/uploads/{id}/complete", {
      params: { path: { id } },
      body: { parts },
    }),
  );
  return id;
}

/** Looks until the upload has ended. */
export async function untilEnded(id: string, seen: (upload: Upload) => void): Promise<Upload> {
  for (;;) {
    const upload = dataOf(await client.GET("/batch-import/v1/uploads/{id}", { params: { path: { id } } }));
    seen(upload);
    if (ended.includes(upload.status)) return upload;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

export async function cancelUpload(id: string): Promise<void> {
  dataOf(await client.POST("/batch-import/v1/uploads/{id}/cancel", { params: { path: { id } } }));
}
