/**
 * How a schema file is written: one noun, short lines, short functions, each thing created once.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { filesUnder, root } from "../../tools/command.ts";
import { schemaFiles } from "../../tools/schemas.ts";

const limits = { line: 120, file: 150, function: 40 };
const keywords = new RegExp(
  "\\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|JOIN|GROUP|ORDER|LIMIT|CREATE|TABLE|FUNCTION|RETURNS?|BEGIN|END|DECLARE|" +
    "IF|THEN|ELSE|CASE|WHEN|NULL|NOT|AND|OR|IS|IN|AS|ON|VALUES|RETURNING|GRANT|REVOKE|POLICY|INDEX|TRIGGER)\\b",
);

interface SchemaFile {
  path: string;
  text: string;
  lines: string[];
}

interface SqlFunction {
  line: number;
  length: number;
  isDefiner: boolean;
  /** The lines of the comment right above it. */
  comment: string;
}

/** Each rule lists its violations as `line: what is wrong`. */
const rules: Record<string, (file: SchemaFile) => string[]> = {
  [`lines have at most ${limits.line} characters`]: ({ lines }) =>
    lines.flatMap((line, i) => line.length > limits.line ? [`${i + 1}: has ${line.length}`] : []),

  "lines have no tabs and no blanks at the end, files end with one newline": ({ text, lines }) => [
    ...lines.flatMap((line, i) => /\t|\s$/.test(line) ? [`${i + 1}: has a tab or a blank at its end`] : []),
    ...(/[^\n]\n$/.test(text) ? [] : [`${lines.length}: does not end with one newline`]),
  ],

  [`files have at most ${limits.file} lines`]: ({ lines }) =>
    lines.length > limits.file ? [`${lines.length}: is the last line`] : [],

  [`functions have at most ${limits.function} lines, unless alone in their file`]: (file) => {
    const found = functionsOf(file);
    const long = found.filter(({ length }) => length > limits.function);
    return found.length === 1
      ? []
      : long.map(({ line, length }) => `${line}: the function has ${length} lines`);
  },

  "nothing redefines what another file created": ({ lines }) =>
    lines.flatMap((line, i) => {
      const found = /^\s*(create or replace|alter policy|drop trigger)/.exec(line)
        ?.[1];
      return found ? [`${i + 1}: "${found}"`] : [];
    }),

  "keywords are lowercase": ({ text }) =>
    blank(text).split("\n").flatMap((line, i) => {
      const found = keywords.exec(line)?.[1];
      return found ? [`${i + 1}: "${found}"`] : [];
    }),

  "each security definer says its reason in the comment above it": (file) =>
    functionsOf(file).filter(({ isDefiner, comment }) => isDefiner && !/definer/i.test(comment))
      .map(({ line }) => `${line}: has no comment that says why it is a definer`),
};

function functionsOf({ lines }: SchemaFile): SqlFunction[] {
  return lines.flatMap((text, start) => {
    if (!/^create (function|procedure) /.test(text)) return [];
    const end = lines.findIndex((line, i) =>
      i >= start && /^(\$\w*\$|end|return .*|[^-].*\$\w*\$);$/.test(line)
    );
    const last = end === -1 ? lines.length - 1 : end;
    const body = lines.slice(start, last + 1).join("\n");
    const above = lines.slice(0, start).reverse();
    const comment = above.slice(0, Math.max(0, above.findIndex((line) => !line.startsWith("--"))));
    return [{
      line: start + 1,
      length: last - start + 1,
      isDefiner: /\bsecurity definer\b/.test(body),
      comment: (above.every((line) => line.startsWith("--")) ? above : comment).join("\n"),
    }];
  });
}

/** The text with comments and quoted strings taken out; the lines stay where they are. */
function blank(text: string): string {
  return text.replaceAll(/--.*|'(?:[^']|'')*'|"[^"\n]*"/g, (found) => found.replaceAll(/[^\n]/g, " "));
}

const files: SchemaFile[] = await Promise.all(
  (await filesUnder("supabase/schemas", ".sql")).map(async (path) => {
    const text = await Deno.readTextFile(`${root}/${path}`);
    return { path, text, lines: text.replace(/\n$/, "").split("\n") };
  }),
);

for (const [name, violations] of Object.entries(rules)) {
  Deno.test(`schemas: ${name}`, () => {
    assertEquals(files.flatMap((file) => violations(file).map((found) => `${file.path}:${found}`)), []);
  });
}

Deno.test("supabase/config.toml lists each schema file once", async () => {
  assertEquals((await schemaFiles()).toSorted(), await filesUnder("supabase/schemas", ".sql"));
});
