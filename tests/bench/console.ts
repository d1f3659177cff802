/**
 * The console in headless Chromium: its sizes, its first paint, and how long it takes to answer a key while a table
 * holds 10,000 loaded rows.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { address, open, signIn, withPage } from "../console/browser.ts";
import { measureSizes } from "../console/sizes.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { Measurements } from "./measure.ts";

/** What a browser does not tell of, because it took no longer. */
const shortestMs = 16;
const keys = [
  ...Array<string>(40).fill("PageDown"),
  "End",
  "Home",
  ...Array<string>(20).fill("ArrowDown"),
  ...Array<string>(20).fill("PageUp"),
  ...Array<string>(10).fill("End"),
  ...Array<string>(8).fill("Tab"),
];

const firstPaints = 21;

const measure = new Measurements("console");
const { firstLoad, views } = await measureSizes();
measure.size("first load, compressed", firstLoad / 1000, "kB", 80);
measure.size("the largest view, compressed", Math.max(...views.values()) / 1000, "kB", 40);
await withPage(async (_, another) => {
  const paints: number[] = [];
  for (let load = 0; load < firstPaints; load++) paints.push(await firstPaint(await another()));
  measure.spreadOf("from navigation to the first contentful paint", paints, "ms");
  measure.size("the first contentful paint, 95th percentile", percentile95(paints), "ms", 1000);
});
const { owner } = await createTenantWithTeams();
await withPage(async (page) => {
  await signIn(page, owner);
  await open(page, "teams", "Teams");
  await loadAll(page);
  const rows = await page.getByRole("table", { name: "Teams" }).getAttribute("aria-rowcount");
  measure.exactly("rows that the table holds, with its head", Number(rows), 10_001);
  const rendered = await page.getByRole("table", { name: "Teams" }).getByRole("row").count();
  measure.size("rows of them in the document", rendered, "", 100);
  const durations = await interact(page);
  measure.spreadOf("from a key to the next frame", durations, "ms");
  measure.size("the next frame, 95th percentile", percentile95(durations), "ms", 100);
});
Deno.exit(await measure.finish());

function percentile95(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(0.95 * values.length)] ?? NaN;
}

/** Without a cache: each page has its own. */
async function firstPaint(page: Page): Promise<number> {
  await page.goto(address);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const [paint]: number[] = await page.evaluate(
    'performance.getEntriesByName("first-contentful-paint").map(({ startTime }) => startTime)',
  );
  await page.close();
  return paint ?? NaN;
}

/** The rows are written without their triggers: events and audit are not what is measured. */
async function createTenantWithTeams(): Promise<Tenant> {
  const tenant = await createTenant();
  await withDatabase(async (pool) => {
    const sql = await pool.reserve();
    await sql`set session_replication_role = replica`;
    await sql`insert into public.teams (client_id, name, sector, created_at)
      select ${tenant.id}, 'Team ' || i, 'sector ' || i % 20, now() - i * interval '1 minute'
      from generate_series(1, 10000) i`;
    await sql`set session_replication_role = origin`;
    await sql`analyze public.teams`;
    sql.release();
  }, "superuser");
  return tenant;
}

async function loadAll(page: Page): Promise<void> {
  const section = page.locator("main");
  await section.getByRole("button", { name: "Show more" }).first().click();
  const much = section.getByRole("button", { name: "Show much more" });
  await much.waitFor();
  for (let steps = 0; steps < 20 && await much.count() > 0; steps++) {
    await much.click();
    await page.locator("main [aria-busy=true]").first().waitFor({ state: "detached" });
  }
}

/** Milliseconds of each key, as the browser measures interactions (Event Timing). */
async function interact(page: Page): Promise<number[]> {
  await page.evaluate(`
    globalThis.slow = new Map();
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries()) {
        if (interactionId) slow.set(interactionId, Math.max(duration, slow.get(interactionId) ?? 0));
      }
    }).observe({ type: "event", durationThreshold: ${shortestMs} });`);
  await page.getByRole("region", { name: "Teams" }).focus();
  for (const key of keys) await page.keyboard.press(key);
  await page.evaluate("new Promise((resolve) => requestIdleCallback(resolve))");
  const slow: number[] = await page.evaluate("[...slow.values()]");
  return [...slow, ...Array<number>(Math.max(0, keys.length - slow.length)).fill(shortestMs)];
}
