/**
 * The console in Debian's headless Chromium.
 *
 * @module
 */
import { assertEquals } from "#assert";
import axe from "axe-core";
import { chromium, type Page } from "playwright-core";
import { root } from "../../tools/command.ts";
import { findChromium } from "../support/chromium.ts";
import { stack } from "../support/env.ts";
import type { Person } from "../support/tenant.ts";

const found = await findChromium();
/** For tests that need the browser: skipped, with the reason in the name, where there is none. */
export const ignore = "missing" in found;
export const why = "missing" in found ? ` (skipped: ${found.missing})` : "";

/** Where the last look of each view is kept. */
const screenshots = `${root}/dist/screenshots`;
export const address = `${stack.url}/console/`;

/**
 * A page of its own, and a function that opens pages of other people. What the browser complains about fails the test,
 * unless it is expected.
 */
export async function withPage(
  work: (page: Page, another: () => Promise<Page>) => Promise<void>,
  expected: RegExp[] = [],
): Promise<void> {
  if (!("program" in found)) throw new Error(found.missing);
  const browser = await chromium.launch({ executablePath: found.program, args: ["--no-sandbox"] });
  try {
    const complaints: string[] = [];
    const newPage = async () => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
      page.setDefaultTimeout(60_000); // functions that nobody called yet are loaded first
      page.on("console", (message) => {
        const { url } = message.location();
        if (["error", "warning"].includes(message.type())) complaints.push(`${message.text()} ${url}`);
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      return page;
    };
    await work(await newPage(), newPage);
    const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
    assertEquals(unexpected, [], "the browser complains");
  } finally {
    await browser.close();
  }
}

export type Credentials = Pick<Person, "email" | "password">;

export async function signIn(page: Page, person: Credentials): Promise<void> {
  await page.goto(address);
  await enterPassword(page, person);
  await page.getByRole("navigation", { name: "Views" }).waitFor();
}

/** On the page for signing in. */
export async function enterPassword(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens a view and waits until nothing of it is loading. */
export async function open(page: Page, view: string, title: string): Promise<void> {
  await page.goto(`${address}#/${view}`);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.locator("main [aria-busy=true]").first().waitFor({ state: "detached" });
}

/** The serious findings of axe-core, each with where it is: by all of its rules, or by these. */
export async function seriousFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  // The page's policy forbids scripts of others; the browser's own door is not bound by it.
  await page.evaluate(axe.source);
  const violations: { id: string; impact: string; nodes: { html: string }[] }[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify(rules ? { runOnly: rules } : {})})` +
      ".then(({ violations }) => violations.map(({ id, impact, nodes }) => " +
      "({ id, impact, nodes: nodes.map(({ html }) => ({ html })) })))",
  );
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

export async function keepLook(page: Page, name: string): Promise<void> {
  await Deno.mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: `${screenshots}/${name}.png` });
}
