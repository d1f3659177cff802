import { assert, assertEquals } from "#assert";
import fc from "fast-check";
import { analyse } from "../../functions/batch-import/analysis.ts";
import { target } from "../../functions/batch-import/csv_rows.ts";
import { suggestColumns } from "../../functions/batch-import/suggest_columns.ts";
import { findColumns } from "../../shared/read/columns.ts";
import { comparable } from "../../shared/read/text.ts";

interface Export {
  system: string;
  headers: { language: string; columns: [string, string | null][] }[];
}

/** Headers of CRM exports with what each column means here; the held-out ones were written after the synonyms. */
async function readExports(folder: string): Promise<Export[]> {
  const directory = new URL(`../fixtures/headers/${folder}/`, import.meta.url);
  const exports: Export[] = [];
  for (const file of [...Deno.readDirSync(directory)].sort((a, b) => a.name.localeCompare(b.name))) {
    exports.push(JSON.parse(await Deno.readTextFile(new URL(file.name, directory))));
  }
  return exports;
}

interface Score {
  meant: number;
  right: number;
  wrong: string[];
  surelyWrong: string[];
}

function scoreOf({ system, headers }: Export): Score {
  const score: Score = { meant: 0, right: 0, wrong: [], surelyWrong: [] };
  for (const { language, columns } of headers) {
    const suggestions = suggestColumns(columns.map(([name]) => name), () => []);
    for (const [index, [name, meaning]] of columns.entries()) {
      const { field, confidence } = suggestions[index]!;
      if (meaning !== null) score.meant++;
      if (meaning !== null && field === meaning) score.right++;
      if (field === meaning) continue;
      const told = `${system} ${language}: '${name}' → ${field} (${confidence}), meant ${meaning}`;
      score.wrong.push(told);
      if (field !== null && confidence > 0.8) score.surelyWrong.push(told);
    }
  }
  return score;
}

for (const folder of ["known", "held_out"]) {
  Deno.test(`at least 90 % of the columns are suggested right, none wrong above 0.8 (${folder} exports)`, async () => {
    const exports = await readExports(folder);
    assert(exports.length >= 5);

    const scores = exports.map(scoreOf);
    const meant = scores.reduce((sum, score) => sum + score.meant, 0);
    const right = scores.reduce((sum, score) => sum + score.right, 0);
    const wrong = scores.flatMap((score) => score.wrong);
    const share = Math.round(right / meant * 1000) / 10;
    console.log(`${folder}: ${exports.length} exports, ${right} of ${meant} columns right (${share} %)`);
    for (const line of wrong) console.log(`  ${line}`);
    assertEquals(scores.flatMap((score) => score.surelyWrong), []);
    assert(right / meant >= 0.9);
  });
}

Deno.test("whatever the columns and values, no field is suggested twice and an import takes the mapping", () => {
  const names = fc.constantFrom(
    "Deal Name",
    "Company",
    "Organization ID",
    "Amount",
    "Value",
    "Stage",
    "x",
    "ID",
    "name",
  );
  const cell = fc.constantFrom(
    "",
    "5",
    "1.234,50",
    "2026-12-31",
    "60 %",
    "Won",
    "EUR",
    "Northwind",
    "__proto__",
  );
  const table = fc.uniqueArray(names, { minLength: 1, selector: comparable }).chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
        maxLength: 8,
      }),
    })
  );
  fc.assert(fc.property(table, ({ columns, rows }) => {
    const lines = rows.map((_, index) => index + 1);
    const file = { columns, rows, lines, unclosed: new Set<number>(), isSheet: false, isIntact: true };
    const { mapping, columns: found } = analyse({ ...file, delimiter: null, encoding: null }, {});
    const fields = found.flatMap(({ suggestion }) => suggestion ?? []);
    assertEquals(fields.length, new Set(fields).size);
    const { details } = findColumns(columns, mapping, target);
    assertEquals(details.filter(({ code }) => code !== "unknown_columns"), []);
  }));
});
