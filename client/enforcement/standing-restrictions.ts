import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"

/** A restriction in force, as a carrier knows it. It names tokens, and nobody. */
export const standingRestriction = z.object({
  restrictionId: ownString(),
  scope: z.enum(["subject", "network"]),
  until: z.iso.datetime(),
  accessorTokens: z.array(ownString()),
})
export type StandingRestriction = z.infer<typeof standingRestriction>

/** A decision of the hub. */
export const decision = z.union([
  standingRestriction.extend({ change: z.enum(["new", "renewed"]) }),
  z.object({ restrictionId: ownString(), change: z.enum(["released", "expired"]) }),
])
export type Decision = z.infer<typeof decision>

/**
 * The restrictions that stand after some decisions. Those that ended by themselves are gone, also if the hub could not
 * be asked.
 */
export function standingAfter(
  standing: readonly StandingRestriction[],
  decisions: readonly Decision[],
  now: Date,
): StandingRestriction[] {
  const byId = new Map(standing.map((one) => [one.restrictionId, one]))
  for (const one of decisions) {
    if (!("scope" in one)) byId.delete(one.restrictionId)
    else {
      const { restrictionId, scope, until, accessorTokens } = one
      byId.set(restrictionId, { restrictionId, scope, until, accessorTokens })
    }
  }
  return [...byId.values()].filter(({ until }) => Date.parse(until) > now.getTime())
}
