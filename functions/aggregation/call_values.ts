import { nameKey } from "../../shared/input/names.ts";
import { durationReader } from "../../shared/read/durations.ts";
import { momentReader } from "../../shared/read/moments.ts";
import { numberReader, sheetNumberReader } from "../../shared/read/numbers.ts";
import type { Formats } from "../../shared/read/formats.ts";
import type { Reader, Readers } from "../../shared/read/reading.ts";
import { columnOf, type RowTexts } from "../../shared/read/rows.ts";
import { whole, wholeReader } from "../../shared/read/whole_numbers.ts";
import { type Field, outcomes } from "./schema.ts";

const words = new Map([
  ...["y", "yes", "1", "on"].map((word): [string, string] => [word, "true"]),
  ...["n", "no", "0", "off"].map((word): [string, string] => [word, "false"]),
]);

/** Reads the cells of calls that are no plain text, as SQL takes them; `rows` are all texts of the file. */
export function callReaders(
  rows: RowTexts<Field>,
  { number = "auto", date = "auto" }: Formats,
  { isSheet = false, rounds = false }: { isSheet?: boolean; rounds?: boolean },
): Readers<Field> {
  const wholes = (field: Field): Reader => {
    const reader = isSheet ? sheetNumberReader : numberReader;
    return wholeReader(reader(number, columnOf(rows, field)), rounds);
  };
  const durations = (field: Field): Reader => {
    const reader = durationReader(wholes(field), columnOf(rows, field));
    return (text) => {
      const reading = reader(text);
      return "value" in reading ? { value: whole(reading.value, rounds) } : reading;
    };
  };
  return {
    outcome: (text) => ({ value: outcomes.find((outcome) => outcome === nameKey(text)) ?? text }),
    resolved: (text) => ({ value: words.get(nameKey(text)) ?? text }),
    satisfaction: wholes("satisfaction"),
    handling_seconds: durations("handling_seconds"),
    wait_seconds: durations("wait_seconds"),
    started_at: momentReader(date, columnOf(rows, "started_at")),
  };
}
