import ipaddr from "ipaddr.js"
import type { Target } from "../enforced-targets.ts"
import type { EnforcementOutput } from "./enforcement-output.ts"
import { keptInSet, type WafSets } from "./waf-sets.ts"

/** The sets of one action: WAF keeps addresses of each version in a set of their own. */
export type SetPair = { readonly ipv4?: string | undefined; readonly ipv6?: string | undefined }

/** The most entries that a set takes. */
export const mostEntries = 10_000

/**
 * Keeps the networks in IP sets of AWS WAF, which rules of the carrier's own refer to: with CAPTCHA or a label for
 * those that need proof, with Block for those that are blocked. Each set gets one update with all its entries. If there
 * are more than a set takes, those that end last stay in it.
 */
export function wafIpSets(
  sets: { readonly proof: SetPair; readonly block: SetPair },
  load: () => Promise<WafSets>,
): EnforcementOutput {
  const setOf = ({ kind, action, value }: Target): string | undefined =>
    kind === "network" ? sets[action][value.includes(":") ? "ipv6" : "ipv4"] : undefined
  const arns = [sets.proof.ipv4, sets.proof.ipv6, sets.block.ipv4, sets.block.ipv6].filter((arn) => arn !== undefined)
  let loaded: Promise<WafSets> | undefined
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
        const cidrs = kept.map(({ value }) => cidrOf(value))
        if (await keptInSet(waf, arn, cidrs, plain)) changed += 1
      }
      return { sentence: `${arns.length} IP sets have ${entries} entries; ${changed} were changed.`, left }
    },
  }
}

const cidrOf = (network: string): string => (network.includes("/") ? network : `${network}/32`)

/** One way to write a network: WAF may write the zeros of an IPv6 address in another way. */
function plain(cidr: string): string {
  const [address, bits] = ipaddr.parseCIDR(cidr)
  return `${address.toNormalizedString()}/${bits}`
}
