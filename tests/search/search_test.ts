import { assert, assertEquals } from "#assert";
import { type Answer, answerOf, api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../support/tenant.ts";

interface Hit {
  type: string;
  id: string;
  title: string;
  snippet: string;
  reason: string;
  score: number;
  updated_at: string;
}

async function hits(as: Person | string, q: string, more: Record<string, string> = {}): Promise<Hit[]> {
  const query = new URLSearchParams({ q, ...more });
  const answer = await api<Hit[]>("GET", `/search/v1?${query}`, { as });
  assertEquals(answer.status, 200, answer.text);
  return answer.body.data;
}

async function titles(as: Person | string, q: string, more: Record<string, string> = {}): Promise<string[]> {
  return (await hits(as, q, more)).map(({ title }) => title);
}

/** Adds companies as an import does it: in one statement. */
async function addCompanies(tenant: Tenant, names: string[]): Promise<void> {
  await withDatabase((sql) =>
    sql`insert into public.organizations (client_id, name) select ${tenant.id}, n from unnest(${names}::text[]) n`
  );
}

Deno.test("a team is found as soon as it is written, under its new name once renamed, and not once deleted", async () => {
  const tenant = await createTenant();
  const client = clientOf(tenant.manager);
  const body = { name: "Renewals <b>North</b>", sector: "insurance", description: "Keeps customers" };
  const team = (await answerOf(client.POST("/teams/v1", { body }))).data;
  const [hit] = await hits(tenant.viewer, "renew");
  assertEquals(hit, {
    type: "teams",
    id: team.id,
    title: "Renewals <b>North</b>",
    snippet: "<mark>Renewals</mark> &lt;b&gt;North&lt;/b&gt;",
    reason: "prefix",
    score: 0.8,
    updated_at: team.updated_at,
  });
  assertEquals((await hits(tenant.viewer, "customers"))[0]?.reason, "text");

  const params = { path: { team: team.id } };
  await client.PUT("/teams/v1/{team}", { params, body: { name: "Loyalty", sector: "insurance" } });
  assertEquals(await titles(tenant.viewer, "loyalty"), ["Loyalty"]);
  assertEquals(await titles(tenant.viewer, "renewals"), []);
  await client.DELETE("/teams/v1/{team}", { params });
  assertEquals(await titles(tenant.viewer, "loyalty"), []);
});

Deno.test("the equal title comes first, then beginnings, then words, then typos", async () => {
  const tenant = await createTenant();
  await addCompanies(tenant, ["Great Acorn Trust", "Acorn Holdings", "Acorn", "Acron Partners"]);
  const found = await hits(tenant.viewer, "acorn");
  assertEquals(found.map(({ title, reason }) => [title, reason]), [
    ["Acorn", "exact"],
    ["Acorn Holdings", "prefix"],
    ["Great Acorn Trust", "title"],
    ["Acron Partners", "typo"],
  ]);
});

Deno.test("every kind of typo in a word of five letters is forgiven", async () => {
  const tenant = await createTenant();
  await addCompanies(tenant, ["Northwind Traders", "Maple"]);
  for (const typo of ["nortwind", "northwindd", "norhtwind", "northwnd", "xorthwind", "northwinx"]) {
    assertEquals(await titles(tenant.viewer, `${typo} traders`), ["Northwind Traders"], typo);
  }
  assertEquals(await titles(tenant.viewer, "mapel"), ["Maple"]);
  assertEquals(await titles(tenant.viewer, "mple "), ["Maple"]);
  assertEquals(await titles(tenant.viewer, "sorthwint"), [], "two replaced letters are two typos");

  const answer = await api("GET", "/search/v1?q=nortwind+tradres", { as: tenant.viewer });
  assertEquals(JSON.parse(answer.text).suggestion, "northwind traders");
});

Deno.test("words, phrases, exclusions and alternatives mean what they say", async () => {
  const tenant = await createTenant();
  await addCompanies(tenant, ["Blue River Bank", "River Blue Foundation", "Green River", "Red Mountain"]);
  const asked = async (q: string) => (await titles(tenant.viewer, q)).sort();
  assertEquals(await asked("river blue"), ["Blue River Bank", "River Blue Foundation"]);
  assertEquals(await asked('"blue river"'), ["Blue River Bank"]);
  assertEquals(
    await asked('"blue river'),
    ["Blue River Bank"],
    "a quote that is not closed ends with the text",
  );
  assertEquals(await asked("river -blue"), ["Green River"]);
  assertEquals(await asked('river -"blue river"'), ["Green River"]);
  assertEquals(await asked("green OR mountain"), ["Green River", "Red Mountain"]);
  assertEquals(await asked("-river"), [], "only exclusions find nothing");
  for (const nothing of ["...", "or", '""', "-", "%", "_", "\\", "'", "!", "&|()", "\u200F"]) {
    assertEquals(await asked(nothing), [], nothing);
  }
});

Deno.test("signs of patterns, broken text and marks of direction are neither operators nor part of a word", async () => {
  const tenant = await createTenant();
  await addCompanies(tenant, ["Green River", "The Who", "100% Wool", "Half \\ Moon"]);
  const asked = (q: string) => titles(tenant.viewer, q);
  assertEquals(await asked("\u200Fgreen\u200E \u202Briver\u202C"), ["Green River"]);
  for (const pattern of ["%", "r%r", "r_ver", "%ver", "\\%"]) {
    assertEquals(await asked(pattern), [], pattern);
  }
  assertEquals(await asked("100%"), ["100% Wool"]);
  assertEquals(await asked("half \\ moon"), ["Half \\ Moon"]);
  assertEquals(await asked("the"), ["The Who"], "there are no stop words");
  assertEquals(await asked("the of and"), []);
  // Half of a surrogate pair, as it is and as U+FFFD.
  for (const half of ["%ED%A0%80", "%EF%BF%BD"]) {
    const answer = await api<Hit[]>("GET", `/search/v1?q=green+${half}`, { as: tenant.viewer });
    assert([200, 422].includes(answer.status), answer.text);
  }
});

Deno.test("every language is found by its words or by parts of them", async () => {
  const tenant = await createTenant();
  const names = [
    "Müller & Söhne",
    "Straße 9",
    "בית הקפה",
    "شركة النور",
    "中国人民银行",
    "株式会社ガイド",
    "한국은행",
    "ธนาคารไทย",
    "Łódź",
  ];
  await addCompanies(tenant, names);
  const pairs: [string, string][] = [
    ["muller", "Müller & Söhne"],
    ["Mueller soehne", "Müller & Söhne"],
    ["STRASSE", "Straße 9"],
    ["קפה", "בית הקפה"],
    ["הבית", "בית הקפה"],
    ["نور", "شركة النور"],
    ["شركه", "شركة النور"],
    ["人民", "中国人民银行"],
    ["行", "中国人民银行"],
    ["ｶﾞｲﾄﾞ", "株式会社ガイド"],
    ["은행", "한국은행"],
    ["ไทย", "ธนาคารไทย"],
    ["lodz", "Łódź"],
  ];
  for (const [q, title] of pairs) assertEquals(await titles(tenant.viewer, q), [title], q);
});

Deno.test("types without their read scope are left out, also when they are asked for, and other tenants always", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  await addCompanies(tenant, ["Lighthouse"]);
  await addCompanies(other, ["Lighthouse Secret"]);
  const team = { name: "Lighthouse", sector: "energy" };
  await clientOf(tenant.manager).POST("/teams/v1", { body: team });
  const key = await answerOf(
    clientOf(tenant.owner).POST("/api-keys/v1", {
      body: { name: "Search", scopes: ["search:read", "teams:read"] },
    }),
  );
  const as = key.data.key ?? "";
  assertEquals((await hits(as, "lighthouse")).map(({ type }) => type), ["teams"]);
  assertEquals(await hits(as, "lighthouse", { types: "organizations" }), []);
  const suggested = await api<{ type: string }[]>("GET", "/search/v1/suggestions?q=light", { as });
  assertEquals(suggested.body.data.map(({ type }) => type), ["teams"]);
  assertEquals((await hits(tenant.viewer, "lighthouse")).map(({ type }) => type).sort(), [
    "organizations",
    "teams",
  ]);
  assertEquals(await titles(tenant.viewer, "lighthouse", { types: "organizations" }), ["Lighthouse"]);
  assertEquals(await titles(tenant.viewer, "secret"), []);
});

