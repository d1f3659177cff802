/**
 * Who calls from a view that both have: the person who is signed in, or the operator.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Client } from "../../client/mod.ts";
import { can } from "./account.ts";
import { client } from "./api.ts";

export interface Caller {
  client: Client;
  /** Whether the server would let them; it decides. */
  can(scope: string): boolean;
}

export const CallerContext = createContext<Caller>({ client, can });

export function useCaller(): Caller {
  return useContext(CallerContext);
}
