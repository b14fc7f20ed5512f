import { CommandStopped } from "../../command-line/command-stopped.ts"
import { optionalPackage } from "../../command-line/optional-package.ts"
import type { IpSets } from "./waf-ip-sets.ts"

const arnForm = /^arn:[\w-]+:wafv2:([\w-]+):\d{12}:(regional|global)\/ipset\/([\w-]+)\/([\w-]+)$/

/**
 * AWS WAF with the settings of the environment. It takes wafv2:GetIPSet and wafv2:UpdateIPSet on the sets.
 *
 * @throws Error when the package `@aws-sdk/client-wafv2` is not installed
 */
export async function loadWaf(): Promise<IpSets> {
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
      const { region, ...set } = ipSetNamed(arn)
      const { IPSet, LockToken } = await clientIn(region).getIPSet(set)
      if (IPSet?.Addresses === undefined || LockToken === undefined) throw new Error("AWS WAF answered without a set.")
      return { addresses: IPSet.Addresses, lockToken: LockToken }
    },
    async replace(arn, addresses, lockToken) {
      const { region, ...set } = ipSetNamed(arn)
      try {
        await clientIn(region).updateIPSet({ ...set, Addresses: [...addresses], LockToken: lockToken })
        return true
      } catch (error) {
        if (error instanceof WAFOptimisticLockException) return false
        throw error
      }
    },
  }
}

/** @throws CommandStopped when it is no ARN of an IP set */
export function ipSetNamed(arn: string) {
  const [, region = "", kind, Name = "", Id = ""] = arnForm.exec(arn) ?? []
  if (kind === undefined)
    throw new CommandStopped("wrongUsage", "An IP set is named by its ARN, as arn:aws:wafv2:…:regional/ipset/name/id.")
  return { region, Name, Id, Scope: kind === "global" ? ("CLOUDFRONT" as const) : ("REGIONAL" as const) }
}
