import { assertEquals, assertRejects } from "#assert";
import { ApiError } from "../../../shared/http/errors.ts";
import { holding, inTurn } from "../../../shared/http/turns.ts";

const large = 100_000;

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = async () => {
    log.push(name);
    await promise;
  };
  return { run, end: resolve };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

Deno.test("large bodies of a tenant are worked on one after the other, in their order", async () => {
  const log: string[] = [];
  const works = ["a", "b", "c"].map((name) => work(log, name));
  const done = works.map(({ run }) => inTurn("tenant", large, run));
  await settled();
  assertEquals(log, ["a"]);
  works[0]?.end();
  await settled();
  assertEquals(log, ["a", "b"]);
  works[1]?.end();
  works[2]?.end();
  await Promise.all(done);
  assertEquals(log, ["a", "b", "c"]);
});

Deno.test("small bodies and other tenants do not wait for a large one", async () => {
  const log: string[] = [];
  const first = work(log, "large");
  const running = inTurn("tenant", large, first.run);
  await inTurn("tenant", 100, () => Promise.resolve(void log.push("small")));
  await inTurn("other", large, () => Promise.resolve(void log.push("other")));
  assertEquals(log, ["large", "small", "other"]);
  first.end();
  await running;
});

Deno.test("a failure passes the turn on", async () => {
  const failing = inTurn("tenant", large, () => Promise.reject(new Error("broken")));
  const next = inTurn("tenant", large, () => Promise.resolve());
  await assertRejects(() => failing, Error, "broken");
  await next;
});

Deno.test("a hundred large bodies at once are taken, the 130th is refused with 429", async () => {
  const log: string[] = [];
  const first = work(log, "first");
  const all = [
    inTurn("tenant", large, first.run),
    ...Array.from({ length: 128 }, () => inTurn("tenant", large, () => Promise.resolve())),
  ];
  const error = await assertRejects(() => inTurn("tenant", large, () => Promise.resolve()), ApiError);
  assertEquals([error.status, error.code], [429, "RATE_LIMITED"]);
  first.end();
  await Promise.all(all);
});

Deno.test("a request whose turn does not come goes on without it", async () => {
  const hanging = work([], "hanging");
  const first = inTurn("tenant", large, hanging.run);
  await inTurn("tenant", large, () => Promise.resolve());
  hanging.end();
  await first;
  await inTurn("tenant", large, () => Promise.resolve());
});

Deno.test("a tenant's bodies hold 64 MB at most; it is refused with 429, others are not", async () => {
  const first = work([], "first");
  const reading = Array.from({ length: 16 }, () => holding("tenant", 4_000_000, first.run));
  const nothing = () => Promise.resolve();
  const error = await assertRejects(() => holding("tenant", 1, nothing), ApiError);
  assertEquals([error.status, error.code], [429, "RATE_LIMITED"]);
  await holding("other", 4_000_000, nothing);
  first.end();
  await Promise.all(reading);
  await assertRejects(() => holding("tenant", 4_000_000, () => Promise.reject(new Error("broken"))), Error);
  await holding("tenant", 64_000_000, nothing);
});
