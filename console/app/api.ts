/**
 * Calls of the API as the person who is signed in.
 *
 * @module
 */
import { signal } from "@preact/signals";
import { createClient } from "../../client/mod.ts";
import { config } from "./config.ts";
import { accessToken } from "./session.ts";

/** A call that was made, to be shown as a command. */
export interface Call {
  method: string;
  url: string;
  body?: string;
  status: number;
  milliseconds: number;
  /** The header that says who calls, with a variable for what is secret. */
  caller: string;
}

const shownCalls = 30;

/** The last calls, newest first. */
export const calls = signal<Call[]>([]);

export const client = createClient({ url: config.functionsUrl, fetch: callApi });

/** How often the server has let the person no further. Their session, role or tenant may have changed elsewhere. */
export const refusals = signal(0);

/** As the person, with a valid token. */
export async function callApi(request: Request): Promise<Response> {
  const token = await accessToken();
  const headers = { apikey: config.publishableKey, ...token && { authorization: `Bearer ${token}` } };
  const response = await callWith(request, headers, "authorization: Bearer $TOKEN");
  if (response.status === 401 || response.status === 403) refusals.value++;
  return response;
}

/** With the caller's headers; noted among the last calls without them. */
export async function callWith(
  request: Request,
  headers: Record<string, string>,
  caller: string,
): Promise<Response> {
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  const isJson = request.headers.get("content-type")?.includes("json");
  const body = isJson ? await request.clone().text() : undefined;
  const startedAt = performance.now();
  const response = await fetch(request);
  const milliseconds = Math.round(performance.now() - startedAt);
  const { method, url } = request;
  calls.value = [{ method, url, body, status: response.status, milliseconds, caller }, ...calls.value]
    .slice(0, shownCalls);
  return response;
}

/** The call as a command for a shell, with the token left to a variable. */
export function asCurl({ method, url, body, caller }: Call): string {
  const parts = [`curl -X ${method} ${quoted(url)}`, `-H "${caller}"`];
  if (body) parts.push("-H 'content-type: application/json'", `-d ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
