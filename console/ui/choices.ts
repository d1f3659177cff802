/**
 * What the palette offers: views, and what the search finds.
 *
 * @module
 */
import { can } from "../app/account.ts";
import { addressOf } from "../app/router.ts";
import { views } from "../app/views.ts";
import { addressOfHit, type Found } from "./find.ts";
import { tellError } from "./notices.tsx";

export interface Choice {
  key: string;
  title: string;
  kind: string;
  go(): void;
}

export function viewsLike(text: string): Choice[] {
  const wanted = text.trim().toLowerCase();
  return views.filter(({ scope, title }) => can(scope) && title.toLowerCase().includes(wanted)).map((
    { name, title },
  ) => ({ key: name, title, kind: "view", go: () => goTo(addressOf(name)) }));
}

export function hitsOf(found: Found | undefined): Choice[] {
  return found?.hits.map((hit) => ({
    key: `${hit.type}-${hit.id}`,
    title: hit.title,
    kind: hit.type,
    go: () => {
      found.opened(hit).catch(tellError);
      goTo(addressOfHit(hit));
    },
  })) ?? [];
}

function goTo(address: string): void {
  location.hash = address;
}
