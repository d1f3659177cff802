/**
 * The console at `/console/`, bundled when it is first asked for.
 *
 * @module
 */
import { type Addresses, consoleFiles, policyFor } from "../../tools/console/files.ts";

const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/** Answers requests of paths that begin with `/console`. */
export class Console {
  #files: Promise<Map<string, string>> | undefined;

  constructor(private readonly addresses: Addresses) {}

  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/console") return Response.redirect(new URL("/console/", request.url), 308);
    const name = pathname.slice("/console/".length) || "index.html";
    const text = (await this.#bundled()).get(name);
    if (text === undefined) return new Response("There is no such file.", { status: 404 });
    return new Response(text, {
      headers: {
        "content-type": types[name.split(".").at(-1) ?? ""] ?? "text/plain",
        "content-security-policy": `${policyFor(this.addresses)}; frame-ancestors 'none'`,
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
      },
    });
  }

  /** A failed bundle is tried again at the next request, after somebody has mended it. */
  async #bundled(): Promise<Map<string, string>> {
    this.#files ??= consoleFiles(this.addresses).catch((error) => {
      this.#files = undefined;
      throw error;
    });
    return await this.#files;
  }
}
