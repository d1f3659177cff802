/**
 * A pgBackRest repository: its backups, and restoring one to a moment.
 *
 * @module
 */
import { CommandError, readIfThere } from "../../supabase/local/command.ts";
import { runAsOwner } from "../../supabase/local/postgres/postgres.ts";

/** Where pgBackRest's configuration is. It names the repository and the production cluster. */
export interface Repository {
  config: string;
  stanza: string;
}

/** What an operator reads when a recovery cannot begin or go on. Nothing was changed. */
export class RecoveryError extends Error {}

/** The times between which the repository can restore, and the space that a copy takes. */
export interface Reach {
  /** End of the oldest backup. */
  from: Date;
  bytes: number;
}

/** Runs a pgBackRest command as the clusters' owner. */
export async function pgbackrest(
  { config, stanza }: Repository,
  command: string,
  args: string[] = [],
): Promise<string> {
  if (await readIfThere(config) === undefined) {
    throw new RecoveryError(`pgBackRest's configuration ${config} does not exist. Nothing was changed.`);
  }
  const settings = [`--config=${config}`, `--stanza=${stanza}`];
  try {
    // The cluster may listen on TCP only, so libpq gets an address instead of a socket's folder.
    return await runAsOwner("pgbackrest", [...settings, ...args, command], { PGHOST: "127.0.0.1" });
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound ||
      error instanceof CommandError && /failed to execute/.test(error.output);
    if (!isMissing) throw error;
    throw new RecoveryError(
      "pgBackRest is not installed; install it with: apt-get install pgbackrest. Nothing was changed.",
    );
  }
}

/** Reads what the repository holds. */
export async function reach(repository: Repository): Promise<Reach> {
  const stanzas: Stanza[] = JSON.parse(
    await explained(() => pgbackrest(repository, "info", ["--output=json"])),
  );
  const backups = stanzas[0]?.backup ?? [];
  const [oldest] = backups;
  if (!oldest) {
    throw new RecoveryError(
      `The repository of ${repository.config} has no backup of "${repository.stanza}"; ` +
        "take one with: pgbackrest backup",
    );
  }
  return {
    from: new Date(oldest.timestamp.stop * 1000),
    bytes: Math.max(...backups.map(({ info }) => info.size)),
  };
}

/** Restores into an empty folder: to the time if one is given, else to the end of the archive. */
export async function restore(repository: Repository, folder: string, at?: string): Promise<void> {
  const target = at === undefined
    ? ["--type=default", "--target-timeline=current"]
    : ["--type=time", `--target=${at}`, "--target-action=promote"];
  // A copy must never write to the archive that it came from.
  await explained(() =>
    pgbackrest(repository, "restore", [`--pg1-path=${folder}`, "--archive-mode=off", ...target])
  );
}

interface Stanza {
  backup: { timestamp: { stop: number }; info: { size: number } }[];
}

const causes: [RegExp, (found: RegExpMatchArray) => string][] = [
  [
    /No space left on device/i,
    () => "There is not enough space for the copy; choose another folder or free some space",
  ],
  [
    /unable to restore.*|checksum|invalid.*(?:lz4|gz|zst)|(?:lz4|zstd?|gz)\S* error|\[029\]|\[095\]/i,
    (found) => `The repository is damaged: ${found.input?.match(/ERROR: (.*)/)?.[1] ?? found[0]}`,
  ],
  [
    /unable to open (?:missing )?file '(.*?)'/,
    (found) => `The repository is damaged: ${found[1]} is missing`,
  ],
];

/** Turns pgBackRest's output into one sentence. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    for (const [pattern, sentence] of causes) {
      const found = error.output.match(pattern);
      if (found) throw new RecoveryError(`${sentence(found)}. Nothing was changed.`);
    }
    throw new RecoveryError(
      `pgBackRest failed: ${error.output.trim().split("\n").at(-1)}. Nothing was changed.`,
    );
  }
}