Deno.test("a customer is found by name, address and number from outside", async () => {
  const tenant = await createTenant();
  await withDatabase((sql) =>
    sql`insert into public.customers (client_id, external_id, name, email)
      values (${tenant.id}, 'C-4711', 'Zoë Quint', 'zoe@example.com'), (${tenant.id}, 'C-4712', null, null)`
  );
  for (const q of ["zoe quint", "zoe@example.com", "4711", "quitn"]) {
    assertEquals(await titles(tenant.viewer, q, { types: "customers" }), ["Zoë Quint"], q);
  }
  assertEquals(await titles(tenant.viewer, "c-4712"), ["C-4712"], "without a name it is known by its number");
});

Deno.test("pages follow each other without a gap, and the total is of all of them", async () => {
  const tenant = await createTenant();
  await addCompanies(tenant, Array.from({ length: 45 }, (_, i) => `Station ${i + 1}`));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: URLSearchParams = new URLSearchParams({
      q: "station",
      limit: "20",
      count: "exact",
      ...cursor === null ? {} : { cursor },
    });
    const answer: Answer<Hit[]> = await api(
      "GET",
      `/search/v1?${query}`,
      { as: tenant.viewer },
    );
    assertEquals(answer.body.pagination.total, 45);
    seen.push(...answer.body.data.map(({ title }) => title));
    cursor = answer.body.pagination.next_cursor;
  } while (cursor !== null);
  assertEquals([seen.length, new Set(seen).size], [45, 45]);
});

Deno.test("suggestions are at most ten different titles that begin with the text or have its words", async () => {
  const tenant = await createTenant();
  await addCompanies(tenant, [...Array.from({ length: 12 }, (_, i) => `Harbor ${i}`), "Old Harbor"]);
  const { body } = await api<{ title: string }[]>("GET", "/search/v1/suggestions?q=harb", {
    as: tenant.viewer,
  });
  assertEquals(body.data.length, 10);
  assert(body.data.every(({ title }) => title.startsWith("Harbor")), JSON.stringify(body.data));
});

Deno.test("bad searches are refused with the reason", async () => {
  const tenant = await createTenant();
  const refused = async (query: string) => {
    const answer = await api("GET", `/search/v1?${query}`, { as: tenant.viewer });
    return [answer.status, answer.error.message];
  };
  for (
    const query of [
      "",
      "q=",
      "q=%20",
      `q=${"a".repeat(10_000)}`,
      "q=%00",
      "q=a&types=teams,cats",
      "q=a&type=teams",
    ]
  ) {
    assertEquals((await refused(query))[0], 422, query);
  }
  for (const q of ["", `${"a".repeat(10_000)}`, "%00"]) {
    const answer = await api("GET", `/search/v1/suggestions?q=${q}`, { as: tenant.viewer });
    assertEquals(answer.status, 422, answer.text);
  }
  assertEquals((await refused("q=a&cursor=rubbish"))[0], 400);
  assertEquals((await api("GET", "/search/v1?q=a")).status, 401);
});
