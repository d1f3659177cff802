import type { Bytes } from "../../shared/input/bytes.ts";
import { byteFacts } from "../../shared/read/byte_facts.ts";

/** A part as put_upload_part takes it: a line of JSON, and the bytes, which are gone after they were taken. */
export function* partMessage(upload_id: string, part: number, bytes: Bytes): Generator<Bytes> {
  yield new TextEncoder().encode(`${JSON.stringify({ upload_id, part, facts: byteFacts(bytes) })}\n`);
  yield bytes;
  // Gives the memory back now: V8 would let parts pile up first.
  const { buffer } = bytes;
  // The hosted TypeScript does not know it yet.
  if ("transfer" in buffer && typeof buffer.transfer === "function") buffer.transfer(0);
}
