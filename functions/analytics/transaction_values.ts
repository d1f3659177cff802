import type { RowKind } from "../../shared/read/file_rows.ts";
import { momentReader } from "../../shared/read/moments.ts";
import { numberReader, sheetNumberReader } from "../../shared/read/numbers.ts";
import { columnOf } from "../../shared/read/rows.ts";
import { wholeReader } from "../../shared/read/whole_numbers.ts";
import { type Field, fields } from "./sent_schema.ts";

/** Rows of files as transactions. Text that is no value of its kind is left for SQL to refuse. */
export const transactionRows: RowKind<Field> = {
  target: {
    fields,
    needed: "external_id, occurred_at, amount, status and customer_external_id",
  },
  readers: (texts, { number = "auto", date = "auto" }, { isSheet = false }) => {
    const numbers = (field: Field) =>
      (isSheet ? sheetNumberReader : numberReader)(number, columnOf(texts, field));
    return {
      occurred_at: momentReader(date, columnOf(texts, "occurred_at"), { takesDays: true }),
      amount: numbers("amount"),
      quantity: wholeReader(numbers("quantity"), false),
    };
  },
};
