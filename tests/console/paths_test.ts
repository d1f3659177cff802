/**
 * The main paths of the console, as a person walks them.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { assertEquals, assertMatch } from "#assert";
import { Secret, TOTP } from "otpauth";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { address, ignore, open, signIn, why, withPage } from "./browser.ts";

const csv = [
  "Deal Name;Customer;Deal Amount;Deal Stage",
  "First deal;New Customer;1.200,50;Closed Won",
  "Second deal;New Customer;80,00;Proposal",
].join("\n");

Deno.test({
  name: `a file is dropped, understood, tried, imported and taken back${why}`,
  ignore,
  async fn() {
    const { member } = await createTenant();
    await withPage(async (page) => {
      await signIn(page, member);
      await open(page, "imports", "Import");
      await page.getByLabel(/Drop a .csv/).setInputFiles({
        name: "deals.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(csv),
      });
      await page.getByRole("heading", { name: "deals.csv" }).waitFor();
      assertEquals(await page.getByLabel("Field of Deal Amount").inputValue(), "amount");

      await page.getByRole("button", { name: "Try" }).click();
      assertMatch(await page.locator(".tile", { hasText: "would be created" }).innerText(), /2$/);

      await page.getByRole("button", { name: "Import", exact: true }).click();
      const row = page.getByRole("row", { name: /deals\.csv/ });
      await row.getByText("completed").waitFor();

      page.once("dialog", (dialog) => dialog.accept());
      await row.getByRole("button", { name: "Roll back" }).click();
      await row.getByText("rolled back").waitFor();
    });
    const [batch] =
      (await api<{ status: string; created: number }[]>("GET", "/batch-import/v1/batches", { as: member }))
        .data;
    assertEquals([batch?.status, batch?.created], ["rolled_back", 2]);
  },
});

Deno.test({
  name: `the events of an endpoint are sent again with the keyboard alone${why}`,
  ignore,
  async fn() {
    const { admin } = await createTenant();
    const endpoint = { url: "http://127.0.0.1:9/hook", event_types: ["team.created"] };
    (await api("POST", "/webhooks/v1/endpoints", { as: admin, json: endpoint })).data;
    await withPage(async (page) => {
      await signIn(page, admin);
      await open(page, "webhooks", "Webhooks");
      const press = async (name: string) => {
        for (let step = 0; step < 40; step++) {
          await page.keyboard.press("Tab");
          if (await page.evaluate("document.activeElement.textContent") === name) {
            await page.keyboard.press("Enter");
            return;
          }
        }
        throw new Error(`no Tab reaches the button ${name}`);
      };
      await press("Replay …");
      await press("Send again");
      await page.getByRole("status").getByText("0 events are sent again").waitFor();
    });
  },
});

Deno.test({
  name: `a viewer sees what they may read, and no button for more${why}`,
  ignore,
  async fn() {
    const { viewer } = await createTenant();
    await withPage(async (page) => {
      await signIn(page, viewer);
      await open(page, "imports", "Import");
      assertEquals(await page.getByText(/Drop a .csv/).count(), 0);
      await open(page, "account", "Account");
      assertEquals(await page.getByRole("button", { name: "Invite" }).count(), 0);
    });
  },
});

Deno.test({
  name: `somebody new signs up, makes a team and sees it${why}`,
  ignore,
  async fn() {
    await withPage(async (page) => {
      await page.goto(address);
      await page.getByRole("button", { name: "Create an account" }).click();
      await page.getByLabel("E-mail").fill(`new-${crypto.randomUUID()}@example.com`);
      await page.getByLabel("Password").fill(`long ${crypto.randomUUID()} A1`);
      await page.getByRole("button", { name: "Create account", exact: true }).click();
      await page.getByLabel("Name of the team").fill("Newcomers");
      await page.getByRole("button", { name: "Create the team" }).click();
      await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
      assertEquals(await page.getByLabel("Tenant").locator("option").allInnerTexts(), ["Newcomers"]);
    });
  },
});

Deno.test({
  name: `a second factor is added, asked for at the next sign-in, and lets in${why}`,
  ignore,
  async fn() {
    const { owner } = await createTenant();
    await withPage(async (page) => {
      await signIn(page, owner);
      await open(page, "account", "Account");
      await page.getByRole("button", { name: "Add a second factor" }).click();
      const secret = await page.locator("form code").innerText();
      const factor = new TOTP({ secret: Secret.fromBase32(secret) });
      await page.getByLabel("The code that the app shows").fill(factor.generate());
      await page.getByRole("button", { name: "Confirm" }).click();
      await page.getByText("A second factor is asked for at sign-in.").waitFor();

      await page.getByRole("button", { name: "Sign out", exact: true }).click();
      await page.getByLabel("E-mail").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      const code = page.getByLabel("Code of your authenticator app");
      await code.fill(factor.generate({ timestamp: Date.now() + 30_000 })); // a code serves once
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByRole("heading", { level: 1, name: "Account" }).waitFor();
    });
  },
});
