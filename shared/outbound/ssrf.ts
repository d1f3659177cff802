import type { LookupAddress } from "node:dns";
import { Agent, request } from "undici";
import { z } from "zod";
import { defineEnv, optional } from "../data/env.ts";
import {
  isLoopback,
  isPublic,
  literalOf,
  notPublic,
  type Resolve,
  resolveName,
  UrlNotAllowed,
} from "./addresses.ts";
import type { Send } from "./client.ts";

/** For development: allows webhooks to loopback addresses. */
const env = defineEnv(z.object({
  WEBHOOK_ALLOW_LOOPBACK: optional(z.enum(["true", "false"])).transform((text) => text === "true"),
}));

/** For tests, which have only loopback hosts and no DNS names. */
export interface GuardOptions {
  /** Also allows loopback addresses, even with http. Default: WEBHOOK_ALLOW_LOOPBACK. */
  allowLoopback?: boolean;
  resolve?: Resolve;
}

export interface Guard {
  /** Throws UrlNotAllowed unless the URL is https, without credentials, and every address of its host is public. */
  check(url: string): Promise<void>;
  /** Makes a request to an address that was checked for this connection. Does not follow redirects. */
  send: Send;
}

const connectMs = 5_000;

/**
 * Guards requests to URLs that others chose against reaching our own network. Each connection resolves the name once
 * and goes to the checked addresses, which prevents DNS rebinding. Deno's fetch cannot do that, so we use undici.
 */
export function createGuard(options: GuardOptions = {}): Guard {
  const { resolve = resolveName } = options;
  const allowsLoopback = () => options.allowLoopback ?? env().WEBHOOK_ALLOW_LOOPBACK;
  const isAllowed = (protocol: string) => (address: string) =>
    protocol === "https:" && isPublic(address) || allowsLoopback() && isLoopback(address);

  const addressesOf = async (host: string, protocol: string): Promise<LookupAddress[]> => {
    const literal = literalOf(host);
    const addresses = literal === undefined
      ? await resolve(host)
      : [{ address: literal, family: literal.includes(":") ? 6 : 4 }];
    if (addresses.length > 0 && addresses.every(({ address }) => isAllowed(protocol)(address))) {
      return addresses;
    }
    throw notPublic(host);
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
      if (literalOf(url.hostname) !== undefined) await addressesOf(url.hostname, url.protocol);
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

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

function isMethod(method: string): method is typeof methods[number] {
  return methods.some((known) => known === method);
}

/** True for headers that undici takes as they are. Converting them to Headers would cost more than signing. */
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
