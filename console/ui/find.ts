/**
 * Finds while somebody types, for the search view and the palette.
 *
 * @module
 */
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { addressOf } from "../app/router.ts";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { type Loaded, useLoad } from "./load.ts";

export type Hit = Schemas["SearchHit"];

export interface Found {
  /** What was asked. */
  q: string;
  hits: Hit[];
  /** What was probably meant. */
  suggestion?: string | null;
  /** Notes that a hit was opened, so that the search learns what people look for. */
  opened(hit: Hit): Promise<void>;
}

const waitMs = 200;

/** Undefined for an empty text, and until the typing rests. */
export function useFound(text: string, limit: number): Loaded<Found | undefined> {
  const q = text.trim();
  return useLoad(async (overtaken) => {
    if (q === "") return undefined;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (overtaken()) return undefined;
    const result = await client.GET("/search/v1", { params: { query: { q, limit } } });
    const hits = pageOf(result).data;
    const { suggestion, search_id } = result.data ?? {};
    const opened = async ({ type, id }: Hit) => {
      const rank = hits.findIndex((hit) => hit.type === type && hit.id === id) + 1;
      if (search_id) dataOf(await client.POST("/search/v1/clicks", { body: { search_id, type, id, rank } }));
    };
    return { q, hits, suggestion, opened };
  }, [q, limit]);
}

const views: Partial<Record<Hit["type"], string>> = {
  agents: "teams",
  channels: "channels",
  customers: "analytics",
  products: "analytics",
  teams: "teams",
};

/** The view that shows a hit; one without a view of its own is shown by the search. */
export function addressOfHit({ type, title }: Hit): string {
  const view = views[type];
  return view ? addressOf(view) : addressOf("search", { q: title });
}
