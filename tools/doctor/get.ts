/**
 * A GET request that does not throw when it fails.
 *
 * @module
 */

const withinMs = 10_000;

/**
 * Status and JSON body. Both are undefined if the server cannot be reached or is too slow twice: the first request may
 * have to start it.
 */
export async function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status?: number; body?: unknown }> {
  return await getOnce(url, headers) ?? await getOnce(url, headers) ?? {};
}

/** Undefined if the server is too slow. */
async function getOnce(
  url: string,
  headers: Record<string, string>,
): Promise<{ status?: number; body?: unknown } | undefined> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(withinMs) });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: isJson ? JSON.parse(text) : undefined };
  } catch (error) {
    if (error instanceof DOMException) return undefined; // too late
    if (error instanceof TypeError) return {}; // no connection
    throw error;
  }
}
