import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { newestKeyId } from "../../shared/data/encryption.ts";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { log } from "../../shared/observe/log.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { reencrypt } from "./credentials.ts";
import { Reencryption } from "./schema.ts";

const Stale = z.array(
  z.object({ client_id: z.guid(), channel_id: z.guid(), key_id: z.string(), ciphertext: z.string() }),
);
const Moved = z.object({ moved: z.int(), remaining: z.int() });

/** The route that moves credentials to the newest key. */
export const reencryption = createRoutes();

const reencryptChannels = defineRoute({
  method: "post",
  path: "/re-encrypt",
  summary: "Re-encrypt a page of credentials with the newest key",
  description:
    "Of the caller's tenant; with the secret key of every tenant, or of the one that the header x-client-id names. " +
    "It can be stopped at any time, called beside itself and beside every other route.",
  access: "channels:write",
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ description: "Rows to move" }),
    }),
  },
  responses: { 200: json(data(Reencryption), "What was moved and what is left") },
});

reencryption.openapi(reencryptChannels, async (c) => {
  // Only the service role reads ciphertext, so SQL is told for whom: it asks for the right itself.
  const { caller } = c.var;
  const { clientId } = caller;
  const actor = caller.kind === "key" ? caller.keyId : caller.userId;
  const whose = {
    newest_key: newestKeyId(),
    ...(clientId === null ? {} : { tenant: clientId }),
    ...(actor === null ? {} : { caller: actor }),
  };
  const admin = adminClient({ "x-request-id": c.var.requestId });
  const { limit: page_size } = c.req.valid("query");
  const stale = Stale.parse(unwrap(await admin.rpc("stale_channel_credentials", { ...whose, page_size })));
  const { moves, failures } = await reencrypt(stale);
  const keys = [...new Set(failures.map(({ key_id }) => key_id))];
  if (keys.length > 0) {
    log("error", { requestId: c.var.requestId, action: "re-encrypt", failed: failures.length, keys });
  }
  const result = await admin.rpc("move_channel_credentials", { ...whose, moves, failures });
  return c.json({ data: { ...Moved.parse(unwrap(result)), failed: failures.length } }, 200);
});
