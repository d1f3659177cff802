/**
 * The fault of the runbook on releases: a function's new version fails. The real CLI deploys to a stand-in of the
 * management API, and the stack serves what was uploaded.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "#assert";
import { dirname } from "node:path";
import { output, root } from "../../tools/command.ts";
import type { TestStack } from "../../tools/stack.ts";
import { signInToStandIn } from "../deploy/copy.ts";
import { type ManagementApi, serveManagementApi } from "../deploy/management_api.ts";
import { eventually } from "../support/eventually.ts";
import { api as request } from "../support/http.ts";
import { stack } from "../support/env.ts";
import { createTenant } from "../support/tenant.ts";
import type { Case } from "./cases.ts";
import { follow, type Values } from "./runbook.ts";

export const releaseRunbook = "error-rate-after-release";

const FUNCTION = "teams";
const TAG = "v0.0.0-drill";
const fault = "the new release is broken";

/** A clone of the repository, so that the drill's tag and broken file are not ours. */
async function cloneProject(home: string): Promise<string> {
  const project = `${home}/project`;
  await output("git", ["clone", "--quiet", "--shared", root, project]);
  await output("git", ["tag", TAG], { cwd: project });
  await Deno.symlink(`${root}/node_modules`, `${project}/node_modules`);
  const path = `${project}/functions/${FUNCTION}/index.ts`;
  const text = await Deno.readTextFile(path);
  const begin = "app.openapi(listTeams, async (c) => {\n";
  assertStringIncludes(text, begin);
  await Deno.writeTextFile(path, text.replace(begin, `${begin}  if (c) throw new Error("${fault}");\n`));
  return project;
}

/** A function's process may read only the project's folder, so that what it is to serve lies there. */
async function servedFolder(): Promise<AsyncDisposable & { path: string }> {
  await Deno.mkdir(`${root}/.stack`, { recursive: true });
  const path = await Deno.makeTempDir({ dir: `${root}/.stack`, prefix: "release-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Lets the stack serve what the CLI has uploaded. */
async function serve(api: ManagementApi, folder: string, deploy: TestStack["deploy"]): Promise<void> {
  const upload = api.uploads.get(FUNCTION);
  if (upload === undefined) throw new Error("the CLI uploaded nothing");
  for (const [path, content] of upload.files) {
    await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await Deno.writeFile(`${folder}/${path}`, content);
  }
  await deploy(FUNCTION, `${folder}/${upload.entrypoint}`);
  api.uploads.clear();
}

export function errorRateAfterRelease(deploy: TestStack["deploy"]): Case {
  return {
    name: releaseRunbook,
    promise: "a function whose release fails is rolled back to the former tag",
    async run() {
      await using api = serveManagementApi();
      const home = await Deno.makeTempDir({ dir: stack.directory, prefix: "release-" });
      await using served = await servedFolder();
      const project = await cloneProject(home);
      const values: Values = { FUNCTION, TAG, REF: api.projectRef, ...await signInToStandIn(home, api) };
      const { viewer } = await createTenant();
      const statuses = async () => {
        const answers = Array.from({ length: 20 }, () => request("GET", "/teams/v1", { as: viewer }));
        return [...new Set((await Promise.all(answers)).map(({ status }) => status))];
      };
      const release = async (section: "Action" | "Way back") => {
        await follow(this.name, section, values, "operator", project);
        await serve(api, `${served.path}/${section.replace(" ", "-")}`, deploy);
      };
      assertEquals(await statuses(), [200]);
      await release("Way back");
      assertEquals(await statuses(), [500]);
      await eventually("the first look names the fault", async () => {
        const seen = await follow(this.name, "First look", values);
        return seen.includes(fault) && seen.includes("GET /teams/v1");
      }, 90_000);
      await release("Action");
      assertEquals(await statuses(), [200]);
      assertEquals(
        (await output("git", ["worktree", "list"], { cwd: project })).trim().split("\n").length,
        1,
      );
      assertStringIncludes(await follow(this.name, "Expected result", values), '"database"');
    },
  };
}
