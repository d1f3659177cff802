import type { Json } from "../data/database.types.ts";

/** A cell as it was understood, or why it was not. Text that is no value of the kind is left for SQL to refuse. */
export type Reading<Value extends Json = string> =
  | { value: Value }
  | { code: "ambiguous" | "format" | "characters" | "range"; message: string };

/** Reads a cell; the message of a problem goes on after the name of the field. */
export type Reader<Value extends Json = string> = (text: string) => Reading<Value>;

/** How the cells of fields are read that are no plain text. */
export type Readers<Field extends string> = { [field in Field]?: Reader<Json> };
