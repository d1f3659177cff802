/** A row of a file, as it is written there. */
export interface SourceRecord {
  /** The line of the file, or the row of the sheet, that it begins at. */
  line: number;
  cells: string[];
}

/** The file of an upload, read slice by slice. Its state says where it was left. */
export interface RecordSource {
  /** True if nothing follows the last slice. */
  readonly isAtEnd: boolean;
  /** False if bytes that mean nothing were replaced by U+FFFD. */
  readonly isIntact: boolean;
  /** Goes to where the reading was left; at the beginning it finds the header. Raises 400 and 422. */
  open(): Promise<void>;
  /** The filled records of the next slice, of which equal files have equal ones. */
  next(): Promise<SourceRecord[]>;
  /** Writes into the state where the next slice begins. */
  keepPlace(): void;
}
