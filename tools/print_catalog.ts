/**
 * `npm run catalog -- <database url>`: prints a database's catalog as JSON. With a second database, or a file that
 * holds such JSON, prints the differences instead.
 *
 * @module
 */
import { connect } from "./database.ts";
import { type Catalog, differences, fingerprint, readCatalog } from "./catalog.ts";

const [first, second] = Deno.args;
if (first === undefined) {
  throw new Error("usage: npm run catalog -- <database url or file> [<database url or file>]");
}

const catalog = await load(first);
if (second === undefined) {
  console.log(JSON.stringify(catalog, null, 2));
} else {
  const other = await load(second);
  for (const line of differences(catalog, other)) console.log(line);
  console.log(`${first}: ${Object.keys(catalog).length} objects, ${await fingerprint(catalog)}`);
  console.log(`${second}: ${Object.keys(other).length} objects, ${await fingerprint(other)}`);
}

async function load(source: string): Promise<Catalog> {
  if (!/^postgres(ql)?:/.test(source)) return JSON.parse(await Deno.readTextFile(source));
  const sql = connect(source, { max: 1 });
  try {
    return await readCatalog(sql);
  } finally {
    await sql.end();
  }
}
