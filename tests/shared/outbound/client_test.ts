import { assert, assertEquals, assertNotMatch, assertRejects } from "#assert";
import { ApiError } from "../../../shared/http/errors.ts";
import { outbound, type OutboundOptions } from "../../../shared/outbound/client.ts";
import { Unanswered } from "../../fixtures/hanging.ts";

interface Far extends AsyncDisposable {
  url: string;
  requests: Request[];
  pauses: number[];
  /** Makes the call and records the pauses instead of waiting. */
  call(options?: OutboundOptions): ReturnType<typeof outbound>;
}

/** Another system. It gives the next of `answers`, and repeats the last one. */
function far(...answers: (Response | "hang" | "stall")[]): Far {
  const requests: Request[] = [];
  const pauses: number[] = [];
  const unanswered = new Unanswered();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1] ?? "hang";
    if (answer instanceof Response) return answer.clone();
    if (answer === "stall") {
      return new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) }));
    }
    return unanswered.answer();
  });
  const url = `http://127.0.0.1:${server.addr.port}/x`;
  const pause = (ms: number) => Promise.resolve(void pauses.push(ms));
  return {
    url,
    requests,
    pauses,
    call: (options = {}) => outbound(url, { pause, timeoutMs: 2_000, ...options }),
    async [Symbol.asyncDispose]() {
      unanswered.letGo();
      await server.shutdown();
    },
  };
}

const status = (code: number, headers: HeadersInit = {}) =>
  new Response(`answer ${code}`, { status: code, headers });
const text = (body: Uint8Array) => new TextDecoder().decode(body);

Deno.test("a call returns status, headers and body", async () => {
  await using other = far(status(404, { "x-a": "b" }));
  const answer = await other.call();
  assertEquals([answer.status, answer.headers.get("x-a"), text(answer.body)], [404, "b", "answer 404"]);
  assertEquals(other.requests.length, 1);
});

Deno.test("a read is repeated after 429, 5xx and a broken connection, with jitter", async () => {
  await using other = far(status(503), status(429), status(200));
  let sent = 0;
  const send: typeof fetch = (input, init) => {
    return ++sent === 2 ? Promise.reject(new TypeError("connection reset")) : fetch(input, init);
  };
  assertEquals((await other.call({ send, attempts: 4 })).status, 200);
  assertEquals([sent, other.requests.length], [4, 3]);
  assert(other.pauses.every((ms) => ms >= 0 && ms <= 5_000), String(other.pauses));
  assert(other.pauses.some((ms) => !Number.isInteger(ms)), `without jitter: ${other.pauses}`);
});

Deno.test("the last attempt's answer is returned", async () => {
  await using other = far(status(500), status(500), status(502));
  assertEquals((await other.call()).status, 502);
  assertEquals(other.requests.length, 3);
});

Deno.test("a write is sent once, unless it has an Idempotency-Key", async () => {
  await using other = far(status(503));
  await other.call({ method: "POST", body: "a" });
  await other.call({ method: "PATCH", body: "a" });
  assertEquals(other.requests.length, 2);
  await other.call({ method: "POST", body: "a", headers: { "Idempotency-Key": "k" } });
  assertEquals(other.requests.length, 5);
});

Deno.test("Retry-After is honoured, in seconds and as a date", async () => {
  const date = new Date(Date.now() + 4_000).toUTCString();
  await using other = far(
    status(429, { "retry-after": "3" }),
    status(503, { "retry-after": date }),
    status(200),
  );
  assertEquals((await other.call()).status, 200);
  assertEquals(other.pauses[0], 3_000);
  assert(other.pauses[1]! > 1_000 && other.pauses[1]! <= 4_000, String(other.pauses));
});

Deno.test("a Retry-After that is too long to wait for is left to the caller", async () => {
  await using other = far(status(429, { "retry-after": "3600" }));
  assertEquals((await other.call()).status, 429);
  assertEquals([other.requests.length, other.pauses], [1, []]);
});

Deno.test("a missing or stalled answer becomes a 503 that does not name the host", async () => {
  for (const answer of ["hang", "stall"] as const) {
    await using other = far(answer);
    const error = await assertRejects(() => other.call({ timeoutMs: 50, attempts: 2 }), ApiError);
    assertEquals([error.status, other.requests.length], [503, 2]);
    assertNotMatch(error.message, /127|http/);
  }
});

Deno.test("an answer that is too long is refused", async () => {
  await using other = far(new Response("x".repeat(1_001)));
  const error = await assertRejects(() => other.call({ maxBytes: 1_000, attempts: 1 }), ApiError);
  assert(error.cause instanceof Error && error.cause.cause instanceof Error);
  assertEquals(error.cause.cause.message, "The answer is longer than 1000 bytes");
  await using exact = far(new Response("x".repeat(1_000)));
  assertEquals((await exact.call({ maxBytes: 1_000 })).body.byteLength, 1_000);
});

Deno.test("the caller's abort signal ends the call", async () => {
  await using other = far("hang");
  const signal = AbortSignal.timeout(30);
  const error = await assertRejects(() => other.call({ signal }));
  assertEquals(error.name, "TimeoutError");
  assertEquals(other.requests.length, 1);
});

Deno.test("a guard can make the connection", async () => {
  const send = () => Promise.resolve(new Response("guarded"));
  assertEquals(text((await outbound("http://example.invalid/", { send })).body), "guarded");
});
