import { Buffer } from "node:buffer";
import type { Connection } from "./connection.ts";
import type { ProgressBar } from "./progress_bar.ts";
import type { Session } from "./session.ts";

/** Sends the parts that are missing, each with its digest, and completes the upload. */
export async function sendParts(connection: Connection, session: Session, bar: ProgressBar): Promise<void> {
  const { id, size, partBytes } = session;
  if (session.isCompleted) return;
  const parts = Math.max(1, Math.ceil(size / partBytes));
  using file = await Deno.open(session.file);
  // Parts arrive in order; the last of an interrupted run is sent again.
  for (let part = Math.max(1, session.sent); part <= parts; part++) {
    bar.show("sending", (part - 1) / parts);
    const bytes = await readAt(file, (part - 1) * partBytes, partBytes);
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("base64");
    const response = await connection.send("PUT", `/uploads/${id}/parts/${part}`, bytes, {
      "content-type": "application/octet-stream",
      "content-digest": `sha-256=:${digest}:`,
    });
    await response.body?.cancel();
  }
  bar.show("sending", 1);
  await connection.call("POST", `/uploads/${id}/complete`, { parts });
}

async function readAt(file: Deno.FsFile, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  await file.seek(start, Deno.SeekMode.Start);
  const bytes = new Uint8Array(length);
  let read = 0;
  while (read < length) {
    const more = await file.read(bytes.subarray(read));
    if (more === null) break;
    read += more;
  }
  return bytes.slice(0, read);
}
