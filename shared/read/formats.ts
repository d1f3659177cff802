import type { DateFormat } from "./dates.ts";
import type { NumberFormat } from "./numbers.ts";

/** How values are written; without a format the whole column decides. */
export type Formats = { number?: NumberFormat; date?: DateFormat };

/** What stands in the cells of a field and what it means: `{"stage": {"Engaging": "engaging"}}`. */
export type Values<Field extends string = string> = { [field in Field]?: Record<string, string> };
