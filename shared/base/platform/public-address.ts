import ipaddr from "ipaddr.js"

/** What a deployment lets the hub reach beside public addresses, at an address that a party named. */
export type ReachOptions = {
  /** Whether this machine itself may be reached. Only in the stage of a developer's machine. */
  readonly allowsLoopback: boolean
}

/**
 * Whether the hub may send anything to an IP address that a party named. Private, link-local, shared, reserved and
 * multicast addresses are refused, and so are IPv6 addresses that stand for an IPv4 address that is refused.
 * @param address IPv4 or IPv6, without brackets. Anything else is refused
 */
export function mayReachAddress(address: string, { allowsLoopback }: ReachOptions): boolean {
  if (!ipaddr.isValid(address)) return false
  // `process` reads an IPv4 address that is written as IPv6 (::ffff:10.0.0.1) as what it is.
  const parsed = ipaddr.process(address)
  const range = parsed.range()
  if (range === "loopback") return allowsLoopback
  return range === "unicast" && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast))
}

/** All IPv6 addresses that are given out for use on the internet (RFC 4291, section 2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3")

/** The IP address that a URL names in place of a host name, without brackets. */
export function addressIn(url: string): string | undefined {
  const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, "") ?? ""
  return ipaddr.isValid(host) ? host : undefined
}

/** Whether a URL leads to a host with a public name. Nothing must be sent to an address inside somebody's network. */
export function hasPublicName(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ""
  return /\.[a-z][a-z0-9-]+$/i.test(host) && !/\.(local|localhost|internal|intranet|lan|home|arpa)$/i.test(host)
}

/** Whether a URL leads to a host with a public name, or to an address that may be reached. */
export function leadsToPublic(url: string, options: ReachOptions): boolean {
  const address = addressIn(url)
  return address === undefined ? hasPublicName(url) : mayReachAddress(address, options)
}
