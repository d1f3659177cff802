/**
 * Files of the API as downloads.
 *
 * @module
 */
import { RequestError } from "../../client/mod.ts";
import { callApi } from "../app/api.ts";
import { config } from "../app/config.ts";

/** Saves what a path answers; a link could not carry the token. */
export async function save(path: string, filename: string): Promise<void> {
  const response = await callApi(new Request(`${config.functionsUrl}${path}`));
  if (!response.ok) {
    const body = await response.json().catch(() => undefined);
    const { code = "UNKNOWN", message = `The server answered ${response.status}`, request_id } =
      body?.error ?? {};
    throw new RequestError(response.status, code, message, request_id);
  }
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(address);
}
