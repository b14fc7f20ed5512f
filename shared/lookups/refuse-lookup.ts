import { networkKey, subjectKey } from "../detection/accessor.ts"
import type { AccessProfileReader } from "../detection/profiles/access-profiles.ts"
import type { KnownVisitor } from "./guesses/known-parcels.ts"

/**
 * Makes the calls of a lookup that a restriction or a used up budget refuses. It enters no profile and no score. Two
 * reads, one after the other, stand in for the writes of the detector, so that the time does not show the reason.
 */
export async function refuseLookup(
  { profiles }: { profiles: AccessProfileReader },
  { accessor }: KnownVisitor,
): Promise<void> {
  await profiles.read(subjectKey(accessor))
  await profiles.read(networkKey(accessor))
}
