/**
 * A team from its first sign-up to its export, through the console and the inbox page.
 *
 * @module
 */
import { assertEquals } from "#assert";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import {
  address,
  type Credentials,
  enterPassword,
  ignore,
  open,
  seriousFindings,
  signIn,
  why,
  withPage,
} from "./browser.ts";

const newcomer = (): Credentials => ({
  email: `${crypto.randomUUID()}@journey.test`,
  password: `long ${crypto.randomUUID()} A1`,
});
/** What the browser says when the API or Auth refuses. */
const refused = /status of (400|401|403|422)/;

Deno.test({
  name: `a team signs up, invites, secures, leaves, deletes, restores and exports in the browser${why}`,
  ignore,
  async fn() {
    const [founder, colleague] = [newcomer(), newcomer()];
    const partner = await createTenant({ name: "Partner" });
    await withPage(async (page, another) => {
      await found(page, founder, "Journey");
      const [colleaguePage, partnerPage] = [await another(), await another()];

      await invite(page, colleague.email, "manager");
      await acceptByMail(colleaguePage, colleague, { isNew: true });
      await colleaguePage.getByRole("link", { name: "Open the console" }).click();
      await enterPassword(colleaguePage, colleague);
      await atHeading(colleaguePage, "Overview");
      assertEquals(await tenants(colleaguePage), ["Journey"]);

      await invite(page, partner.owner.email, "member");
      await acceptByMail(partnerPage, partner.owner, { isNew: false });
      await signIn(partnerPage, partner.owner);
      assertEquals(await tenants(partnerPage), ["Journey", "Partner"]);

      // A view that does not read again by itself, so that the next click is what is refused.
      await open(colleaguePage, "teams", "Teams");
      await open(partnerPage, "teams", "Teams");

      await requireSecondFactor(page);
      await enrol(page);
      await atHeading(page, "Settings");

      await leaveWithFactor(partnerPage);
      await signOutEverywhere(colleaguePage, await another(), colleague);
      await deleteAndRestore(page);
      await exportEverything(page);
    }, [refused]);
  },
});

async function found(page: Page, person: Credentials, team: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: "Create an account" }).click();
  assertEquals(await seriousFindings(page), []);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Create account", exact: true }).click();
  await page.getByLabel("Name of the team").fill(team);
  assertEquals(await seriousFindings(page), []);
  await page.getByRole("button", { name: "Create the team" }).click();
  await atHeading(page, "Overview");
  assertEquals(await tenants(page), [team]);
}

async function invite(page: Page, email: string, role: string): Promise<void> {
  await open(page, "account", "Account");
  const form = page.locator("section", { has: page.getByRole("heading", { name: "Invitations" }) });
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Role").selectOption(role);
  await form.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("row", { name: email }).getByText("open").waitFor();
}

/** Follows the link of the mail, as it stands in the inbox page. */
async function acceptByMail(page: Page, person: Credentials, { isNew }: { isNew: boolean }): Promise<void> {
  const inbox = `${stack.inboxUrl}/?to=${encodeURIComponent(person.email)}`;
  await eventually("the invitation is in the inbox", async () => {
    await page.goto(inbox);
    return await page.getByRole("link", { name: /invites you to Journey/ }).count() > 0;
  }, 60_000);
  await page.getByRole("link", { name: /invites you to Journey/ }).click();
  assertEquals(await seriousFindings(page), []);
  await page.frameLocator("iframe").getByRole("link", { name: "Accept the invitation" }).click();
  await atHeading(page, "Accept the invitation");
  assertEquals(await seriousFindings(page), []);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  if (isNew) await page.getByLabel("I have no account yet").check();
  await page.getByRole("button", { name: "Accept" }).click();
  await atHeading(page, "Welcome to Journey");
}

