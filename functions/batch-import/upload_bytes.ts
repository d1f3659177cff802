import { Buffer } from "node:buffer";
import { unwrap } from "../../shared/data/db.ts";
import type { Db } from "../../shared/context.ts";

/** Loads up to `count` bytes of an upload's file, from byte `start` on. */
export async function uploadBytes(
  db: Db,
  { tenant, upload_id }: { tenant: string; upload_id: string },
  start: number,
  count: number,
): Promise<Uint8Array> {
  const content = await db.rpc("read_upload_bytes", { tenant, upload_id, start, count });
  return Buffer.from(unwrap(content), "base64");
}
