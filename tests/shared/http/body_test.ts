import { assert, assertEquals } from "#assert";
import { asJson, assertRefused, bodyLimit, post } from "./things.ts";

/** A body in pieces, as a client without Content-Length sends it. */
function stream(size: number, onPull: () => void = () => {}): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    pull(controller) {
      onPull();
      const length = Math.min(left, 10_000);
      if (length > 0) controller.enqueue(new Uint8Array(length).fill(0x20));
      left -= length;
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}

Deno.test("a body at the limit is read, one byte more answers 413", async () => {
  const thing = '{"name":"a"}';
  assertEquals((await post("/open", thing.padEnd(bodyLimit))).status, 201);
  assertRefused(
    await post("/open", thing.padEnd(bodyLimit + 1)),
    413,
    "PAYLOAD_TOO_LARGE",
    /at most 200,000 bytes/,
  );
});

Deno.test("a body's real length counts, whatever Content-Length says", async () => {
  for (const headers of [asJson, { ...asJson, "content-length": "10" }]) {
    assertEquals((await post("/open", stream(bodyLimit + 1), headers)).status, 413);
  }
});

Deno.test("an endless body is not read to its end", async () => {
  let pulls = 0;
  assertEquals((await post("/open", stream(1e12, () => pulls++))).status, 413);
  assert(pulls < 100, `${pulls} pieces were read`);
});

Deno.test("a request without a token is refused before its body is read", async () => {
  let pulls = 0;
  assertEquals((await post("/kept", stream(100_000, () => pulls++))).status, 401);
  assertEquals(pulls, 0);
});

Deno.test("a body that breaks off answers 400", async () => {
  const broken = new ReadableStream({
    pull: (controller) => controller.error(new Error("connection reset")),
  });
  assertRefused(await post("/open", broken), 400, "BAD_REQUEST", /ended before it was complete/);
});

Deno.test("a content type that the route does not accept answers 415 and names the accepted ones", async () => {
  const types = [
    "text/plain",
    "application/xml",
    "application/json; charset=utf-16",
    "application/jsonp",
    "json",
    "",
  ];
  for (const type of types) {
    assertRefused(
      await post("/open", '{"name":"a"}', { "content-type": type }),
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      /./,
    );
  }
  const none = await post("/open", new TextEncoder().encode('{"name":"a"}'), {});
  assertRefused(none, 415, "UNSUPPORTED_MEDIA_TYPE", /without content-type.*application\/json/);
  const file = await post("/file", "<a/>", { "content-type": "text/xml" });
  assertRefused(file, 415, "UNSUPPORTED_MEDIA_TYPE", /text\/csv or application\/json/);
});

Deno.test("a content type may be in any case and name the charset UTF-8", async () => {
  for (
    const type of ["Application/JSON", 'application/json; charset="UTF-8"', "application/json;charset=utf-8"]
  ) {
    assertEquals((await post("/open", '{"name":"a"}', { "content-type": type })).status, 201, type);
  }
});

Deno.test("a compressed body is refused, because its length says nothing", async () => {
  const headers = { ...asJson, "content-encoding": "gzip" };
  assertRefused(await post("/open", "x", headers), 415, "UNSUPPORTED_MEDIA_TYPE", /content-encoding "gzip"/);
});

Deno.test("each of a route's content types reaches the handler as it was sent", async () => {
  const csv = 'name\r\n"ä\n"\r\n';
  assertEquals((await post("/file", csv, { "content-type": "text/csv; charset=utf-8" })).body.data.name, csv);
});

Deno.test("a handler can have the exact text that was sent, for a signature", async () => {
  const text = '{ "name" :\t"a",  "inner": 1.0 }';
  assertEquals((await post("/signed", text)).body.data.name, text);
});

Deno.test("a content type sent twice answers 415", async () => {
  const headers = new Headers(asJson);
  headers.append("content-type", "application/json");
  assertRefused(
    await post("/open", '{"name":"a"}', headers),
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    /json, application/,
  );
});

Deno.test("a body that may be missing is read once, in pieces too", async () => {
  const sent = new Blob(['{"name":"a"}']).stream();
  assertEquals((await post("/optional", sent)).body.data, { name: "a" });
  assertEquals((await post("/optional", "")).body.data, { name: "nobody" });
});
