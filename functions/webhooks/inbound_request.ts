import type { Bytes } from "../../shared/input/bytes.ts";

/** A request of a sender, its body as it was signed. */
export interface InboundRequest {
  headers: Headers;
  body: Bytes;
}
