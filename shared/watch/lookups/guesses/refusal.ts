import type { Proof } from "../../../base/contracts/words.ts"
import { type Accessor, refusedNetworkKeys, subjectKeys } from "../../detection/accessor.ts"
import { type Restriction, restrictsAt } from "../../detection/restrictions/restriction.ts"
import {
  type AskedOf,
  askedIn,
  askedOfWhom,
  isProofRefused,
  type ToolKind,
} from "../../detection/restrictions/tool-policy.ts"
import { type KnownVisitor, knew } from "./known-parcels.ts"

/**
 * Whether current restrictions refuse a lookup, by what the policy of tools asks. On a restricted network parcels that
 * the visitor knew before are not refused, and nothing is to visitors that proved something before.
 *
 * @param asked `tag` of the reference, and what was proven
 * @param restrictions of the visitor, and of the numbers around the reference
 * @param tool where it is asked; by default the hub's page or, for a visitor whom a party names, that party's site
 */
export function isRefused(
  asked: { tag: string; proof: Proof },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
  tool: ToolKind = visitor.accessor.vouchedBy === undefined ? "hub" : "delegated",
): boolean {
  const { accessor, at, known } = visitor
  return restrictions.some((restriction) => {
    const of = restrictsAt(restriction, at) ? askedOf(restriction, accessor) : undefined
    if (of === undefined || !isProofRefused(askedIn(tool, of), asked.proof)) return false
    const isOfNetwork = of === "network" || of === "networkOfGuessers"
    return !isOfNetwork || !(knew(asked, known) || known.some(({ proven }) => proven))
  })
}

/** Of whom a restriction asks something that concerns a visitor; undefined for one of somebody else. */
export function askedOf(restriction: Restriction, accessor: Accessor): AskedOf | undefined {
  const { scope, accessorKey } = restriction
  const keys = scope === "subject" ? subjectKeys(accessor) : scope === "network" ? refusedNetworkKeys(accessor) : null
  if (keys !== null && !keys.includes(accessorKey)) return undefined
  return askedOfWhom(restriction, accessor.subject.kind !== "anonymous")
}
