/**
 * The addresses of host names, and which of them a request may go to.
 *
 * @module
 */
import ipaddr from "ipaddr.js";
import { type LookupAddress, promises as dns } from "node:dns";

/** A request to the URL is refused. Its author may see the message. */
export class UrlNotAllowed extends Error {
  override readonly name = "UrlNotAllowed";
}

/** The addresses of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

const publicIPv6 = ipaddr.parseCIDR("2000::/3");

const lookupMs = 3_000;

/** Resolves a name with the system. Without an answer in time the name has no address. */
export async function resolveName(
  host: string,
  lookup: Resolve = (name) => dns.lookup(name, { all: true }),
  timeoutMs = lookupMs,
): Promise<LookupAddress[]> {
  const late = Promise.withResolvers<LookupAddress[]>();
  const timer = setTimeout(() => late.resolve([]), timeoutMs);
  try {
    return await Promise.race([lookup(host), late.promise]);
  } catch (cause) {
    throw notPublic(host, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** The same for a name that is unknown, slow or private: which one it is tells of the network that we are in. */
export function notPublic(host: string, cause?: unknown): UrlNotAllowed {
  return new UrlNotAllowed(`${host} has no public address`, { cause });
}

/** The address, if the host of a URL is one. */
export function literalOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : undefined;
}

/** True for public addresses. One that embeds another (mapped, NAT64, 6to4, Teredo) never counts as public. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || parsed.match(publicIPv6);
}

/** True for 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";
}
