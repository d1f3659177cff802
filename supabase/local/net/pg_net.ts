/**
 * Sends what `net.http_get|post|delete` queued, once the transaction that queued it has committed.
 *
 * @module
 */
import postgres from "postgres";

interface QueuedRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: Uint8Array<ArrayBuffer> | null;
  timeout_milliseconds: number;
}

/** Runs until it is stopped. The driver reconnects to the database. */
export async function startPgNet(
  databaseUrl: string,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const sql = postgres(databaseUrl, {
    max: 4,
    fetch_types: false, // as in ../data_api/pool.ts
    onnotice: () => {},
    connect_timeout: 5,
    backoff: () => 0.2,
  });

  const drain = async (): Promise<void> => {
    try {
      for (;;) {
        const requests = await sql<QueuedRequest[]>`
          delete from net.http_request_queue where id in (
            select id from net.http_request_queue order by id limit 200 for update skip locked
          ) returning *`;
        if (requests.length === 0) return;
        for (const request of requests) void send(request).then(store).catch(report);
      }
    } catch (error) {
      report(error);
    }
  };
  const report = (error: unknown) => {
    if (!stopping) log(`pg_net: ${error instanceof Error ? error.message : error}`);
  };
  const store = (response: Record<string, unknown>) =>
    sql`insert into net._http_response ${
      sql({ ...response, headers: sql.json(response.headers as postgres.JSONValue) })
    }`;

  let stopping = false;
  await sql.listen("pg_net_wake", () => void drain(), () => void drain());
  const sixHours = setInterval(() => {
    sql`delete from net._http_response where created < now() - interval '6 hours'`.catch(report);
  }, 600_000);
  return {
    async stop() {
      stopping = true;
      clearInterval(sixHours);
      await sql.end({ timeout: 0 });
    },
  };
}

async function send(request: QueuedRequest): Promise<Record<string, unknown>> {
  const { id, timeout_milliseconds } = request;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      body: request.body,
      signal: AbortSignal.timeout(timeout_milliseconds),
    });
    return {
      id,
      status_code: response.status,
      content_type: response.headers.get("content-type"),
      headers: Object.fromEntries(response.headers),
      content: await response.text(),
      timed_out: false,
      error_msg: null,
    };
  } catch (error) {
    const timed_out = error instanceof DOMException && error.name === "TimeoutError";
    const error_msg = timed_out ? `Timeout of ${timeout_milliseconds} ms reached` : String(error);
    return { id, status_code: null, content_type: null, headers: null, content: null, timed_out, error_msg };
  }
}
