import ipaddr from "ipaddr.js";
import { type LookupAddress, promises as dns } from "node:dns";
import { Agent, request } from "undici";
import { z } from "zod";
import { defineEnv, optional } from "../data/env.ts";
import type { Send } from "./client.ts";

/** For development: allows webhooks to loopback addresses. */
const env = defineEnv(z.object({
  WEBHOOK_ALLOW_LOOPBACK: optional(z.enum(["true", "false"])).transform((text) => text === "true"),
}));

/** A URL that somebody else chose leads where we do not go; the message may be shown to them. */
export class UrlNotAllowed extends Error {
  override readonly name = "UrlNotAllowed";
}

/** The addresses of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** What a guard needs to know; for tests, which have no other names and no other hosts. */
export interface GuardOptions {
  /** Lets 127.0.0.0/8 and ::1 through, http too, and nothing else: WEBHOOK_ALLOW_LOOPBACK, for development. */
  allowLoopback?: boolean;
  resolve?: Resolve;
}

export interface Guard {
  /** Throws UrlNotAllowed unless the URL is https, without credentials, and every address of its host is public. */
  check(url: string): Promise<void>;
  /** Makes a request, without following redirects, to an address that this very connection has checked. */
  send: Send;
}

const connectMs = 5_000;
const publicIPv6 = ipaddr.parseCIDR("2000::/3");

/**
 * Guards requests to URLs that somebody else chose, so that none reaches what only we can reach. A name is resolved
 * once a connection, and the connection goes to the addresses that were checked: a name that changes in between
 * (DNS rebinding) changes nothing. Deno's own fetch cannot be tied to an address, so the client is undici.
 */
export function createGuard(options: GuardOptions = {}): Guard {
  const { resolve = resolveName } = options;
  const allowsLoopback = () => options.allowLoopback ?? env().WEBHOOK_ALLOW_LOOPBACK;
  const isAllowed = (protocol: string) => (address: string) =>
    protocol === "https:" && isPublic(address) || allowsLoopback() && isLoopback(address);

  const addressesOf = async (host: string, protocol: string): Promise<LookupAddress[]> => {
    const literal = host.replace(/^\[|\]$/g, "");
    const addresses = ipaddr.isValid(literal)
      ? [{ address: literal, family: literal.includes(":") ? 6 : 4 }]
      : await resolve(host);
    if (addresses.length > 0 && addresses.every(({ address }) => isAllowed(protocol)(address))) {
      return addresses;
    }
    throw new UrlNotAllowed(
      addresses.length === 0 ? `${host} has no address` : `${host} is not a public address`,
    );
  };
  const agents = new Map(["https:", "http:"].map((protocol) => [
    protocol,
    new Agent({
      connect: {
        timeout: connectMs,
        lookup: (host, _, answer) => {
          addressesOf(host, protocol).then(
            (addresses) => answer(null, addresses),
            (error) => answer(error, []),
          );
        },
      },
      keepAliveTimeout: 4_000,
    }),
  ]));
  const parse = (text: string | URL): URL => {
    const url = parseUrl(text);
    const schemes = allowsLoopback() ? ["https:", "http:"] : ["https:"];
    if (!schemes.includes(url.protocol)) throw new UrlNotAllowed("The URL must begin with https://");
    if (url.username || url.password) throw new UrlNotAllowed("The URL must not hold a user or password");
    return url;
  };

  return {
    check: async (text) => {
      const { hostname, protocol } = parse(text);
      await addressesOf(hostname, protocol);
    },
    send: async (target, { method = "GET", headers, body, signal }) => {
      const url = parse(target);
      // An address in the URL itself is connected to without a lookup.
      if (isLiteral(url.hostname)) await addressesOf(url.hostname, url.protocol);
      const answer = await request(url, {
        dispatcher: agents.get(url.protocol),
        method: isMethod(method) ? method : "GET",
        headers: headers === undefined || isPlain(headers)
          ? headers
          : Object.fromEntries(new Headers(headers)),
        body,
        signal,
      });
      return { status: answer.statusCode, headers: headersOf(answer.headers), body: answer.body };
    },
  };
}

function parseUrl(text: string | URL): URL {
  try {
    return new URL(text);
  } catch {
    throw new UrlNotAllowed("It is not a URL");
  }
}

async function resolveName(host: string): Promise<LookupAddress[]> {
  try {
    return await dns.lookup(host, { all: true });
  } catch (cause) {
    throw new UrlNotAllowed(`${host} cannot be resolved`, { cause });
  }
}

function isLiteral(hostname: string): boolean {
  return ipaddr.isValid(hostname.replace(/^\[|\]$/g, ""));
}

/** Addresses that embed another (mapped, NAT64, 6to4, Teredo) are none of the public ones, whatever they embed. */
function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(publicIPv6);
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

function isMethod(method: string): method is typeof methods[number] {
  return methods.some((known) => known === method);
}

/** Already as undici takes them: making Headers of them would cost more than signing. */
function isPlain(headers: HeadersInit): headers is Record<string, string> {
  return !(headers instanceof Headers) && !Array.isArray(headers) && !(Symbol.iterator in headers);
}

function headersOf(sent: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(sent)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}
