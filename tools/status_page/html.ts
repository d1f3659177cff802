import { escapeHtml } from "../../shared/http/html.ts";
import type { Published } from "./published.ts";

const words = {
  pass: "Everything works",
  warn: "Something does not work as it should",
  fail: "Something is down",
  unknown: "The state of the service is not known",
} as const;

const style =
  `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
h1{padding:1rem;border-radius:.5rem;color:#fff}li{margin:.4rem 0}
.pass{background:#1a7f37}.warn{background:#9a6700}.fail,.unknown{background:#b42318}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem;border-bottom:1px solid #d0d7de}
td span{padding:.1rem .5rem;border-radius:.3rem;color:#fff}`;

/** The page as one HTML file without scripts and without anything from elsewhere. */
export function htmlOf(page: Published): string {
  const rows = page.components.map(({ component, status, uptime }) =>
    `<tr><td>${escapeHtml(component)}</td><td><span class="${status}">${status}</span></td>` +
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
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="60">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Status: ${words[page.status]}</title>
<style>${style}</style>
</head>
<body>
<h1 class="${page.status}">${words[page.status]}</h1>
<p>As of ${minute(page.published_at)}. The same as <a href="status.json">JSON</a>.</p>
<table>
<tr><th>Part</th><th>Now</th><th>24 hours</th><th>7 days</th><th>90 days</th></tr>
${rows.join("\n")}
</table>
${listed("Maintenance", maintenance)}${listed("Incidents", incidents)}</body>
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
