/**
 * Where the links of mails lead until there is an app: pages that accept an invitation, unsubscribe and confirm.
 *
 * @module
 */
import { escapeHtml } from "../../../shared/http/html.ts";
import { keys } from "../addresses.ts";
import { page } from "./page.ts";

/** `…` of the stack, without a slash at its end. */
export interface AppOptions {
  origin: string;
}

const hidden = (values: URLSearchParams, ...names: string[]) =>
  names.map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(values.get(name) ?? "")}">`)
    .join("");

/** The page for a link; nothing changes before its button is pressed, because scanners open links too. */
export function appPage(path: string, query: URLSearchParams): string {
  switch (path) {
    case "/invitations/accept":
      return page(
        "Accept the invitation",
        `<h1>Accept the invitation</h1><form method="post">${hidden(query, "token")}` +
          '<p><label>E-mail <input type="email" name="email" required autocomplete="email"></label></p>' +
          '<p><label>Password <input type="password" name="password" minlength="12" required></label></p>' +
          '<p><label><input type="checkbox" name="new" value="yes"> I have no account yet</label></p>' +
          "<button>Accept</button></form>",
      );
    case "/unsubscribe":
      return page(
        "Unsubscribe",
        `<h1>Unsubscribe</h1><p>Do you want no more of these mails?</p>` +
          `<form method="post">${hidden(query, "token")}<button>Unsubscribe</button></form>`,
      );
    case "/auth/confirm":
      return page(
        "Confirm",
        `<h1>Confirm</h1><form method="post">${
          hidden(query, "token_hash", "type")
        }<button>Confirm</button></form>`,
      );
    default:
      return page(
        "App",
        `<h1>Your app</h1><p>This link leads to <code>${escapeHtml(path)}</code> of your app.</p>`,
      );
  }
}

/** Does what the page's button says, and tells how it went. */
export async function pressButton(
  path: string,
  form: URLSearchParams,
  { origin }: AppOptions,
): Promise<string> {
  const text = (name: string) => form.get(name) ?? "";
  const post = async (url: string, body: unknown, token: string = keys.publishable) => {
    const answer = await fetch(`${origin}${url}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        apikey: keys.publishable,
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(body),
    });
    const answered = await answer.json();
    if (!answer.ok) {
      throw new Error(answered.error?.message ?? answered.msg ?? answered.message ?? `${answer.status}`);
    }
    return answered;
  };
  try {
    switch (path) {
      case "/invitations/accept": {
        const credentials = { email: text("email"), password: text("password") };
        if (text("new") === "yes") await post("/auth/v1/signup", credentials);
        const { access_token } = await post("/auth/v1/token?grant_type=password", credentials);
        const { data } = await post(
          "/functions/v1/accounts/v1/invitations/accept",
          { token: text("token") },
          access_token,
        );
        return page(
          "Accepted",
          `<h1>Welcome to ${escapeHtml(data.name)}</h1><p>You are ${escapeHtml(data.role)}.</p>` +
            `<p><a href="${origin}/console/">Open the console</a></p>`,
        );
      }
      case "/unsubscribe":
        await post(`/functions/v1/email/v1/unsubscribe/${encodeURIComponent(text("token"))}`, {});
        return page("Unsubscribed", "<h1>Unsubscribed</h1><p>You get no more of these mails.</p>");
      case "/auth/confirm":
        await post("/auth/v1/verify", { token_hash: text("token_hash"), type: text("type") });
        return page("Confirmed", "<h1>Confirmed</h1>");
      default:
        return appPage(path, form);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return page("Not done", `<h1>Not done</h1><p>${escapeHtml(reason)}</p>`);
  }
}
