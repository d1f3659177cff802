import { type Connection, ImportError } from "./connection.ts";

/** An upload of this file, begun now or by an earlier run. */
export interface Session {
  file: string;
  size: number;
  id: string;
  partBytes: number;
  /** Parts that have arrived. */
  sent: number;
  isCompleted: boolean;
  isResumed: boolean;
  /** Deletes what an interrupted run leaves for the next one. */
  forget(): Promise<void>;
}

/** What tells a file from another one. */
export interface FileFacts {
  size: number;
  mtime: number;
}

interface Kept {
  id: string;
  part_bytes: number;
  /** The file and the command; another of either begins anew. */
  fingerprint: string;
}

interface Status {
  status: string;
  parts: number;
}

/** Goes on with the upload that an earlier run left, or begins one. Its id is kept next to the file. */
export async function openSession(
  connection: Connection,
  file: string,
  { size, mtime }: FileFacts,
  wanted: Record<string, unknown>,
): Promise<Session> {
  const state = `${file}.upload.json`;
  const fingerprint = JSON.stringify([connection.url, size, mtime, wanted]);
  const forget = () => Deno.remove(state).catch(ignoreMissing);

  const kept = await readKept(state);
  const found = kept?.fingerprint === fingerprint ? await find(connection, kept.id) : undefined;
  if (kept && found) {
    const { status, parts } = found;
    const isCompleted = status !== "uploading";
    return {
      file,
      size,
      id: kept.id,
      partBytes: kept.part_bytes,
      sent: parts,
      isCompleted,
      isResumed: true,
      forget,
    };
  }
  const filename = file.split(/[\\/]/).at(-1)?.slice(-255);
  const { id, part_bytes } = await connection.call<Kept>("POST", "/uploads", { filename, size, ...wanted });
  await Deno.writeTextFile(state, JSON.stringify({ id, part_bytes, fingerprint }));
  return { file, size, id, partBytes: part_bytes, sent: 0, isCompleted: false, isResumed: false, forget };
}

/** Throws a sentence for a path that is no file. */
export async function fileFacts(file: string): Promise<FileFacts> {
  try {
    const { size, mtime, isFile } = await Deno.stat(file);
    if (!isFile) throw new Error(`${file} is no file`);
    return { size, mtime: mtime?.getTime() ?? 0 };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Error(`There is no file ${file}`);
    throw error;
  }
}

async function readKept(state: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(state));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined for an upload that is gone or was given up. */
async function find(connection: Connection, id: string): Promise<Status | undefined> {
  try {
    const found = await connection.call<Status>("GET", `/uploads/${id}`);
    return ["failed", "cancelled"].includes(found.status) ? undefined : found;
  } catch (error) {
    if (error instanceof ImportError && error.status === 404) return undefined;
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
