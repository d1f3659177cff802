import { assertEquals, assertRejects } from "#assert";
import { resolveName, UrlNotAllowed } from "../../../shared/outbound/addresses.ts";
import { createGuard } from "../../../shared/outbound/ssrf.ts";

Deno.test("a look-up that takes too long ends without an address", async () => {
  assertEquals(await resolveName("slow.example", () => new Promise(() => {}), 20), []);
});

Deno.test("unknown, private and slow names are refused with one message", async () => {
  const refusal = async (resolve: (host: string) => Promise<{ address: string; family: number }[]>) =>
    (await assertRejects(
      () => createGuard({ allowLoopback: false, resolve }).check("https://a.example/"),
      UrlNotAllowed,
    ))
      .message;
  const messages = [
    await refusal((host) => resolveName(host, () => Promise.reject(new Error("ENOTFOUND")))),
    await refusal(() => Promise.resolve([{ address: "10.0.0.1", family: 4 }])),
    await refusal(() => Promise.resolve([])),
  ];
  assertEquals([...new Set(messages)], ["a.example has no public address"]);
});
