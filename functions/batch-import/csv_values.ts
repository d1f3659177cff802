import type { Json } from "../../shared/data/database.types.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { parseExactJson, withPlainNumbers } from "../../shared/input/exact_json.ts";
import { dateReader } from "../../shared/read/dates.ts";
import { type Fault, faultText, storableJson } from "../../shared/read/faults.ts";
import { numberReader, sheetNumberReader } from "../../shared/read/numbers.ts";
import type { Formats } from "../../shared/read/formats.ts";
import type { Reader, Readers, Reading } from "../../shared/read/reading.ts";
import { columnOf, type RowTexts } from "../../shared/read/rows.ts";
import type { Field } from "./opportunity.ts";

/**
 * Reads the cells of the fields that are no plain text. `rows` are all texts of the file; the decimals of a sheet are
 * numbers already, however texts in it are written.
 */
export function valueReaders(
  rows: RowTexts<Field>,
  { number = "auto", date = "auto" }: Formats,
  isSheet = false,
): Readers<Field> {
  const numbers = (field: Field): Reader => {
    const reader = isSheet ? sheetNumberReader : numberReader;
    return reader(number, columnOf(rows, field));
  };
  const amount = numbers("amount");
  return {
    // A share is no amount: SQL refuses it.
    amount: (text) => text.includes("%") ? { value: text } : amount(text),
    probability_percent: numbers("probability_percent"),
    expected_close_date: dateReader(date, columnOf(rows, "expected_close_date")),
    context: readObject,
    custom_context: readObject,
  };
}

/** The JSON type that a field has; text that is no number is left for the check of the row to refuse. */
export function typed(field: Field, value: Json): Json {
  const number = Number(value);
  return field === "probability_percent" && Number.isFinite(number) ? number : value;
}

const encoder = new TextEncoder();

function readObject(text: string): Reading<Json> {
  let value: Json;
  try {
    value = withPlainNumbers(parseExactJson(encoder.encode(text))) as Json; // exact numbers are numbers to JSON
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { code: "format", message: 'must be a JSON object like {"key": "value"}' };
  }
  const faults = new Set<Fault>();
  const stored = storableJson(value, faults);
  const [fault] = faults;
  return fault ? { code: fault, message: faultText(fault) } : { value: stored };
}
