/**
 * How well a search finds what was mistyped, and what it costs as a tenant grows to 1,000,000 entries. The corpus is made of
 * faker's lists of names in six languages.
 *
 * @module
 */
import { stack } from "../support/env.ts";
import { connect, type Database } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { isUnspaced, wordsOf } from "../../functions/search/fold.ts";
import { Measurements, milliseconds, spread } from "./measure.ts";
import { mistype, type Title, titles } from "./search/corpus.ts";

const sizes = (Deno.env.get("SEARCH_SIZES") ?? "10000,200000,1000000").split(",").map(Number);
const recallAt = Math.min(200_000, sizes.at(-1)!);

const measure = new Measurements("search");
const sql = connect(stack.databaseUrl, { max: 1 });
await sql`alter table public.organizations disable trigger user`;
await sql`alter table public.organizations enable trigger mark_inserted`;
const tenant = await createTenant();
const corpus = titles(sizes.at(-1)!);
let random = seeded(7);
const costs: number[] = [];
let filled = 0;
for (const size of sizes) {
  const took = await milliseconds(() => fill(sql, tenant, corpus.slice(filled, size)));
  console.log(`  ${size} entries; ${(took / (size - filled) * 1000).toFixed(0)} µs to write and enter one`);
  filled = size;
  await sql`analyze private.search_entries`;
  random = seeded(7);
  if (size === recallAt) await recall(size);
  costs.push(await cost(size));
}
const [first = NaN, last = NaN] = [costs[0], costs.at(-1)];
measure.exponent(
  `growth of the median from ${sizes[0]} to ${sizes.at(-1)} entries`,
  Math.log(last / first) / Math.log(sizes.at(-1)! / sizes[0]!),
  0.3,
);
await sql`alter table public.organizations enable trigger user`;
await sql.end();
Deno.exit(await measure.finish());

/** A generator of numbers from 0 to 1 that is the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

async function fill(sql: Database, { id }: Tenant, added: Title[]): Promise<void> {
  for (let at = 0; at < added.length; at += 10_000) {
    const names = added.slice(at, at + 10_000).map(({ title }) => title);
    await sql`
      insert into public.organizations (client_id, name)
      select distinct on (private.name_key(n)) ${id}::uuid, private.tidy(n) from unnest(${names}::text[]) n
      on conflict do nothing`;
    await sql`select private.enter_marked(${id}, 20000)`;
  }
}

/** Of 1,000 titles with one typo in a word of five letters or more, how many are among the first ten hits. */
async function recall(size: number): Promise<void> {
  const asked = sample(corpus.slice(0, size), 6_000)
    .map(({ title, language }) => ({ title, language, words: wordsOf(title) }))
    .filter(({ words }) => words.some(mayBeMistyped)).slice(0, 1_000);
  const missed: string[] = [];
  let firstExact = 0;
  for (const { title, words } of asked) {
    const chosen = words.findIndex(mayBeMistyped);
    const q = words.map((word, at) => at === chosen ? mistype(word, random) : word).join(" ");
    if (!(await find(q)).slice(0, 10).some((hit) => hit.title === title)) missed.push(`${q} (${title})`);
    if (wordsOf((await find(title))[0]?.title ?? "").join(" ") === words.join(" ")) firstExact++;
  }
  console.log(`  missed, for example: ${missed.slice(0, 5).join("; ") || "nothing"}`);
  measure.size(
    `mistyped titles not among the first ten, of ${asked.length}`,
    missed.length,
    "titles",
    asked.length / 20,
  );
  measure.size("equal titles not first", asked.length - firstExact, "titles", 0);
}

function mayBeMistyped(word: string): boolean {
  return word.length >= 5 && !/\d/.test(word) && !isUnspaced(word);
}

/** 1,000 searches, half of whole titles or their beginnings, half mistyped; the median in milliseconds of Postgres. */
async function cost(size: number): Promise<number> {
  const queries = sample(corpus.slice(0, size), 1_000).map(({ title }, at) => {
    const words = wordsOf(title);
    if (at % 4 === 0) return title;
    if (at % 4 === 1) return [...words[0] ?? title].slice(0, 3).join("");
    if (at % 4 === 2) return words.at(-1) ?? title;
    return mistype(words[0] ?? title, random);
  });
  const times: number[] = [];
  let worst = { q: "", took: 0 };
  for (const q of queries) {
    const took = await milliseconds(() => find(q));
    times.push(took);
    if (took > worst.took) worst = { q, took };
  }
  const bare: number[] = [];
  for (const q of queries) {
    const [word = "a"] = wordsOf(q);
    bare.push(
      await milliseconds(() =>
        sql`
      select e.title from private.search_entries e
      where e.terms @@ ('''' || private.tenant_tag(${tenant.id}) || ${word} || '''')::tsquery limit 10`
      ),
    );
  }
  measure.size(`worst of 1,000 queries at ${size} entries (${worst.q})`, worst.took, "ms", 30);
  measure.ratio(
    `p95 of a search / of a bare indexed query, ${size} entries`,
    p95(times) / p95(bare),
    1.5,
  );
  measure.spreadOf(`a search among ${size} entries`, times, "ms");
  return spread(times).median;
}

async function find(q: string): Promise<{ title: string }[]> {
  return await sql<{ title: string }[]>`
    select h.title from private.find_entries(${tenant.id},
      array(select kind from private.search_kinds order by kind), ${q.slice(0, 200)}) h
    order by h.score desc, h.updated_at desc, h.id desc limit 20`;
}

function p95(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? NaN;
}

function sample<T>(from: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => from[Math.floor(random() * from.length)]!);
}
