/**
 * The main paths of the console, as a person walks them.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { assert, assertEquals, assertMatch } from "#assert";
import type { Page } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import {
  address,
  type Credentials,
  ignore,
  keepLook,
  open,
  seriousFindings,
  signIn,
  why,
  withPage,
} from "./browser.ts";

const csv = [
  "Deal Name;Customer;Deal Amount;Deal Stage;Lead Hint",
  "First deal;New Customer;1.200,50;Closed Won;call",
  "Second deal;New Customer;80,00;Proposal;write",
].join("\n");

Deno.test({
  name: `a file is chosen, understood, tried, imported and taken back with the keyboard alone${why}`,
  ignore,
  async fn() {
    const { member } = await createTenant();
    await withPage(async (page) => {
      await signInByKeyboard(page, member);
      await tabTo(page, "Import");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Import" }).waitFor();
      const choosing = page.waitForEvent("filechooser");
      await tabTo(page, /^Drop a .csv/);
      await page.keyboard.press("Enter");
      await (await choosing).setFiles({
        name: "deals.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(csv),
      });
      await page.getByRole("heading", { name: "deals.csv" }).waitFor();
      assertEquals(await page.getByLabel("Field of Deal Amount").inputValue(), "amount");
      await tabTo(page, "Field of Lead Hint");
      await page.keyboard.type("notes");
      assertEquals(await page.getByLabel("Field of Lead Hint").inputValue(), "notes");

      await tabTo(page, "Try");
      await page.keyboard.press("Enter");
      assertMatch(await page.locator(".tile", { hasText: "would be created" }).innerText(), /2$/);

      await tabTo(page, "Import");
      await page.keyboard.press("Enter");
      const row = page.getByRole("row", { name: /deals\.csv/ });
      await row.getByText("completed").waitFor();

      page.once("dialog", (dialog) => dialog.accept());
      await tabTo(page, "Roll back");
      await page.keyboard.press("Enter");
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
    let received = 0;
    await using receiver = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
      received++;
      return new Response();
    });
    const endpoint = { url: `http://127.0.0.1:${receiver.addr.port}/`, event_types: ["team.created"] };
    (await api("POST", "/webhooks/v1/endpoints", { as: admin, json: endpoint })).data;
    (await api("POST", "/teams/v1", { as: admin, json: { name: "Sales", sector: "sales" } })).data;
    await withPage(async (page) => {
      await signInByKeyboard(page, admin);
      await tabTo(page, "Webhooks");
      await page.keyboard.press("Enter");
      const delivery = page.getByRole("row", { name: /^team\.created/ });
      await delivery.getByText("delivered").waitFor();

      await tabTo(page, "Replay …");
      await page.keyboard.press("Enter");
      await tabTo(page, "Which");
      await page.keyboard.type("all");
      await tabTo(page, "Count");
      await page.keyboard.press("Enter");
      await page.getByText("Send 1 event again?").waitFor();
      assertEquals(await seriousFindings(page), []);
      await keepLook(page, "webhooks-replay");
      await tabTo(page, "Send again");
      await page.keyboard.press("Enter");
      const outcome = "1 event is sent again. Nothing is on the way to this endpoint any more.";
      await page.getByRole("status").getByText(outcome).waitFor();
      await eventually("it is received again", () => received > 1);
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
  name: `a decision says who would have got the call if a term had counted for less${why}`,
  ignore,
  async fn() {
    const { admin: as } = await createTenant();
    for (const [name, priority, capabilities] of [["Ada", 10, []], ["Bo", 5, ["spanish"]]] as const) {
      const json = { name, kind: "human", capabilities };
      const { id } = (await api<{ id: string }>("POST", "/agents/v1", { as, json })).data;
      (await api("PUT", `/agents/v1/${id}/sectors/sales`, { as, json: { priority } })).data;
    }
    const json = { sector: "sales", capabilities: ["spanish"] };
    const decision = (await api<{ decision_id: string }>("POST", "/routing/v1/decisions", { as, json })).data;
    await withPage(async (page) => {
      await signIn(page, as);
      await open(page, `routing?decision=${decision.decision_id}`, "Routing");
      const names = page.locator("tbody tr td:first-child");
      assertEquals(await names.allInnerTexts(), ["Ada", "Bo"]);
      await page.getByLabel("Priority").fill("0");
      await page.getByText("Then the call would have gone to Bo.").waitFor();
      assertEquals(await names.allInnerTexts(), ["Bo", "Ada"]);
      await page.getByRole("button", { name: "As it was decided" }).click();
      await page.getByText("Then the call").waitFor({ state: "detached" });
      assertEquals(await names.allInnerTexts(), ["Ada", "Bo"]);
    });
  },
});

async function signInByKeyboard(page: Page, { email, password }: Credentials): Promise<void> {
  await page.goto(address);
  for (const [field, text] of [["E-mail", email], ["Password", password]] as const) {
    await tabTo(page, field);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Views" }).waitFor();
}

/** Presses Tab until what has this name or text has the focus; all on the way show that they have it. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press("Tab");
    const [text, isVisible]: [string, boolean] = await page.evaluate(`(() => {
      const focused = document.activeElement;
      const marked = getComputedStyle(focused.type === "file" ? focused.closest("label") : focused);
      const label = focused.getAttribute("aria-label") ?? (focused.labels?.[0] ?? focused).textContent;
      // From the last element Tab goes back to the beginning, by way of the page itself.
      return [label.trim(), focused === document.body || marked.outlineStyle !== "none"];
    })()`);
    assert(isVisible, `${text} does not show that it has the focus`);
    if (typeof name === "string" ? text === name : name.test(text)) return;
  }
  throw new Error(`no Tab reaches ${name}`);
}
