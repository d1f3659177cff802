import { assert, assertEquals, assertStringIncludes } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { inbox, newDomain, send, settled } from "./support.ts";

type Template = Schemas["EmailTemplate"];
type Preview = Schemas["EmailPreview"];

const put = (as: { token: string }, json: Record<string, unknown>, name = "welcome") =>
  api<Template>("PUT", `/email/v1/templates/${name}`, { as, json });

Deno.test("the words of a template name the variables that SQL asks for, in every language", async () => {
  const { viewer } = await createTenant();
  const kinds = await withDatabase((sql) =>
    sql<
      { template: string; variables: string[] }[]
    >`select template, variables from private.email_kinds order by 1`
  );
  const listed = await api<Schemas["EmailTemplateSummary"][]>("GET", "/email/v1/templates", { as: viewer });
  assertEquals(
    listed.data.map(({ name, variables }) => [name, [...variables].sort()]).sort(),
    kinds.map(({ template, variables }) => [template, [...variables].sort()]),
  );
  for (const { name, variables } of listed.data) {
    const values = Object.fromEntries(
      variables.map((variable) => [variable, variable === "url" ? "/x" : `<${variable}>`]),
    );
    for (const locale of ["en", "de", "he"]) {
      const json = { variables: values, locale };
      const seen = await api<Preview>("POST", `/email/v1/templates/${name}/preview`, { as: viewer, json });
      assert(seen.data.html.length < 102_400 && !/\{\{|&lt;&lt;/.test(seen.data.html), name);
      for (const variable of variables) {
        if (variable !== "url") {
          assertStringIncludes(`${seen.data.subject} ${seen.data.text}`, `<${variable}>`);
        }
      }
    }
  }
});

Deno.test("a tenant's own words are sent, escaped, until it goes back to the default", async () => {
  const { admin, member } = await createTenant();
  const html = '<p>Hi from {{tenant}}</p><p><a href="{{url}}">Go</a></p>';
  const saved = await put(admin, { subject: "Hello {{tenant}}", html });
  assertEquals([saved.data.source, saved.data.subject], ["tenant", "Hello {{tenant}}"]);
  const to = `grace@${newDomain()}`;
  const sent = await send(member, to, { variables: { tenant: "<i>A</i>", url: "/go" }, locale: "he" });
  await settled(member, sent.data.id, "sent");
  const [mail] = await inbox(to);
  assertEquals(mail?.subject, "Hello <i>A</i>");
  assertStringIncludes(mail!.html, "Hi from &lt;i&gt;A&lt;&#x2F;i&gt;");
  assertStringIncludes(mail!.html, 'dir="rtl"');
  assertEquals((await api("DELETE", "/email/v1/templates/welcome", { as: admin })).status, 204);
  const found = await api<Template>("GET", "/email/v1/templates/welcome?locale=de", { as: member });
  assertEquals([found.data.source, found.data.subject], ["default", "Willkommen bei {{tenant}}"]);
});

Deno.test("a template that is broken or unsafe is refused with the place and the reason", async () => {
  const { admin, member } = await createTenant();
  const ok = { subject: "Hello", html: "<p>Hi</p>" };
  const cases: [Record<string, unknown>, string][] = [
    [{ subject: "Hello\r\nBcc: eve@b.test" }, "subject"],
    [{ subject: "{{colour}}" }, "subject"],
    [{ html: "<p>{{colour}}</p>" }, "html"],
    [{ html: "<p>{{tenant</p>" }, "html"],
    [{ html: "{{#tenant}}<p>never closed</p>" }, "html"],
    [{ html: "<p>{{{tenant}}}</p>" }, "html"],
    [{ html: "<p>{{&tenant}}</p>" }, "html"],
    [{ html: "{{>other}}" }, "html"],
    [{ html: "{{=<% %>=}}<%&tenant%>" }, "html"],
    [{ html: "<p><b>never closed</p>" }, "html"],
    [{ html: "<script>alert(1)</script>" }, "html"],
    [{ html: '<img src="x.png" onerror="alert(1)">' }, "html"],
    [{ html: '<a href="javascript:alert(1)">x</a>' }, "html"],
    [{ html: '<a href="jav&#x09;ascript:alert(1)">x</a>' }, "html"],
    [{ html: '<a href="{{tenant}}">x</a>' }, "html"],
    [{ html: `<p>${"x".repeat(100_001)}</p>` }, "html"],
    [{ text: "{{colour}}" }, "text"],
  ];
  for (const [change, path] of cases) {
    const refused = await put(admin, { ...ok, ...change });
    assertEquals([refused.status, refused.error.details?.[0]?.path], [422, path], `${refused}`);
  }
  assertEquals((await put(admin, { ...ok, html: "x".repeat(1_000_000) })).status, 413);
  assertEquals((await put(member, ok)).status, 403);
  const found = await api<Template>("GET", "/email/v1/templates/welcome", { as: member });
  assertEquals(found.data.source, "default");
});

Deno.test("a preview refuses variables that are missing or unknown", async () => {
  const { viewer } = await createTenant();
  const preview = (variables: Record<string, string>) =>
    api<Preview>("POST", "/email/v1/templates/welcome/preview", { as: viewer, json: { variables } });
  assertEquals((await preview({ tenant: "A" })).error.details?.[0]?.path, "variables.url");
  assertEquals(
    (await preview({ tenant: "A", url: "/", colour: "red" })).error.details?.[0]?.path,
    "variables.colour",
  );
});
