import { networkKey, subjectKey } from "../detection/accessor.ts"
import type { AccessProfileReader } from "../detection/profiles/access-profiles.ts"
import { decodeProfile } from "../detection/profiles/profile-encoding.ts"
import type { Restriction, Restrictions } from "../detection/restrictions/restriction.ts"
import type { KnownVisitor } from "./guesses/known-parcels.ts"
import { restartRestrictions } from "./guesses/restart-restrictions.ts"

/**
 * Makes the calls of a lookup that a restriction or a used up budget refuses. It enters no profile and no score. Two
 * reads, one after the other, stand in for the writes of the detector, so that the time does not show the reason. If
 * the visitor itself or the neighbourhood of the reference is restricted, and the reference is new to the visitor, the
 * restriction restarts.
 * @param tag of the reference
 * @param current restrictions of the visitor and of the neighbourhood
 */
export async function refuseLookup(
  { profiles, restrictions }: { profiles: AccessProfileReader; restrictions: Pick<Restrictions, "restart"> },
  of: { visitor: KnownVisitor; tag: string; current: readonly Restriction[] },
): Promise<void> {
  const { visitor, tag, current } = of
  const { attributes } = await profiles.read(subjectKey(visitor.accessor))
  const isNew = decodeProfile(attributes, "accessor").every((entry) => entry.tag !== tag)
  await Promise.all([
    profiles.read(networkKey(visitor.accessor)),
    isNew ? restartRestrictions(restrictions, visitor, current) : undefined,
  ])
}
