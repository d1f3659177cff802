/**
 * Errors in the API's own words.
 *
 * @module
 */
import { RequestError } from "../../client/mod.ts";

/** One line; with the request id, by which support finds it. */
export function explain(error: unknown): string {
  if (error instanceof RequestError) {
    return `${error.message} (${error.code}${error.requestId ? `, request ${error.requestId}` : ""})`;
  }
  if (error instanceof TypeError) return "The server cannot be reached. Check the connection and try again.";
  return error instanceof Error ? error.message : String(error);
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div class="failure" role="alert">
      <p dir="auto">{explain(error)}</p>
      {retry && <button type="button" onClick={retry}>Try again</button>}
    </div>
  );
}
