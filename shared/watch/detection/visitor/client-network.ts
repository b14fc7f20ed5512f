import ipaddr from "ipaddr.js"

/**
 * What identifies the network of an address: an IPv4 address, or the /64 of an IPv6 one. An IPv4-mapped IPv6 address
 * counts as IPv4.
 * @returns undefined when the text is not an address
 */
export function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  if (parsed.kind() === "ipv4") return parsed.toString()
  return rangeOf(parsed.toByteArray(), 64)
}

/**
 * The /48 of an IPv6 address: the largest range that a provider gives to one site, with 65,536 networks to look from.
 * @returns undefined for an IPv4 address, which is one network, and when the text is not an address
 */
export function prefixOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  return parsed.kind() === "ipv4" ? undefined : rangeOf(parsed.toByteArray(), 48)
}

function rangeOf(bytes: readonly number[], bits: 48 | 64): string {
  const kept = bytes.slice(0, bits / 8)
  return `${ipaddr.fromByteArray([...kept, ...Array(16 - kept.length).fill(0)]).toString()}/${bits}`
}

/**
 * Makes a test of whether a network in CIDR notation contains an address. It is parsed once, because registers are used
 * on every lookup.
 */
export function networkMatcher(cidr: string): (address: string) => boolean {
  const [base, bits] = ipaddr.parseCIDR(cidr)
  return (address) => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return parsed.kind() === base.kind() && parsed.match(base, bits)
  }
}
