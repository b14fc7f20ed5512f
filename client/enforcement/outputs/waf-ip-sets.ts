import ipaddr from "ipaddr.js"
import type { Target } from "../enforced-targets.ts"
import type { EnforcementOutput } from "./enforcement-output.ts"

/** What an IP set of AWS WAF holds, with the token that an update needs. */
export type IpSet = { readonly addresses: readonly string[]; readonly lockToken: string }

/** AWS WAF, or what stands for it. A set is named by its ARN. */
export type IpSets = {
  read(arn: string): Promise<IpSet>
  /** @returns false if somebody else changed the set since it was read */
  replace(arn: string, addresses: readonly string[], lockToken: string): Promise<boolean>
}

/** The sets of one action: WAF keeps addresses of each version in a set of their own. */
export type SetPair = { readonly ipv4?: string | undefined; readonly ipv6?: string | undefined }

/** The most entries that a set takes. */
export const mostEntries = 10_000

const attempts = 5

/**
 * Keeps the networks in IP sets of AWS WAF, which rules of the carrier's own refer to: with CAPTCHA or a label for
 * those that need proof, with Block for those that are blocked. Each set gets one update with all its entries. If there
 * are more than a set takes, those that end last stay in it.
 */
export function wafIpSets(
  sets: { readonly proof: SetPair; readonly block: SetPair },
  load: () => Promise<IpSets>,
): EnforcementOutput {
  const setOf = ({ kind, action, value }: Target): string | undefined =>
    kind === "network" ? sets[action][value.includes(":") ? "ipv6" : "ipv4"] : undefined
  const arns = [sets.proof.ipv4, sets.proof.ipv6, sets.block.ipv4, sets.block.ipv6].filter((arn) => arn !== undefined)
  let loaded: Promise<IpSets> | undefined
  return {
    name: "waf",
    async apply(targets) {
      loaded ??= load()
      const waf = await loaded
      let [entries, changed, left] = [0, 0, targets.filter((target) => setOf(target) === undefined).length]
      for (const arn of arns) {
        const wanted = targets
          .filter((target) => setOf(target) === arn)
          .toSorted((a, b) => Date.parse(b.until) - Date.parse(a.until))
        const kept = wanted.slice(0, mostEntries)
        left += wanted.length - kept.length
        entries += kept.length
        if (
          await bringAbout(
            waf,
            arn,
            kept.map(({ value }) => cidrOf(value)),
          )
        )
          changed += 1
      }
      return { sentence: `${arns.length} IP sets have ${entries} entries; ${changed} were changed.`, left }
    },
  }
}

/** @returns whether the set had to be changed */
async function bringAbout(waf: IpSets, arn: string, addresses: readonly string[]): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const current = await waf.read(arn)
    const [has, wanted] = [new Set(current.addresses.map(plain)), new Set(addresses.map(plain))]
    if (has.size === wanted.size && [...wanted].every((one) => has.has(one))) return false
    if (await waf.replace(arn, addresses, current.lockToken)) return true
  }
  throw new Error(`Others kept changing an IP set. It is tried again.`)
}

const cidrOf = (network: string): string => (network.includes("/") ? network : `${network}/32`)

/** One way to write a network: WAF may write the zeros of an IPv6 address in another way. */
function plain(cidr: string): string {
  const [address, bits] = ipaddr.parseCIDR(cidr)
  return `${address.toNormalizedString()}/${bits}`
}
