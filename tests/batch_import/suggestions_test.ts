import { assert, assertEquals } from "#assert";
import { suggestColumns } from "../../functions/batch-import/suggest_columns.ts";

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
