import { assertEquals } from "#assert";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("an endpoint's URL is stored in its normal form, however it was written", async () => {
  const { manager } = await createTenant();
  const urls: Record<string, string | number> = {
    "HTTP://127.0.0.1:9/Hook": "http://127.0.0.1:9/Hook",
    " http://127.0.0.1:9/hook": "http://127.0.0.1:9/hook",
    "http://127.0.0.1:9/my hook": "http://127.0.0.1:9/my%20hook",
    "http://127.0.0.1:9/a?b=c d": "http://127.0.0.1:9/a?b=c%20d",
    "http://127.0.0.1:9": "http://127.0.0.1:9",
    "HTTPS://127.0.0.1/hook": "https://127.0.0.1/hook",
    "ftp://127.0.0.1/": 422,
    "http://a b/": 422,
    "hook": 422,
  };
  for (const [url, expected] of Object.entries(urls)) {
    const json = { url, event_types: ["*"] };
    const made = await api<{ id: string; url: string }>("POST", "/webhooks/v1/endpoints", {
      as: manager,
      json,
    });
    assertEquals(made.status < 400 ? made.data.url : made.status, expected, `${made}`);
    if (made.status >= 400) continue;
    const put = await api<{ url: string }>("PUT", `/webhooks/v1/endpoints/${made.data.id}`, {
      as: manager,
      json,
    });
    assertEquals(put.data.url, expected);
  }
});
