import { z } from "@hono/zod-openapi";
import type { Json } from "../../shared/data/database.types.ts";
import { dateFormats } from "../../shared/read/dates.ts";
import { encodings } from "../../shared/read/decode.ts";
import { delimiterNames } from "../../shared/read/delimiter.ts";
import { numberFormats } from "../../shared/read/numbers.ts";
import { NewOpportunity } from "./opportunity.ts";
import { type MatchOptions, noFacts } from "./warnings.ts";

/** How the file of an upload is to be read, checked when the upload began. */
export const Reading = z.object({
  mapping: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).default({}),
  values: z.partialRecord(NewOpportunity.keyof(), z.record(z.string(), z.string())).default({}),
  formats: z.object({
    number: z.enum(numberFormats).optional(),
    date: z.enum(dateFormats).optional(),
    encoding: z.enum(encodings).optional(),
  }).default({}),
  delimiter: z.enum(delimiterNames).optional(),
  encoding: z.enum(encodings).optional(),
  round: z.boolean().default(false),
  sheet: z.string().optional(),
});
export type Reading = z.output<typeof Reading>;

/** What the beginning of a file says about it. */
export const FileHead = z.object({
  charset: z.enum(["utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be", "windows-1252"]),
  delimiter: z.string(),
  header: z.array(z.string()),
});
export type FileHead = z.output<typeof FileHead>;

/** What the columns of a whole file decide: kept are cells that would decide the same. */
export const Survey = z.object({
  /** Numbers and days that read one way only, one of each way by field. */
  texts: z.partialRecord(z.string(), z.record(z.string(), z.string())).default({}),
  /** By position of a column, a cell that looks like an id of ours. */
  ids: z.record(z.string(), z.string()).default({}),
});
export type Survey = z.output<typeof Survey>;

/** Where reading and checking an upload stand, and what is known of its file by now; stored with each slice. */
export const UploadState = z.object({
  /** The place of the next record, see `Place`, and its line. */
  start: z.int().default(0),
  offset: z.int().default(0),
  line: z.int().default(1),
  /** Of the whole file. */
  bytes: z.int().default(0),
  file: FileHead.optional(),
  /** Of an .xlsx file: the part that is its sheet, the byte where its next row begins, and how many texts are stored. */
  sheet: z.object({ part: z.string(), at: z.int(), texts: z.int(), hasTexts: z.boolean() }).optional(),
  /** How many columns are filled. */
  width: z.int().default(0),
  isIntact: z.boolean().default(true),
  // Made anew for each upload: a default that is an object would be shared by all that an isolate works on.
  survey: Survey.default(() => ({ texts: {}, ids: {} })),
  content_hash: z.string().default(""),
  facts: z.object({
    rows: z.int(),
    fractions: z.object({ all: z.boolean(), some: z.boolean() }),
    rounded: z.object({ row: z.int(), id: z.string() }).nullable(),
    withoutId: z.int(),
  }).default(() => structuredClone(noFacts)),
  columns: z.array(z.string()).default([]),
  delimiter: z.string().optional(),
  warnings: z.array(z.json()).default([]),
  unknown_columns: z.array(z.string()).default([]),
});
export type UploadState = z.output<typeof UploadState>;

/** An upload as a worker sees it. */
export const OpenUpload = z.object({
  status: z.enum([
    "uploading",
    "reading",
    "checking",
    "ready",
    "promoting",
    "completed",
    "failed",
    "cancelled",
  ]),
  options: z.looseObject({
    on_conflict: z.string().optional(),
    on_missing: z.string().optional(),
    match: z.string().optional(),
    empty: z.string().optional(),
  }),
  reading: Reading,
  state: z.json(),
  bytes: z.int(),
  slices: z.int(),
  slices_checked: z.int(),
  rows_read: z.int(),
  max_rows: z.int(),
});

/** An upload that a worker has at hand. */
export interface WorkedUpload {
  tenant: string;
  upload_id: string;
  reading: Reading;
  state: UploadState;
  rows: number;
  maxRows: number;
  options: MatchOptions & { empty?: string | undefined };
}

/** The state as the database takes it. */
export function stored(state: UploadState): Json {
  return z.json().parse(state) as Json; // JSON by the check before
}
