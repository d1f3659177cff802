/**
 * Every view of the console: it shows, it is accessible, it is small, and nothing in the data runs.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { assert, assertEquals, assertLess } from "#assert";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";
import { createHostileTenant, hostile, type HostileTenant, html, importHostile, script } from "./hostile.ts";
import { measureSizes } from "./sizes.ts";
import { address, ignore, keepLook, open, seriousFindings, signIn, why, withPage } from "./browser.ts";

interface Look {
  address: string;
  title: string;
  /** A text of the tenant that the view shows. */
  shows?: string;
}

const viewsOf = ({ message, decision, delivery }: HostileTenant): Look[] => [
  { address: "overview", title: "Overview", shows: html },
  { address: "imports", title: "Import", shows: html },
  { address: "webhooks", title: "Webhooks", shows: "team.created" },
  { address: `webhooks?delivery=${delivery}`, title: "Webhooks", shows: html },
  { address: "jobs", title: "Jobs", shows: html },
  { address: "routing", title: "Routing", shows: script },
  { address: `routing?decision=${decision}`, title: "Routing", shows: html },
  { address: "teams", title: "Teams", shows: html },
  { address: "channels", title: "Channels", shows: html },
  { address: "metrics", title: "Metrics", shows: html },
  { address: "analytics", title: "Analytics", shows: html },
  { address: "email", title: "E-mail", shows: html },
  { address: `email?message=${message}`, title: "E-mail", shows: "a@example.com" },
  { address: "email?template=welcome", title: "E-mail" },
  { address: "search?q=onerror", title: "Search", shows: html },
  { address: "account", title: "Account", shows: "viewer@" },
  { address: "audit", title: "Audit", shows: "create" },
  { address: "operations", title: "Operations", shows: html },
  { address: "keys", title: "Keys", shows: html },
  { address: "settings", title: "Settings", shows: "security.require_mfa" },
];

/** By the secret key. Other tenants' rows stand there, too, and may fill the first page. */
const operatorViews: Look[] = [
  { address: "operator", title: "Health" },
  { address: "operator-requests", title: "Requests" },
  { address: "operator-errors", title: "Errors" },
  { address: "operator-alerts", title: "Alerts" },
  { address: "operator-logs", title: "Log" },
  { address: "operator-database", title: "Database" },
];

Deno.test({
  name: `each view shows, accessible and inside its width, light at 1440 and dark at 390 pixels${why}`,
  ignore,
  async fn() {
    const tenant = await createHostileTenant();
    await withPage(async (page) => {
      page.on("dialog", (dialog) => {
        throw new Error(`something ran: ${dialog.message()}`);
      });
      const faults: string[] = [];
      const lookAt = async (looks: Look[]) => {
        for (const { address, title, shows } of looks) {
          await open(page, address, title);
          faults.push(...await faultsOf(page, address.replace(/=[\da-f-]{36}/, ""), shows));
        }
      };
      await signIn(page, tenant.owner);
      await lookAt(viewsOf(tenant));
      await open(page, "imports", "Import");
      await chooseHostileFile(page);
      faults.push(...await faultsOf(page, "imports file", html));
      await page.goto(`${address}#/operator`);
      await page.getByLabel("Secret key").fill(stack.secretKey);
      await page.getByRole("button", { name: "Show the system" }).click();
      await lookAt(operatorViews);
      assertEquals(faults, []);
      const kept: string = await page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })");
      assertEquals(kept.includes(stack.secretKey), false, "the secret key is kept");
    });
  },
});

/** What is wrong with what is shown, at both sizes; keeps a picture of each. */
async function faultsOf(page: Page, name: string, shows = ""): Promise<string[]> {
  const faults = (await page.getByRole("alert").allInnerTexts()).map((text) => `${name} fails: ${text}`);
  if (!(await page.locator("main").innerText()).includes(shows)) faults.push(`${name} lacks ${shows}`);
  // The same elements again: only their colours are others.
  for (const [width, colorScheme, rules] of [[390, "dark"], [1440, "light", ["color-contrast"]]] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    faults.push(
      ...(await seriousFindings(page, rules)).map((finding) => `${name} in ${colorScheme}: ${finding}`),
    );
    const overflow: number = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (overflow > 0) faults.push(`${name} is ${overflow} pixels wider than ${width}`);
    await keepLook(page, `${name.replaceAll(/\W/g, "-")}-${colorScheme}`);
  }
  return faults;
}

/** With columns and cells of these names. */
async function chooseHostileFile(page: Page): Promise<void> {
  const row = hostile.map((name) => `"${name.replaceAll('"', '""')}"`).join(",");
  const csv = `${row},long\n${row},${"z".repeat(10_000)}\n`;
  const file = { name: `${html}.csv`, mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.getByLabel(/Drop a .csv/).setInputFiles(file);
  await page.getByRole("heading", { name: file.name }).waitFor();
}

Deno.test({
  name: `hostile names are found with the keyboard alone and shown as text${why}`,
  ignore,
  async fn() {
    const tenant = await createTenant();
    await importHostile(tenant);
    await withPage(async (page) => {
      await signIn(page, tenant.owner);
      const heading = (title: string) => page.getByRole("heading", { level: 1, name: title }).waitFor();
      const palette = async () => {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox", { name: "A view, or a name to find" }).waitFor(); // it takes the keys
      };
      await palette();
      await page.keyboard.type("webh");
      await page.keyboard.press("Enter");
      await heading("Webhooks");

      await palette();
      await page.keyboard.type("onerror");
      await page.getByRole("option", { name: hostile[0] }).first().waitFor();
      assertEquals(await seriousFindings(page), []);
      await page.keyboard.press("ArrowUp"); // from the first to the last
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await heading("Search");
      for (const [typed, shown] of [["onerror", hostile[0]], ["script", hostile[1]], ["שלום", hostile[6]]]) {
        await page.getByRole("searchbox").fill(typed ?? "");
        await page.getByRole("link", { name: shown ?? "", exact: true }).first().waitFor();
      }
      assertEquals(await page.title(), "Search · Frontline");
      assertEquals(await page.locator("main img, main script").count(), 0);
    });
  },
});

Deno.test("the first load is at most 80 kB compressed, and each view at most 40 kB more", async () => {
  const { firstLoad, views, page } = await measureSizes();
  assertLess(firstLoad, 80_000);
  assertLess(14, views.size, "the views are not found in the first script");
  for (const [view, more] of views) assertLess(more, 40_000, view);
  assert(page.includes("connect-src https://ref.supabase.co;"));
});

Deno.test("the page may run its own scripts only, and call its project only", async () => {
  const response = await fetch(address);
  await response.body?.cancel();
  const policy = response.headers.get("content-security-policy") ?? "";
  assertEquals(policy.split("; ").toSorted(), [
    "base-uri 'none'",
    `connect-src ${stack.url}`,
    "default-src 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "img-src data:",
    "script-src 'self'",
    "style-src 'self'",
  ]);
});
