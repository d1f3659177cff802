import type { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { countCacheUse } from "../../shared/observe/scope.ts";
import { overall, withinMs } from "./checks.ts";
import { FoundStatus, type StatusPage } from "./schema.ts";

type Page = z.output<typeof StatusPage>;

/** Samples are taken each minute, so a page may be a quarter of one old. */
const keptSeconds = 15;

/** The page and the headers of an answer with it: Cache-Control, and Cache-Status (RFC 9211). */
export interface KeptPage {
  page: Page;
  headers: Record<string, string>;
}

let reading: Promise<Page> | undefined;
let kept: { page: Page; until: number } | undefined;

/** The status page, at most 15 s old. Callers that ask at the same time share one query; a failure is not kept. */
export async function statusPage(): Promise<KeptPage> {
  const ttl = kept === undefined ? 0 : (kept.until - performance.now()) / 1_000;
  countCacheUse("health/status", ttl > 0);
  if (kept !== undefined && ttl > 0) return answered(kept.page, `hit; ttl=${Math.floor(ttl)}`);
  const present = reading;
  reading ??= readStatus();
  return answered(await reading, present === undefined ? "fwd=uri-miss; stored" : "fwd=uri-miss; collapsed");
}

function answered(page: Page, status: string): KeptPage {
  const headers = {
    "Cache-Control": `public, max-age=${keptSeconds}`,
    "Cache-Status": `frontline; ${status}`,
  };
  return { page, headers };
}

/** Reads the page anew at the next call, because something on it changed. What is being read now may lack it. */
export function forgetStatusPage(): void {
  kept = undefined;
  reading = undefined;
}

/** The page with what only the operator sees of incidents. */
export function operatorPage(): Promise<Page> {
  return readPage(true);
}

function readStatus(): Promise<Page> {
  const own = readPage(false).then(
    (page) => {
      if (reading === own) kept = { page, until: performance.now() + 1_000 * keptSeconds };
      return page;
    },
  ).finally(() => {
    if (reading === own) reading = undefined;
  });
  return own;
}

async function readPage(for_operator: boolean): Promise<Page> {
  const signal = AbortSignal.timeout(withinMs);
  const found = FoundStatus.parse(
    unwrap(await adminClient().rpc("health_status", { for_operator }).abortSignal(signal)),
  );
  return { status: overall(found.components.map((part) => [part.component, part.status])), ...found };
}
