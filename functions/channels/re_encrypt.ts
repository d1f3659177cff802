import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { newestKeyId, open, seal } from "../../shared/data/encryption.ts";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { noteSecretRead } from "../../shared/observe/audit_notes.ts";
import { log } from "../../shared/observe/log.ts";
import { onwardHeaders } from "../../shared/observe/scope.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Reencryption } from "./schema.ts";

const StaleSecret = z.object({
  client_id: z.guid(),
  kind: z.string(),
  owner_id: z.guid(),
  key_id: z.string(),
  ciphertext: z.string(),
});
type StaleSecret = z.output<typeof StaleSecret>;
const Moved = z.object({ moved: z.int(), remaining: z.int() });

/** The route that moves secrets to the newest key. */
export const reencryption = createRoutes();

const reencryptChannels = defineRoute({
  method: "post",
  path: "/re-encrypt",
  summary: "Re-encrypt a page of secrets with the newest key",
  description:
    "Credentials of channels, and secrets of webhook endpoints and sources. Of the caller's tenant; with the secret key of every tenant, or of the one that the header x-client-id names. " +
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
  const admin = adminClient(onwardHeaders());
  const { limit: page_size } = c.req.valid("query");
  const stale = z.array(StaleSecret).parse(unwrap(await admin.rpc("stale_secrets", { ...whose, page_size })));
  const { moves, failures } = await reencrypt(stale);
  // Reading secrets leaves entries in the audit logs of their tenants.
  for (const { kind, client_id, owner_id } of stale) {
    noteSecretRead("channels", [kind, client_id, owner_id], caller);
  }
  const keys = [...new Set(failures.map(({ key_id }) => key_id))];
  if (keys.length > 0) {
    log("error", { requestId: c.var.requestId, action: "re-encrypt", failed: failures.length, keys });
  }
  const result = await admin.rpc("move_secrets", { ...whose, moves, failures });
  return c.json({ data: { ...Moved.parse(unwrap(result)), failed: failures.length } }, 200);
});

/** The same secrets under the newest key, with the ciphertext that they may replace; and those that cannot be read. */
async function reencrypt(secrets: readonly StaleSecret[]) {
  const results = await Promise.allSettled(secrets.map(async ({ kind, client_id, owner_id, ...sealed }) => {
    const owner = [kind, client_id, owner_id] as const;
    const { ciphertext } = await seal(await open(sealed, owner), owner);
    return { kind, client_id, owner_id, former: sealed.ciphertext, ciphertext };
  }));
  return {
    moves: results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []),
    failures: secrets.filter((_, i) => results[i]?.status === "rejected"),
  };
}
