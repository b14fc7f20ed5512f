import { CommandStopped } from "../../command-line/command-stopped.ts"
import { optionalPackage } from "../../command-line/optional-package.ts"
import type { WafSet, WafSets } from "./waf-sets.ts"

const arnForm = /^arn:[\w-]+:wafv2:([\w-]+):\d{12}:(regional|global)\/(ipset|regexpatternset)\/([\w-]+)\/([\w-]+)$/

/**
 * AWS WAF with the settings of the environment. It takes wafv2:GetIPSet and wafv2:UpdateIPSet on IP sets, and
 * wafv2:GetRegexPatternSet and wafv2:UpdateRegexPatternSet on regex pattern sets.
 *
 * @throws Error when the package `@aws-sdk/client-wafv2` is not installed
 */
export async function loadWaf(): Promise<WafSets> {
  const { WAFV2, WAFOptimisticLockException } = await optionalPackage(
    "@aws-sdk/client-wafv2",
    () => import("@aws-sdk/client-wafv2"),
  )
  const clients = new Map<string, InstanceType<typeof WAFV2>>()
  const clientIn = (region: string) => {
    const client = clients.get(region) ?? new WAFV2({ region })
    clients.set(region, client)
    return client
  }
  return {
    async read(arn) {
      const { region, kind, ...set } = wafSetNamed(arn)
      if (kind === "ipset") {
        const { IPSet, LockToken } = await clientIn(region).getIPSet(set)
        return complete(IPSet?.Addresses, LockToken)
      }
      const { RegexPatternSet, LockToken } = await clientIn(region).getRegexPatternSet(set)
      const expressions = RegexPatternSet?.RegularExpressionList
      return complete(
        expressions?.map(({ RegexString = "" }) => RegexString),
        LockToken,
      )
    },
    async replace(arn, entries, lockToken) {
      const { region, kind, ...named } = wafSetNamed(arn)
      const set = { ...named, LockToken: lockToken }
      try {
        if (kind === "ipset") await clientIn(region).updateIPSet({ ...set, Addresses: [...entries] })
        else await clientIn(region).updateRegexPatternSet({ ...set, RegularExpressionList: entries.map(expressionOf) })
        return true
      } catch (error) {
        if (error instanceof WAFOptimisticLockException) return false
        throw error
      }
    },
  }
}

const expressionOf = (RegexString: string) => ({ RegexString })

function complete(entries: string[] | undefined, lockToken: string | undefined): WafSet {
  if (entries === undefined || lockToken === undefined) throw new Error("AWS WAF answered without a set.")
  return { entries, lockToken }
}

/** @throws CommandStopped when it is no ARN of a set */
export function wafSetNamed(arn: string) {
  const [, region = "", scope, kind, Name = "", Id = ""] = arnForm.exec(arn) ?? []
  if (kind === undefined)
    throw new CommandStopped(
      "wrongUsage",
      "A set is named by its ARN, as arn:aws:wafv2:…:regional/ipset/name/id or …/regexpatternset/name/id.",
    )
  return { region, kind, Name, Id, Scope: scope === "global" ? ("CLOUDFRONT" as const) : ("REGIONAL" as const) }
}
