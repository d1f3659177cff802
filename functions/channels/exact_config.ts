import { z } from "@hono/zod-openapi";
import type { Json } from "../../shared/data/database.types.ts";
import { invalid } from "../../shared/http/problem.ts";
import { parseExactJson, withPlainNumbers } from "../../shared/input/exact_json.ts";
import { atPointer } from "../../shared/input/pointer.ts";
import { isStorableJson } from "../../shared/input/text.ts";
import { Channel, maxConfig } from "./schema.ts";

const encoder = new TextEncoder();

/** A channel as the database returns it: with the text of its config, because a client would round its numbers. */
export const StoredChannel = Channel.omit({ config: true }).extend({ config_text: z.string() })
  .transform(({ config_text, ...channel }) => {
    const config = withPlainNumbers(parseExactJson(encoder.encode(config_text)));
    return Channel.parse({ ...channel, config });
  });

/** The config of a body with each digit as it was sent: it is only kept. Raises 422 if its numbers are too long. */
export function exactConfig(body: ArrayBuffer): Json {
  const sent = withPlainNumbers(atPointer(parseExactJson(new Uint8Array(body)), "/config")) ?? {};
  if (isStorableJson(sent) && JSON.stringify(sent).length <= maxConfig) return sent as Json; // exact numbers are JSON
  throw invalid([{ path: ["config"], message: `must be at most ${maxConfig} characters of JSON` }]);
}
