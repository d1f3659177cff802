/**
 * The console's files, for any web host.
 *
 * @module
 */
import { escapeHtml } from "../../shared/http/html.ts";
import { output, root, toolsDeno } from "../command.ts";
import { styleSheet } from "../style/style_sheet.ts";

/** The project that the console calls. */
export interface Addresses {
  /** Ends in `/functions/v1`. */
  functionsUrl: string;
  /** Ends in `/auth/v1`. */
  authUrl: string;
  publishableKey: string;
}

/** The files by name. Throws the bundler's words if a module is wrong. */
export async function consoleFiles(addresses: Addresses): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir({ prefix: "frontline-console-" });
  try {
    const main = `${root}/console/main.tsx`;
    await output(toolsDeno, [
      "bundle",
      "--quiet",
      "--platform=browser",
      "--minify",
      "--code-splitting",
      `--outdir=${folder}`,
      main,
    ]);
    const files = new Map([
      ["index.html", fill(await Deno.readTextFile(`${root}/console/index.html`), addresses)],
      ["style.css", await styleSheet("console/style.css")],
    ]);
    for await (const { name } of Deno.readDir(folder)) {
      files.set(name, await Deno.readTextFile(`${folder}/${name}`));
    }
    return files;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What a page may load and call: its own files, and this project. */
export function policyFor({ functionsUrl, authUrl }: Addresses): string {
  const called = new Set([new URL(functionsUrl).origin, new URL(authUrl).origin]);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src data:",
    `connect-src ${[...called].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function fill(template: string, addresses: Addresses): string {
  const values: Record<string, string> = { ...addresses, policy: policyFor(addresses) };
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`console/index.html names {{${name}}}, which is unknown`);
    return escapeHtml(value);
  });
}
