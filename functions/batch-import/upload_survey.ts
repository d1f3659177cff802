import type { Column } from "../../shared/read/columns.ts";
import { dayOrder } from "../../shared/read/dates.ts";
import { decimalStyle } from "../../shared/read/numbers.ts";
import { tidy } from "../../shared/input/names.ts";
import { unguard } from "../../shared/read/text.ts";
import type { Field } from "./opportunity.ts";
import type { Survey } from "./upload_state.ts";

const deciding: { [field in Field]?: (text: string) => string | undefined } = {
  amount: decimalStyle,
  probability_percent: decimalStyle,
  expected_close_date: dayOrder,
};
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const references: readonly Field[] = ["organization_id", "principal_id", "product_id"];

/** Collects what whole columns decide, row by row: how numbers and days are written, and which columns hold our ids. */
export class Surveyor {
  readonly #decisive: { position: number; field: Field; decide: (text: string) => string | undefined }[];
  readonly #references: number[];

  constructor(
    columns: Column<Field>[],
    private readonly translate: (field: string, text: string) => string,
    private readonly survey: Survey,
  ) {
    const filled = columns.flatMap(({ fields }, position) => fields.map((field) => ({ position, field })));
    this.#decisive = filled.flatMap(({ position, field }) => {
      const decide = deciding[field];
      return decide ? [{ position, field, decide }] : [];
    });
    this.#references = filled.filter(({ field }) => references.includes(field)).map(({ position }) =>
      position
    );
  }

  add(cells: string[]): void {
    for (const { position, field, decide } of this.#decisive) {
      const ways = this.survey.texts[field] ??= {};
      // All ways there are: nothing more can be learnt.
      if (Object.keys(ways).length === 2) continue;
      const text = this.translate(field, tidy(unguard(tidy(cells[position] ?? ""))));
      const way = decide(text);
      if (way !== undefined) ways[way] ??= text;
    }
    for (const position of this.#references) {
      if (this.survey.ids[position] !== undefined) continue;
      const cell = tidy(cells[position] ?? "");
      if (uuid.test(cell)) this.survey.ids[position] = cell;
    }
  }
}

/** The cells that decide, as rows of texts. */
export function decidingTexts(survey: Survey): [Field, string][][] {
  return Object.entries(survey.texts).map(([field, ways]) =>
    Object.values(ways ?? {}).map((text): [Field, string] => [field as Field, text]) // as Surveyor wrote it
  );
}

/** One row with the ids that were seen. */
export function rowOfIds(survey: Survey, columns: number): string[] {
  return Array.from({ length: columns }, (_, position) => survey.ids[position] ?? "");
}
