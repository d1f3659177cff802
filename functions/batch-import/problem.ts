/** Something wrong with one row, in the form that `import_opportunities` merges with its own findings. */
export type Problem = {
  /** Counts data rows from 1. */
  row: number;
  /** Null when the row as a whole is meant. */
  field: string | null;
  code: "type" | "range" | "format" | "unknown_field" | "characters" | "ragged_row" | "quotes" | "ambiguous";
  /** Begins with the field, without the row. */
  message: string;
};

/** Something that a person should look at although it was imported. */
export type Warning = {
  field: string | null;
  code: "all_fractions" | "rounded_ids" | "no_ids" | "encoding" | "foreign_ids";
  message: string;
};
