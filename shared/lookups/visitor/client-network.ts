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
  const bytes = parsed.toByteArray()
  return `${ipaddr.fromByteArray([...bytes.slice(0, 8), ...Array(8).fill(0)]).toString()}/64`
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
