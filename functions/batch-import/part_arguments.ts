import { Buffer } from "node:buffer";
import type { Bytes } from "../../shared/input/bytes.ts";
import { byteFacts } from "../../shared/read/byte_facts.ts";

/** A multiple of 3: base64 without padding in between. */
const pieceBytes = 48 * 1024;

/**
 * The arguments of put_upload_part as JSON, piece by piece: as one text they would be several times the part. The bytes
 * are gone after the last piece.
 */
export function* partArguments(
  upload_id: string,
  part: number,
  bytes: Bytes,
): Generator<string> {
  const rest = JSON.stringify({ upload_id, part, facts: byteFacts(bytes) });
  yield `${rest.slice(0, -1)},"content":"`;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield Buffer.from(bytes.buffer, at, Math.min(pieceBytes, bytes.length - at)).toString("base64");
  }
  yield '"}';
  // Gives the memory back now: V8 would let parts pile up first.
  const { buffer } = bytes;
  // The hosted TypeScript does not know it yet.
  if ("transfer" in buffer && typeof buffer.transfer === "function") buffer.transfer(0);
}
