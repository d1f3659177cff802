/**
 * Debian's headless Chromium: shows what a page becomes once its scripts have run.
 *
 * @module
 */
import { command } from "../../tools/command.ts";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** An installed Chromium, or one that apt installs for root on Debian; otherwise the reason there is none. */
export async function findChromium(): Promise<{ program: string } | { missing: string }> {
  const found = await firstThatRuns();
  if (found !== undefined) return { program: found };
  if (Deno.uid() !== 0) return { missing: "no Chromium is installed, and only root can install it" };
  const environment = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  for (const args of [["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]]) {
    const done = await command("apt-get", args, { env: environment }).catch((error) => ({
      success: false,
      text: `${error}`,
    }));
    if (!done.success) {
      return { missing: `apt-get ${args.join(" ")} failed: ${done.text.trim().split("\n").at(-1)}` };
    }
  }
  const installed = await firstThatRuns();
  return installed === undefined
    ? { missing: "apt-get installed no Chromium that runs" }
    : { program: installed };
}

/** The path of a browser that starts. */
async function firstThatRuns(): Promise<string | undefined> {
  for (const name of names) {
    const { success, stdout } = await command("which", [name]);
    const path = stdout.trim();
    if (success && (await command(path, ["--version"])).success) return path;
  }
}

/** The page's elements after its scripts ran, and what the browser wrote to its console. */
export async function look(program: string, address: string): Promise<{ html: string; messages: string[] }> {
  const profile = await Deno.makeTempDir({ prefix: "frontline-chromium-" });
  try {
    const { success, stdout, text } = await command(program, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
      `--user-data-dir=${profile}`,
      // Only this machine is reachable. Requests to other hosts fail and are reported.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      // Swagger UI draws a long list only as far as the window shows it.
      "--window-size=1280,40000",
      "--enable-logging=stderr",
      "--virtual-time-budget=30000",
      "--dump-dom",
      address,
    ]);
    if (!success) throw new Error(`${program} could not show ${address}:\n${text}`);
    const messages = text.split("\n").filter((line) => /:CONSOLE[:(]/.test(line));
    return { html: stdout, messages };
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}
