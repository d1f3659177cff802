import { assert, assertEquals, assertGreaterOrEqual, assertRejects } from "#assert";
import { UrlNotAllowed } from "../../../shared/outbound/addresses.ts";
import { createGuard, type GuardOptions } from "../../../shared/outbound/ssrf.ts";
import { outbound } from "../../../shared/outbound/client.ts";

/** Counts connections to this machine on each of its addresses. */
function canary() {
  const listeners = ["0.0.0.0", "::1"].map((hostname) => Deno.listen({ hostname, port: 0 }));
  const ports = listeners.map(({ addr }) => addr.port);
  const found = { connections: 0 };
  for (const listener of listeners) {
    void (async () => {
      for await (const connection of listener) {
        found.connections++;
        connection.close();
      }
    })();
  }
  return {
    found,
    ports,
    [Symbol.dispose]: () => listeners.forEach((listener) => listener.close()),
  };
}

const own = Deno.networkInterfaces().map(({ address }) => address.includes(":") ? `[${address}]` : address)
  .filter((address) => !address.startsWith("[fe80"));

/** Names for this machine and for other places that are not public, as URLs may write them. */
const hosts = [
  ...own,
  // IPv4 as inet_aton reads it: decimal, octal, hexadecimal, fewer parts
  ..."127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 2130706433 017700000001 0177.0.0.1 0177.1 0x7f000001 0x7f.0.0.1"
    .split(" "),
  ..."0x7F.1 0x7f.0.1 00000177.0.0.1 127.0.0.1. 0 0.0.0.0 0x0 00 0.0 017700000001. 4294967295 0xffffffff"
    .split(" "),
  // digits and dots that IDNA maps, and percent-encoded
  ..."①②⑦.⓪.⓪.① 127。0。0。1 127．0．0．1 １２７.0.0.1 %31%32%37.0.0.1 127%2e0.0.1 ⓛⓞⓒⓐⓛⓗⓞⓢⓣ".split(" "),
  ..."localhost LOCALHOST localhost. LocalHost ip6-localhost".split(" "),
  // IPv6, also with IPv4 inside: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP
  ..."[::1] [0:0:0:0:0:0:0:1] [0000::0001] [::] [0::0] [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:127.0.0.1]"
    .split(" "),
  ..."[0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::7f00:1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1]"
    .split(" "),
  ..."[64:ff9b:1::127.0.0.1] [2002:7f00:1::] [2002:7f00:0001::1] [2001::1] [2001:0:7f00:1::80ff:fffe] [fe80::5efe:127.0.0.1]"
    .split(" "),
  ..."[fe80::1] [febf::1] [fc00::1] [fd00::1] [fdff:ffff::1] [fec0::1] [ff02::1] [ff0e::1] [100::1] [2001:db8::1]"
    .split(" "),
  ..."[2001:10::1] [2001:20::1] [2001:2::1] [3fff::1] [5f00::1] [4000::1] [::ffff:10.0.0.1] [::ffff:169.254.169.254]"
    .split(" "),
  ..."[fd00:ec2::254] [64:ff9b::a9fe:a9fe] [2002:a9fe:a9fe::] [::ffff:a00:1] [::a9fe:a9fe]".split(" "),
  // clouds' metadata
  ..."169.254.169.254 169.254.170.2 2852039166 0xa9fea9fe 0251.0376.0251.0376 0xa9.0xfe.0xa9.0xfe 169.254.43518"
    .split(" "),
  ..."100.100.100.200 192.0.0.192 168.63.129.16.".split(" ").filter((host) => host !== "168.63.129.16."),
  // both ends of each range that is not public
  ..."10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255 100.64.0.0 100.127.255.255"
    .split(" "),
  ..."169.254.0.0 169.254.255.255 192.0.0.0 192.0.0.255 192.0.2.1 198.18.0.0 198.19.255.255 198.51.100.1"
    .split(" "),
  ..."203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 0.255.255.255 192.88.99.1".split(" "),
  ..."167772161 0xa000001 012.0.0.1 10.1 0xc0a80001 3232235521 0300.0250.0.1 192.168.1 0xac100001 2886729729"
    .split(" "),
];

/** Everything that is tried, on the canary's ports. */
function forbidden([port, port6]: number[]): string[] {
  return [
    ...hosts.map((host) => `https://${host}:${host.startsWith("[") ? port6 : port}/`),
    ...hosts.map((host) => `http://${host}:${host.startsWith("[") ? port6 : port}/latest/meta-data`),
    ...own.map((host) => `https://${host}:${host.startsWith("[") ? port6 : port}/hook?x=1#y`),
    // credentials that look like the host, and separators that parsers read in their own ways
    ..."example.com@ user:password@ example.com%2f@ example.com%23@ example.com:443@ :@ @".split(" ")
      .map((user) => `https://${user}127.0.0.1:${port}/`),
    `https:\\\\127.0.0.1:${port}\\`,
    `https:/127.0.0.1:${port}`,
    `https:127.0.0.1:${port}`,
    `\thttps://127.0.0.1:${port}/`,
    `https://127.0.\n0.1:${port}/`,
    `https://example.com\\@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}\\@example.com/`,
    `https://example.com#@127.0.0.1:${port}/`.replace("example.com", "127.0.0.1"),
    // other schemes, and no URL at all
    ..."file:///etc/passwd ftp://127.0.0.1/ gopher://127.0.0.1/ data:text/plain,x javascript:1 ws://127.0.0.1/ wss://127.0.0.1/ blob:x about:blank"
      .split(" "),
    ...[
      "",
      "/hook",
      "//127.0.0.1/",
      "https://",
      "https:///",
      "https://[::1",
      "https://256.256.256.256/",
      "https://%00/",
    ],
  ];
}

