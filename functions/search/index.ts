import { z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { moment } from "../../shared/input/time.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { decodeCursor, pageSize, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { type QueryWord, wordsAskedFor } from "./query.ts";
import {
  AnalyticsQuery,
  Entry,
  Hit,
  NewClick,
  SearchAnalytics,
  SearchQuery,
  Suggestion,
  SuggestionQuery,
} from "./schema.ts";
import { snippetOf } from "./snippet.ts";
import { suggest } from "./suggestion.ts";

const app = createApp("search");

const Found = z.object({ rows: z.array(Entry), total: z.int().nullable(), search_id: z.guid().nullable() });
const bestFirst = z.tuple([z.number(), moment(), z.guid()]);

const search = defineRoute({
  method: "get",
  path: "/",
  summary: "Find anything that you may see, best first",
  description:
    "Case, accents and one typo in a word of five letters do not matter. Types that you may not read are " +
    "left out. At most 1,000 hits are ranked.",
  access: "search:read",
  request: { query: SearchQuery },
  responses: {
    200: json(
      page(Hit).extend({
        search_id: z.guid().nullable().openapi({ description: "For a click; null after the first page" }),
        suggestion: z.string().nullable().openapi({
          description: "What was probably meant, if words were not found",
        }),
      }),
      "The hits",
    ),
  },
});

app.openapi(search, async (c) => {
  const { q, types, limit, cursor, count } = c.req.valid("query");
  const [after_score, after_time, after_id] = cursor === undefined ? [] : decodeCursor(cursor, bestFirst);
  const where = { after_score, after_time, after_id, ...pageSize({ limit, count }) };
  const found = Found.parse(unwrap(await c.var.db.rpc("search", { q, types, ...where })));
  const hits = paginate(found.rows, limit, (hit) => [hit.score, hit.updated_at, hit.id], found.total);
  const asked = wordsAskedFor(q);
  const { search_id } = found;
  const suggestion = suggest(asked, hits.data);
  return c.json({ ...hits, data: hits.data.map((hit) => shown(hit, asked)), search_id, suggestion }, 200);
});

function shown({ kind, body, ...hit }: Entry, asked: readonly QueryWord[]): z.output<typeof Hit> {
  return { type: kind, ...hit, snippet: snippetOf(hit.title, body, asked) };
}

const suggestTitles = defineRoute({
  method: "get",
  path: "/suggestions",
  summary: "Suggest up to ten titles as one types",
  access: "search:read",
  request: { query: SuggestionQuery },
  responses: { 200: json(data(z.array(Suggestion)), "The titles, best first") },
});

app.openapi(suggestTitles, async (c) => {
  const { q } = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("suggest_titles", { q }));
  return c.json({ data: z.array(Suggestion).parse(found) }, 200);
});

const recordClick = defineRoute({
  method: "post",
  path: "/clicks",
  summary: "Record that a hit was opened",
  description: "Once for each hit of a search; repeating it changes nothing.",
  access: "search:read",
  request: { body: json(NewClick) },
  responses: { 201: json(data(NewClick), "The click"), ...problems(404) },
});

app.openapi(recordClick, async (c) => {
  const { search_id, type, id, rank } = c.req.valid("json");
  const click = unwrap(await c.var.db.rpc("record_search_click", { search_id, type, id, rank }));
  return c.json({ data: NewClick.parse(click) }, 201);
});

const getAnalytics = defineRoute({
  method: "get",
  path: "/analytics",
  summary: "Show what was searched, what was not found, and which hits were opened",
  description: "The text of a query is shown once three callers asked it.",
  access: "analytics:read",
  request: { query: AnalyticsQuery },
  responses: { 200: json(data(SearchAnalytics), "The searches of the days") },
});

app.openapi(getAnalytics, async (c) => {
  const { from: first_day, to: last_day } = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("get_search_analytics", { first_day, last_day }));
  return c.json({ data: SearchAnalytics.parse(found) }, 200);
});

export default app;
