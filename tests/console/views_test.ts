/**
 * Every view of the console: it shows, it is accessible, it is small, and nothing in the data runs.
 *
 * @module
 */
import { assert, assertEquals, assertLess } from "#assert";
import { consoleFiles } from "../../tools/console/files.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";
import { createHostileTenant, hostile, importHostile } from "./hostile.ts";
import { address, ignore, keepLook, open, seriousFindings, signIn, why, withPage } from "./browser.ts";

const views: [address: string, title: string][] = [
  ["overview", "Overview"],
  ["imports", "Import"],
  ["webhooks", "Webhooks"],
  ["jobs", "Jobs"],
  ["routing", "Routing"],
  ["teams", "Teams"],
  ["channels", "Channels"],
  ["metrics", "Metrics"],
  ["analytics", "Analytics"],
  ["email", "E-mail"],
  ["email?template=welcome", "E-mail"],
  ["search?q=onerror", "Search"],
  ["account", "Account"],
  ["audit", "Audit"],
  ["operations", "Operations"],
  ["keys", "Keys"],
  ["settings", "Settings"],
];

/** By the secret key. */
const operatorViews: [address: string, title: string][] = [
  ["operator", "Health"],
  ["operator-requests", "Requests"],
  ["operator-errors", "Errors"],
  ["operator-alerts", "Alerts"],
  ["operator-logs", "Log"],
  ["operator-database", "Database"],
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
      const look = async (shown: [address: string, title: string][]) => {
        for (const [address, title] of shown) {
          await open(page, address, title);
          assertEquals(await page.getByRole("alert").allInnerTexts(), [], address);
          const name = address.replace(/=[\da-f-]{36}/, "").replaceAll(/\W/g, "-");
          for (const [width, colorScheme] of [[390, "dark"], [1440, "light"]] as const) {
            await page.setViewportSize({ width, height: 900 });
            await page.emulateMedia({ colorScheme });
            assertEquals(await seriousFindings(page), [], `${address} in ${colorScheme}`);
            const overflow: number = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
            assertLess(overflow, 1, `${address} is wider than ${width} pixels`);
            await keepLook(page, `${name}-${colorScheme}`);
          }
        }
      };
      await signIn(page, tenant.owner);
      await look([...views, [`email?message=${tenant.message}`, "E-mail"]]);
      await page.goto(`${address}#/operator`);
      await page.getByLabel("Secret key").fill(stack.secretKey);
      await page.getByRole("button", { name: "Show the system" }).click();
      await look(operatorViews);
      const kept: string = await page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })");
      assertEquals(kept.includes(stack.secretKey), false, "the secret key is kept");
    });
  },
});

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
  const files = await consoleFiles({
    functionsUrl: "https://ref.supabase.co/functions/v1",
    authUrl: "https://ref.supabase.co/auth/v1",
    publishableKey: "stub",
  });
  const sizes = new Map<string, number>();
  for (const [name, text] of files) sizes.set(name, await compressed(text));
  const firstLoad = ["index.html", "style.css", "main.js", ...imports(files, "main.js")];
  assertLess(sum(firstLoad, sizes), 80_000);
  const loadedLater = [...(files.get("main.js") ?? "").matchAll(lazyImport)].map((match) => match[1] ?? "");
  assertLess(14, loadedLater.length, "the views are not found in the first script");
  for (const view of loadedLater) {
    const more = [view, ...imports(files, view, /(?:from|import)\s*\(?"\.\/([\w.-]+)"/g)];
    assertLess(sum([...new Set(more)].filter((name) => !firstLoad.includes(name)), sizes), 40_000, view);
  }
  assert(files.get("index.html")?.includes("connect-src https://ref.supabase.co;"));
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

const lazyImport = /import\("\.\/([\w.-]+)"\)/g;

/** The scripts that a script needs at once, or all that match another pattern. */
function imports(files: Map<string, string>, name: string, pattern = /from\s*"\.\/([\w.-]+)"/g): string[] {
  const found = [...(files.get(name) ?? "").matchAll(pattern)].map((match) => match[1] ?? "");
  return [...new Set(found.flatMap((file) => [file, ...imports(files, file, pattern)]))];
}

function sum(names: string[], sizes: Map<string, number>): number {
  return names.reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
}

async function compressed(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).bytes()).length;
}