/** Neither a registration nor an attempt may reach the canary. */
async function refuses(options: GuardOptions, url: string): Promise<void> {
  const guard = createGuard(options);
  await assertRejects(() => guard.check(url), UrlNotAllowed);
  await assertRejects(() =>
    guard.send(url, { method: "POST", body: "x", signal: AbortSignal.timeout(2_000) })
  );
}

Deno.test("in production, none of 200 internal URLs reaches a canary", async () => {
  using bird = canary();
  const urls = forbidden(bird.ports);
  assertGreaterOrEqual(new Set(urls).size, 200);
  for (const url of urls) {
    await refuses({ allowLoopback: false }, url).catch((error) => {
      throw new Error(`${JSON.stringify(url)}: ${error.message}`);
    });
  }
  assertEquals(bird.found.connections, 0);
});

Deno.test("in development, loopback can be reached, also over http, and nothing else internal", async () => {
  using bird = canary();
  const urls = forbidden(bird.ports).filter((url) => !isLoopback(url));
  assertGreaterOrEqual(urls.length, 150);
  for (const url of urls) {
    await refuses({ allowLoopback: true }, url).catch((error) => {
      throw new Error(`${JSON.stringify(url)}: ${error.message}`);
    });
  }
  assertEquals(bird.found.connections, 0);
});

/** URL parsing has already unified the forms of an address. */
function isLoopback(url: string): boolean {
  const parsed = URL.parse(url);
  const hostname = parsed?.hostname.replace(/\.$/, "") ?? "";
  return parsed?.username === "" && /^(127\.|\[::1\]$|localhost$|ip6-localhost$)/.test(hostname);
}

Deno.test("a public name with one private address is refused", async () => {
  using bird = canary();
  const [port] = bird.ports;
  const answers = [["8.8.8.8", "127.0.0.1"], ["::1"], ["10.0.0.1"], ["2606:4700::1", "fd00::1"], [
    "169.254.169.254",
  ], []];
  for (const addresses of answers) {
    const resolve = () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
    await refuses({ allowLoopback: false, resolve }, `https://hook.example.com:${port}/`);
  }
  assertEquals(bird.found.connections, 0);
});

Deno.test("a name that becomes private after the check is not followed", async () => {
  using bird = canary();
  for (const turns of [1, 2, 3]) {
    let asked = 0;
    const resolve = () =>
      Promise.resolve([{ address: asked++ < turns ? "192.0.2.1" : "127.0.0.1", family: 4 }]);
    // 192.0.2.1 plays a public address that does not answer.
    const guard = createGuard({
      allowLoopback: false,
      resolve: async () => (await resolve()).map(pretendPublic),
    });
    for (let i = 0; i < turns; i++) await guard.check(`https://hook.example.com:${bird.ports[0]}/`);
    const url = `https://hook.example.com:${bird.ports[0]}/`;
    await assertRejects(() => guard.send(url, { method: "POST", signal: AbortSignal.timeout(1_000) }));
    assertEquals(asked, turns + 1, "resolved once for the connection");
  }
  assertEquals(bird.found.connections, 0);
});

function pretendPublic({ address, family }: { address: string; family: number }) {
  return { address: address === "192.0.2.1" ? "9.9.9.9" : address, family };
}

Deno.test("the connection uses the checked address without resolving the name again", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => new Response(request.headers.get("host")),
  );
  let asked = 0;
  // Only this resolver knows the name, so a second lookup elsewhere would fail.
  const resolve = () => {
    asked++;
    return Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
  };
  const guard = createGuard({ allowLoopback: true, resolve });
  const host = `only-here.invalid:${server.addr.port}`;
  const answer = await outbound(`http://${host}/`, { send: guard.send });
  assertEquals([answer.status, new TextDecoder().decode(answer.body), asked], [200, host, 1]);
  await server.shutdown();
});

Deno.test("a redirect is returned, not followed", async () => {
  using bird = canary();
  const inside = `https://10.0.0.1:${bird.ports[0]}/`;
  const targets = [inside, `http://127.0.0.1:${bird.ports[0]}/`, `//127.0.0.1:${bird.ports[0]}/`];
  let served = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    const location = targets[served % targets.length] ?? "";
    return new Response(null, { status: [301, 302, 303, 307, 308][served++ % 5], headers: { location } });
  });
  const guard = createGuard({ allowLoopback: true });
  for (let i = 0; i < 15; i++) {
    const { status } = await outbound(`http://127.0.0.1:${server.addr.port}/`, {
      send: guard.send,
      method: "POST",
    });
    assert(status >= 301 && status <= 308, String(status));
  }
  assertEquals([served, bird.found.connections], [15, 0]);
  await server.shutdown();
});
