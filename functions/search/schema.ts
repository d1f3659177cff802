import { z } from "@hono/zod-openapi";
import { storableText } from "../../shared/input/text.ts";
import { day } from "../../shared/input/time.ts";
import { pageQuery } from "../../shared/http/page.ts";

const types = [
  "opportunities",
  "organizations",
  "principals",
  "products",
  "customers",
  "agents",
  "teams",
  "channels",
] as const;

export const SearchType = z.enum(types);

const Query = storableText().max(200).regex(/\S/, "must not be empty").openapi({
  description: 'Words, "phrases", -not, or; the last word may be a beginning',
  example: "north wind",
});

export const SuggestionQuery = z.object({ q: Query });

export const SearchQuery = pageQuery.extend({
  q: Query,
  types: z.string().transform((list) => list.split(",").map((name) => name.trim()).filter(Boolean))
    .pipe(z.array(SearchType).min(1)).optional().openapi({
      type: "string",
      description: `Some of ${types.join(", ")}, with commas; all if left out`,
      example: "organizations,opportunities",
    }),
});

/** What `public.search` returns of an entry. */
export const Entry = z.object({
  kind: SearchType,
  id: z.guid(),
  title: z.string(),
  body: z.string(),
  reason: z.enum(["exact", "prefix", "title", "text", "typo"]),
  score: z.number(),
  updated_at: z.string(),
});
export type Entry = z.output<typeof Entry>;

export const Hit = z.object({
  type: SearchType,
  id: z.guid(),
  title: z.string(),
  snippet: z.string().openapi({
    description: "HTML: what matches is in <mark>, all else is escaped",
    example: "The <mark>North</mark> Wind Company",
  }),
  reason: Entry.shape.reason.openapi({
    description:
      "The title is what was asked, begins with it, or has its words; the text has them; or with a typo",
  }),
  score: z.number().openapi({ description: "0–1; hits are sorted by it, then newest first", example: 0.8 }),
  updated_at: z.string().openapi({ format: "date-time" }),
}).openapi("SearchHit");

export const Suggestion = z.object({ type: SearchType, id: z.guid(), title: z.string() }).openapi(
  "Suggestion",
);

export const NewClick = z.strictObject({
  search_id: z.guid().openapi({ description: "Of the answer whose hit was opened" }),
  type: SearchType,
  id: z.guid(),
  rank: z.int().min(1).max(1_000).openapi({ description: "Its place among the hits, from 1" }),
}).openapi("SearchClick");

const counts = z.array(z.object({ query: z.string(), searches: z.int() }));

export const AnalyticsQuery = z.object({
  from: day().optional().openapi({ description: "First day; defaults to 30 days up to `to`" }),
  to: day().optional().openapi({ description: "Last day; defaults to today in the tenant's time zone" }),
});

export const SearchAnalytics = z.object({
  from: z.string().openapi({ format: "date" }),
  to: z.string().openapi({ format: "date" }),
  searches: z.int(),
  searches_without_result: z.int(),
  searches_not_shown: z.int().openapi({ description: "Those whose query fewer than three callers asked" }),
  top_queries: counts,
  queries_without_result: counts,
  clicks_by_rank: z.array(z.object({ rank: z.int(), clicks: z.int() })),
}).openapi("SearchAnalytics");
