/** Something wrong with one row, in the form that the SQL functions merge with their own findings. */
export type Problem = {
  /** Counts data rows from 1. */
  row: number;
  /** Null when the row as a whole is meant. */
  field: string | null;
  code: "type" | "range" | "format" | "unknown_field" | "characters" | "ragged_row" | "quotes" | "ambiguous";
  /** Begins with the field, without the row. */
  message: string;
};

/** Something that a person should look at although it was taken. */
export type Warning = {
  field: string | null;
  code: "all_fractions" | "rounded_ids" | "no_ids" | "encoding" | "foreign_ids";
  message: string;
};

/** A guess that a person should check. */
export function encodingWarnings(encoding: string | null): Warning[] {
  if (encoding !== "windows-1252") return [];
  const message = "the file is not UTF-8 and was read as windows-1252; check letters with accents";
  return [{ field: null, code: "encoding", message }];
}
