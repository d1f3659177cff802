import { assertEquals, assertRejects } from "#assert";
import { resolveName, UrlNotAllowed } from "../../../shared/outbound/addresses.ts";
import { createGuard } from "../../../shared/outbound/ssrf.ts";

Deno.test("a name whose look-up hangs has no address after the time limit", async () => {
  assertEquals(await resolveName("slow.example.com", () => new Promise(() => {}), 50), []);
});

Deno.test("an unknown, a slow and a private name are refused in the same words", async () => {
  const lookups = [
    () => Promise.reject(new Error("ENOTFOUND")),
    () => new Promise<never>(() => {}),
    () => Promise.resolve([{ address: "10.0.0.1", family: 4 }]),
  ];
  const said = new Set<string>();
  for (const lookup of lookups) {
    const guard = createGuard({
      allowLoopback: false,
      resolve: (host) => resolveName(host, lookup, 50),
    });
    const error = await assertRejects(() => guard.check("https://hook.example.com/"), UrlNotAllowed);
    said.add(error.message);
  }
  assertEquals([...said], ["hook.example.com has no public address"]);
});
