import type { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { overall, withinMs } from "./checks.ts";
import { FoundStatus, type StatusPage } from "./schema.ts";

let reading: Promise<z.output<typeof StatusPage>> | undefined;

/** The status page. Callers that ask at the same time share one query. */
export function statusPage(): Promise<z.output<typeof StatusPage>> {
  return reading ??= readStatus().finally(() => reading = undefined);
}

async function readStatus() {
  const found = FoundStatus.parse(
    unwrap(await adminClient().rpc("health_status").abortSignal(AbortSignal.timeout(withinMs))),
  );
  return { status: overall(found.components.map((part) => [part.component, part.status])), ...found };
}
