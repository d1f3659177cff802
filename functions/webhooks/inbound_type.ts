import { createHash } from "node:crypto";

/** The longest type; the outbox puts `inbound.` before it. */
const longest = 180;

/** Letters, digits and marks of any script, and what senders put between words. */
const plain = /[\p{L}\p{M}\p{N}_\-/:@+~.]/u;

/**
 * An event's type as it is stored and subscribed to: in lower case, with everything else that tells it from other types.
 * A character that a type cannot hold is percent-encoded, and so is a dot next to which there is nothing.
 */
export function inboundType(sent: string): string {
  const text = sent.trim().normalize("NFC").toLowerCase().toWellFormed();
  const encoded = Array.from(text, (character) => plain.test(character) ? character : encode(character)).join(
    "",
  );
  const type = encoded.replace(/^\.|\.$|\.(?=\.)/g, "%2e");
  if (type.length <= longest) return type || "event";
  // Cut off, two types with one beginning would be one.
  const digest = createHash("sha256").update(type).digest("hex");
  return `${type.slice(0, longest - 17).toWellFormed()}~${digest.slice(0, 16)}`;
}

function encode(character: string): string {
  return encodeURIComponent(character).replace(/^([!'()*])$/, (one) => `%${one.charCodeAt(0).toString(16)}`)
    .toLowerCase();
}
