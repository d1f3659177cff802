import { damaged, type Entry, type Load, readDirectory } from "./directory.ts";
import { readPieces, unpackedFrom } from "./pieces.ts";
import { chooseSheet } from "./read.ts";
import { sheetReader, type SheetRow } from "./sheet.ts";
import { textReader } from "./texts.ts";
import { type Workbook, workbookReader } from "./workbook.ts";
import { maxColumns } from "../file_faults.ts";

/** Where the next piece of a part begins. */
export interface Progress {
  at: number;
  isLast: boolean;
}

const encoder = new TextEncoder();

/** A workbook that is read piece by piece and goes on where it was left, in constant memory. */
export class WorkbookStream {
  private constructor(
    private readonly load: Load,
    private readonly entries: Map<string, Entry>,
    private readonly workbook: Workbook,
  ) {}

  /** Reads what a file says of its sheets. Raises 400. */
  static async open(load: Load, fileBytes: number): Promise<WorkbookStream> {
    const entries = await readDirectory(load, fileBytes);
    const reader = workbookReader();
    for (const [name, entry] of entries) {
      const take = reader.takerOf(name);
      if (!take) continue;
      for await (const bytes of unpackedFrom(load, entry)) take(bytes);
    }
    return new WorkbookStream(load, entries, reader.workbook());
  }

  /** The part of the sheet with that name or number, or of the first that is not hidden. Raises 400 and 422. */
  partOf(sheet: string | undefined): string {
    return chooseSheet(this.workbook, sheet).part;
  }

  /** Unpacked bytes of a part, as the file says. */
  sizeOf(part: string): number {
    return Math.max(1, this.#entry(part).size);
  }

  /** The texts that the sheets share, from a byte of their part on. */
  async *texts(start: number): AsyncGenerator<Progress & { texts: string[] }> {
    const { strings } = this.workbook;
    if (strings === undefined || !this.entries.has(strings)) {
      return yield { texts: [], at: start, isLast: true };
    }
    for await (const { xml, end, isLast } of readPieces(this.load, this.#entry(strings), "si", start)) {
      const texts: string[] = [];
      const write = textReader((text) => texts.push(text));
      if (end - xml.length > 0) write(encoder.encode("<sst>"));
      write(xml);
      yield { texts, at: end, isLast };
    }
  }

  /**
   * The filled rows of a part, from a byte of it on, which follow the row `after`; numbers among their cells are the
   * places of shared texts.
   */
  async *rows(part: string, start: number, after: number): AsyncGenerator<Progress & { rows: SheetRow[] }> {
    let last = after;
    for await (const { xml, end, isLast } of readPieces(this.load, this.#entry(part), "row", start)) {
      const rows: SheetRow[] = [];
      const write = sheetReader(this.workbook, { columns: maxColumns, cells: Infinity }, (row) => {
        rows.push(row);
        return false;
      }, last);
      if (end - xml.length > 0) write(encoder.encode("<sheetData>"));
      write(xml);
      last = rows.at(-1)?.row ?? last;
      yield { rows, at: end, isLast };
    }
  }

  #entry(part: string): Entry {
    const entry = this.entries.get(part);
    if (!entry) throw damaged();
    return entry;
  }
}
