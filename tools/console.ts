/**
 * `npm run console -- <address of the functions> <publishable key> [<folder>]`: writes the console to `dist/console`
 * or the given folder, for any web host. The hosted platform cannot serve it: it turns HTML into plain text.
 *
 * @module
 */
import { root } from "./command.ts";
import { consoleFiles } from "./console/files.ts";

const usage = "usage: npm run console -- https://<ref>.supabase.co/functions/v1 <publishable key> [<folder>]";
const [address, publishableKey, folder = `${root}/dist/console`] = Deno.args;
if (!address || !publishableKey || !URL.canParse(address) || !/\/functions\/v1\/?$/.test(address)) {
  console.error(usage);
  Deno.exit(2);
}
const functionsUrl = address.replace(/\/$/, "");
const authUrl = functionsUrl.replace(/\/functions\/v1$/, "/auth/v1");
const files = await consoleFiles({ functionsUrl, authUrl, publishableKey });

await Deno.mkdir(folder, { recursive: true });
for (const [name, text] of files) await Deno.writeTextFile(`${folder}/${name}`, text);
console.log(`wrote ${files.size} files to ${folder}; add its address to the functions' ALLOWED_ORIGINS`);