/** From now on, also of the person who sets it. */
async function requireSecondFactor(page: Page): Promise<void> {
  await open(page, "settings", "Settings");
  const row = (key: string) => page.getByRole("row", { name: new RegExp(`^${key.replace(".", "\\.")} `) });
  await page.getByLabel("Value of security.mfa_grace_days").fill("0");
  await row("security.mfa_grace_days").getByRole("button", { name: "Save" }).click();
  await row("security.mfa_grace_days").getByRole("button", { name: "Default" }).waitFor();
  await page.getByLabel("Value of security.require_mfa").selectOption("true");
  await row("security.require_mfa").getByRole("button", { name: "Save" }).click();
}

/** On the page that refuses a session without a second factor; returns what the authenticator app keeps. */
async function enrol(page: Page): Promise<TOTP> {
  await atHeading(page, "Your team wants a second factor");
  assertEquals(await seriousFindings(page), []);
  await page.getByRole("button", { name: "Add a second factor" }).click();
  const secret = await page.locator("form code").innerText();
  const factor = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel("The code that the app shows").fill(factor.generate());
  await page.getByRole("button", { name: "Confirm" }).click();
  return factor;
}

/** Goes to a tenant that asks for no second factor, comes back with one, and leaves. */
async function leaveWithFactor(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Account" }).click();
  await page.getByRole("button", { name: "Go to Partner" }).click();
  await atHeading(page, "Account");
  await page.getByLabel("Tenant", { exact: true }).selectOption({ label: "Journey" });
  await enrol(page);
  await atHeading(page, "Account");
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("option", { name: "Journey" }).waitFor({ state: "detached" });
  assertEquals(await tenants(page), ["Partner"]);
}

/** In two browsers; the second is let in by the code, and not before. */
async function signOutEverywhere(first: Page, second: Page, person: Credentials): Promise<void> {
  await first.getByRole("link", { name: "Channels" }).click();
  const factor = await enrol(first);
  await atHeading(first, "Channels");

  await second.goto(`${address}#/teams`);
  await enterPassword(second, person);
  const code = second.getByLabel("Code of your authenticator app");
  await code.waitFor();
  assertEquals(await seriousFindings(second), []);
  const { access_token: token } = JSON.parse(await second.evaluate("sessionStorage['frontline.session']"));
  assertEquals((await api("GET", "/teams/v1", { as: { token } })).error.code, "MFA_REQUIRED");
  await code.fill("000000");
  await second.getByRole("button", { name: "Continue" }).click();
  await second.getByRole("alert").getByText("Invalid TOTP code").waitFor();
  await code.fill(factor.generate({ timestamp: Date.now() + 30_000 })); // a code serves once
  await second.getByRole("button", { name: "Continue" }).click();
  await atHeading(second, "Teams");

  await open(second, "account", "Account");
  await second.getByRole("button", { name: "Sign out everywhere" }).click();
  await atHeading(second, "Sign in");
  await first.getByRole("link", { name: "Teams" }).click();
  await atHeading(first, "Sign in");
  await first.getByText("This session was ended. Sign in again.").waitFor();
}

async function deleteAndRestore(page: Page): Promise<void> {
  await open(page, "account", "Account");
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Delete the team" }).click();
  await page.getByText("is deleted for good on").waitFor();
  assertEquals(await seriousFindings(page), []);
  await page.getByRole("button", { name: "Restore" }).click();
  await atHeading(page, "Account");
}

async function exportEverything(page: Page): Promise<void> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export everything" }).click();
  const download = await downloading;
  assertEquals(download.suggestedFilename(), "frontline-export.ndjson");
  const text = await Deno.readTextFile(await download.path());
  const kinds: string[] = text.trim().split("\n").map((line) => JSON.parse(line).kind);
  assertEquals([kinds[0], kinds.at(-1)], ["clients", "end"]);
  assertEquals(kinds.filter((kind) => kind === "client_members").length, 2);
}

async function atHeading(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
}

async function tenants(page: Page): Promise<string[]> {
  return (await page.getByLabel("Tenant", { exact: true }).locator("option").allInnerTexts()).toSorted();
}
