import { escapeHtml } from "../../shared/http/html.ts";
import { styleSheet } from "../style/style_sheet.ts";
import type { Published } from "./published.ts";

const words = {
  pass: "Everything works",
  warn: "Something does not work as it should",
  fail: "Something is down",
  unknown: "The state of the service is not known",
} as const;

const columns = ["Part", "Now", "24 hours", "7 days", "90 days"];
const style = await styleSheet("tools/status_page/style.css");

/** The page as one HTML file without scripts and without anything from elsewhere. */
export function htmlOf(page: Published): string {
  const rows = page.components.map(({ component, status, uptime }) =>
    `<tr><td>${escapeHtml(component)}</td><td><span class="status ${status}">${status}</span></td>` +
    [uptime["24h"], uptime["7d"], uptime["90d"]].map((share) => `<td>${percent(share)}</td>`).join("") +
    "</tr>"
  );
  const incidents = [...page.open_incidents, ...page.past_incidents].map((
    { component, opened_at, resolved_at },
  ) => `${component}: ${minute(opened_at)} – ${resolved_at === null ? "now" : minute(resolved_at)}`);
  const maintenance = page.maintenance.map(({ title, starts_at, ends_at, components }) =>
    `${title} (${components.join(", ") || "the whole service"}): ${minute(starts_at)} – ${minute(ends_at)}`
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="60">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Status: ${words[page.status]}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 class="${page.status}">${words[page.status]}</h1>
<p>As of ${minute(page.published_at)}. The same as <a href="status.json">JSON</a>.</p>
<table>
<tr>${columns.map((title) => `<th scope="col">${title}</th>`).join("")}</tr>
${rows.join("\n")}
</table>
${listed("Maintenance", maintenance)}${listed("Incidents", incidents)}</main>
</body>
</html>
`;
}

function listed(title: string, lines: string[]): string {
  if (lines.length === 0) return "";
  return `<h2>${title}</h2>\n<ul>\n${lines.map((line) => `<li>${escapeHtml(line)}</li>\n`).join("")}</ul>\n`;
}

function percent(share: number | null): string {
  // Rounded down, so that 100 % means all of it.
  return share === null ? "–" : `${(Math.floor(share * 100_000) / 1_000).toFixed(3)} %`;
}

function minute(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
