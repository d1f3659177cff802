/**
 * The project as it was at a tag or commit, in a folder of its own.
 *
 * @module
 */
import { command, output } from "../command.ts";
import { ReleaseError } from "./error.ts";

export interface Former extends AsyncDisposable {
  /** As a person knows it: the tag or commit that was asked for. */
  name: string;
  commit: string;
  /** A work tree of that commit with this project's packages. */
  folder: string;
}

/** The newest version tag before today's work. Throws a ReleaseError if nothing is tagged. */
export async function previousTag(project: string): Promise<string> {
  const found = await command("git", ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"], {
    cwd: project,
  });
  if (found.success) return found.stdout.trim();
  throw new ReleaseError(
    "no version is tagged yet, so name the commit whose functions run in production: " +
      "npm run release -- --check --from <commit>",
  );
}

/** Checks the revision out next to the project. Disposing of it removes the folder. */
export async function openFormer(project: string, name: string): Promise<Former> {
  const git = (...args: string[]) => output("git", args, { cwd: project });
  const resolved = await command("git", ["rev-parse", "--verify", "--quiet", `${name}^{commit}`], {
    cwd: project,
  });
  if (!resolved.success) throw new ReleaseError(`"${name}" is no tag or commit of this repository`);
  const commit = resolved.stdout.trim();
  const home = await Deno.makeTempDir({ prefix: "frontline-release-" });
  const folder = `${home}/former`;
  const remove = async () => {
    await git("worktree", "remove", "--force", folder);
    await Deno.remove(home, { recursive: true });
  };
  await git("worktree", "add", "--quiet", "--detach", folder, commit);
  try {
    await Deno.symlink(`${project}/node_modules`, `${folder}/node_modules`);
  } catch (error) {
    await remove();
    throw error;
  }
  return { name, commit, folder, [Symbol.asyncDispose]: remove };
}
