import { assert, assertEquals } from "#assert";
import { delayed, delayOf, slowDown } from "../../../shared/access/slow_down.ts";

Deno.test("the delay grows from nothing to a second", () => {
  const used = Array.from({ length: 101 }, (_, percent) => percent / 100);
  const delays = used.map((share) => delayOf(share, 0.8));
  assertEquals(delays.slice(0, 81), Array(81).fill(0));
  for (let i = 81; i <= 100; i++) assert(delays[i]! > delays[i - 1]! && delays[i]! <= 1_000, `${delays[i]}`);
  assertEquals([delayOf(1, 0.8), delayOf(1, 1)], [1_000, 0]);
});

Deno.test("at most ten requests of a caller and 200 of all wait, and none is left", async () => {
  const of = (subject: string, requests: number) =>
    Array.from({ length: requests }, () => slowDown(subject, 0.81, 0.8));
  const hostile = of("hostile", 1_000);
  assertEquals(delayed(), 10);
  const others = Array.from({ length: 100 }, (_, i) => of(`caller ${i}`, 10)).flat();
  assertEquals(delayed(), 200);
  await Promise.all([...hostile, ...others]);
  assertEquals(delayed(), 0);
});
