import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { storable } from "../../shared/input/text.ts";
import { unreadable } from "../../shared/read/file_faults.ts";
import { isSpreadsheet } from "../../shared/read/kind.ts";
import { workbookOf } from "./sheet_source.ts";
import { uploadBytes } from "./upload_bytes.ts";
import { stored, type WorkedUpload } from "./upload_state.ts";

/** Larger workbooks take longer to unpack than people wait. */
const maxBytes = 20 * 1024 * 1024;
const startBytes = 1024;

/**
 * Before its rows are read, stores the texts that the sheets of an .xlsx file share, piece by piece. Returns true when
 * the rows can be read, of a CSV file at once. Raises 400, 413 and 422.
 */
export async function storeTexts(db: Db, upload: WorkedUpload, goesOn: () => boolean): Promise<boolean> {
  const { state, reading, tenant, upload_id } = upload;
  if (state.sheet ? state.sheet.hasTexts : state.file) return true;
  if (!state.sheet && !isSpreadsheet(await uploadBytes(db, upload, 0, startBytes))) return true;
  if (state.bytes > maxBytes) throw tooLarge(state.bytes);
  const workbook = await workbookOf(db, upload);
  const sheet = state.sheet ??= { part: workbook.partOf(reading.sheet), at: 0, texts: 0, hasTexts: false };
  // Rows of a sheet are counted from the one before the first.
  state.line = 0;
  for await (const { texts, at, isLast } of workbook.texts(sheet.at)) {
    const first = sheet.texts;
    // The rows begin at the beginning of their own part.
    Object.assign(sheet, { at: isLast ? 0 : at, texts: first + texts.length, hasTexts: isLast });
    const call = {
      tenant,
      upload_id,
      first,
      texts: texts.map(storable),
      state: stored(state),
    };
    const answer = z.string().parse(unwrap(await db.rpc("store_upload_texts", call)));
    if (answer !== "reading") return false;
    if (isLast) return true;
    if (!goesOn()) return false;
  }
  return false;
}

function tooLarge(bytes: number) {
  const [sent, most] = [bytes, maxBytes].map((size) => Math.ceil(size / 1024 / 1024));
  return unreadable(
    `The spreadsheet has ${sent} MB, at most ${most} are read: save it as CSV UTF-8 and send that`,
  );
}
