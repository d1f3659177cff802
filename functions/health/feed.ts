import type { z } from "@hono/zod-openapi";
import { escapeHtml } from "../../shared/http/html.ts";
import type { Incident, Maintenance, StatusPage } from "./schema.ts";

interface Entry {
  id: string;
  title: string;
  summary: string;
  updated: string;
}

/** The status page as an Atom feed (RFC 4287): its incidents and maintenance, what changed last first. */
export function feedOf(page: z.output<typeof StatusPage>): string {
  const incidents = [...page.open_incidents, ...page.past_incidents].map(incidentEntry);
  const entries = [...incidents, ...page.maintenance.map(maintenanceEntry)]
    .toSorted((a, b) => Date.parse(b.updated) - Date.parse(a.updated));
  // RFC 4287 wants a time, also of a feed without entries; this one does not change from call to call.
  const updated = entries[0]?.updated ?? page.components[0]?.since ?? new Date(0).toISOString();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    "<id>urn:frontline:status</id>",
    "<title>Status</title>",
    "<author><name>Frontline</name></author>",
    `<updated>${utc(updated)}</updated>`,
    ...entries.map(({ id, title, summary, updated }) =>
      `<entry><id>urn:uuid:${id}</id><title>${escapeHtml(title)}</title><updated>${utc(updated)}</updated>` +
      `<summary>${escapeHtml(summary)}</summary></entry>`
    ),
    "</feed>",
    "",
  ].join("\n");
}

function incidentEntry(
  { id, component, opened_at, detected_at, resolved_at }: z.output<typeof Incident>,
): Entry {
  const summary = resolved_at === null
    ? `${component} has been failing since ${utc(opened_at)}.`
    : `${component} failed from ${utc(opened_at)} to ${utc(resolved_at)}.`;
  const state = resolved_at === null ? "failing" : "resolved";
  return { id, title: `${component}: ${state}`, summary, updated: resolved_at ?? detected_at };
}

function maintenanceEntry({ id, title, components, ...times }: z.output<typeof Maintenance>): Entry {
  const what = components.length === 0 ? "the whole service" : components.join(", ");
  const summary = `Maintenance of ${what} from ${utc(times.starts_at)} to ${utc(times.ends_at)}.`;
  return { id, title, summary, updated: times.created_at };
}

function utc(time: string): string {
  return new Date(time).toISOString();
}
