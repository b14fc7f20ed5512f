import ipaddr from "ipaddr.js"

/**
 * What identifies the network of an address: an IPv4 address, or the /64 of an IPv6 one; an IPv4 address in IPv6 clothing is itself.
 *
 * @returns undefined when the text is no address.
 */
export function networkOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined
  const parsed = ipaddr.process(address)
  if (parsed.kind() === "ipv4") return parsed.toString()
  const bytes = parsed.toByteArray()
  return `${ipaddr.fromByteArray([...bytes.slice(0, 8), ...Array(8).fill(0)]).toString()}/64`
}

/** Whether a network in CIDR notation contains addresses; parsed once, since registers are asked on every lookup. */
export function networkMatcher(cidr: string): (address: string) => boolean {
  const [base, bits] = ipaddr.parseCIDR(cidr)
  return (address) => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return parsed.kind() === base.kind() && parsed.match(base, bits)
  }
}
