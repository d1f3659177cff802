import { type DateFormat, dateReader } from "../../shared/read/dates.ts";
import { type NumberFormat, numberReader } from "../../shared/read/numbers.ts";
import type { Reader } from "../../shared/read/reading.ts";
import type { Field } from "./opportunity.ts";

const decimal = /^-?\d+(\.\d+)?%?$/;

/** How values are written; without a format the whole column decides. */
export type Formats = { number?: NumberFormat; date?: DateFormat };

/**
 * Reads the cells of the fields that are no plain text. `rows` are all texts of the file; the decimals of a sheet are
 * numbers already, however texts in it are written.
 */
export function valueReaders(
  rows: [Field, string][][],
  { number = "auto", date = "auto" }: Formats,
  isSheet = false,
) {
  const column = (field: Field) =>
    rows.flatMap((texts) => texts.flatMap(([name, text]) => name === field ? [text] : []));
  const numbers = (field: Field): Reader => {
    if (!isSheet) return numberReader(number, column(field));
    const reader = numberReader(number, column(field).filter((text) => !decimal.test(text)));
    return (text) => decimal.test(text) ? { value: text.replace("%", "") } : reader(text);
  };
  const amount = numbers("amount");
  const readers: { [field in Field]?: Reader } = {
    // A share is no amount: SQL refuses it.
    amount: (text) => text.includes("%") ? { value: text } : amount(text),
    probability_percent: numbers("probability_percent"),
    expected_close_date: dateReader(date, column("expected_close_date")),
  };
  return readers;
}
