/**
 * `npm run status-page -- <functions url> <folder>`: writes the status as a static page and JSON, for a host that does not
 * depend on the service. Ends with 1, and writes that nothing is known, if the API does not answer.
 *
 * @module
 */
import { htmlOf } from "./status_page/html.ts";
import { Answer, type Published, published, unknown } from "./status_page/published.ts";

/** Writes `index.html` and `status.json` into the folder and returns what they say. */
export async function writeStatusPage(functionsUrl: string, folder: string): Promise<Published> {
  const page = await readStatus(functionsUrl);
  await Deno.mkdir(folder, { recursive: true });
  await replace(`${folder}/status.json`, JSON.stringify(page, null, 2) + "\n");
  await replace(`${folder}/index.html`, htmlOf(page));
  return page;
}

async function readStatus(functionsUrl: string): Promise<Published> {
  try {
    const url = `${functionsUrl.replace(/\/+$/, "")}/health/v1/status`;
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return published(Answer.parse(await response.json()).data, new Date());
  } catch (error) {
    console.error(`The status cannot be read: ${error instanceof Error ? error.message : error}`);
    return unknown(new Date());
  }
}

/** In one step, so that a host never serves half a file. */
async function replace(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(`${path}.new`, text);
  await Deno.rename(`${path}.new`, path);
}

if (import.meta.main) {
  const [url, folder] = Deno.args;
  if (url === undefined || folder === undefined || !URL.canParse(url)) {
    console.error("usage: npm run status-page -- <functions url> <folder>");
    Deno.exit(2);
  }
  const { status } = await writeStatusPage(url, folder);
  console.log(`${folder}/index.html and status.json say: ${status}`);
  Deno.exit(status === "unknown" ? 1 : 0);
}
