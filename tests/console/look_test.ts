/**
 * The console, the status page and the reference have one look.
 *
 * @module
 */
import type { Page } from "playwright-core";
import { assertEquals } from "#assert";
import { readDocument } from "../../tools/openapi/packed.ts";
import { referenceFiles } from "../../tools/openapi/reference.ts";
import { htmlOf } from "../../tools/status_page/html.ts";
import { published } from "../../tools/status_page/published.ts";
import { stack } from "../support/env.ts";
import { address, ignore, keepLook, seriousFindings, why, withPage } from "./browser.ts";

const types: Record<string, string> = { html: "text/html", css: "text/css", js: "text/javascript" };
const at = "2026-11-20T10:00:00Z";

/** With each state that a part may have. */
function statusPage(): string {
  const components = (["pass", "warn", "fail"] as const).map((status) => ({
    component: status,
    status,
    since: at,
    uptime: { "24h": 1, "7d": 0.99, "90d": null },
  }));
  const calm = { open_incidents: [], past_incidents: [], maintenance: [] };
  return htmlOf(published({ status: "warn", components, ...calm }, new Date(at)));
}

/** Colours and type as the browser has computed them, in light and in dark. */
async function lookOf(page: Page, name: string): Promise<unknown> {
  const looks = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    looks.push(
      await page.evaluate(`(() => {
        const { backgroundColor, color, fontFamily, fontSize } = getComputedStyle(document.documentElement);
        const link = document.body.appendChild(document.createElement("p"));
        link.style.color = "var(--accent)";
        return { backgroundColor, color, fontFamily, fontSize, accent: getComputedStyle(link).color };
      })()`),
    );
    await keepLook(page, `${name}-${colorScheme}`);
  }
  return looks;
}

Deno.test({
  name: `the console, the status page and the reference have the same colours and type, light and dark${why}`,
  ignore,
  async fn() {
    const files = await referenceFiles(readDocument(), stack.functionsUrl);
    files.set("status.html", statusPage());
    await using host = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      const name = new URL(request.url).pathname.slice(1);
      const type = types[name.split(".").at(-1) ?? ""] ?? "application/json";
      const headers = { "content-type": `${type}; charset=utf-8` };
      return new Response(files.get(name), { status: files.has(name) ? 200 : 404, headers });
    });
    const hosted = `http://127.0.0.1:${host.addr.port}`;
    await withPage(async (page) => {
      await page.goto(address);
      await page.getByLabel("E-mail").waitFor();
      const look = await lookOf(page, "sign-in");
      await page.goto(`${hosted}/status.html`);
      assertEquals(await lookOf(page, "status-page"), look);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        assertEquals(await seriousFindings(page, ["color-contrast"]), [], colorScheme);
      }
      await page.goto(`${hosted}/index.html`);
      await page.locator(".opblock").first().waitFor();
      assertEquals(await lookOf(page, "reference"), look);
    });
  },
});
