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

/** Resolves a name with the system. Throws UrlNotAllowed if that fails. */
export async function resolveName(host: string): Promise<LookupAddress[]> {
  try {
    return await dns.lookup(host, { all: true });
  } catch (cause) {
    throw new UrlNotAllowed(`${host} cannot be resolved`, { cause });
  }
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
