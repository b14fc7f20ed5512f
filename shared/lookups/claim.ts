import type { LookupOutcome, Proof } from "../contracts/words.ts"
import { subjectKey } from "../detection/accessor.ts"
import type { Restriction } from "../detection/restrictions/restriction.ts"
import type { Party } from "../parties/party.ts"
import type { TrackingRecord } from "../tracking/joined-record.ts"
import { provesPostalCode } from "../tracking/record-proofs.ts"
import { digestOf } from "./asked-for.ts"
import { takeGuess, takeUnproven } from "./guesses/guess-budgets.ts"
import { earningParcel, type KnownVisitor } from "./guesses/known-parcels.ts"
import { isRefused } from "./guesses/refusal.ts"
import type { LookUpShipmentOptions, Lookup } from "./lookup.ts"
import type { LookedUp } from "./references/looked-up.ts"

/** What the proof came to. Records are those that it opens; without proof all that were found. */
export type Claim = {
  readonly outcome: LookupOutcome
  readonly proof: Proof
  readonly records: readonly TrackingRecord[]
  /** False when a proof was wrong or there were too many wrong ones before: then nothing is shown, not even less. */
  readonly allowed: boolean
}

/**
 * What the accessor proves to be entitled to. A postal code costs a guess before it is looked at, also where there is nothing to compare it
 * with.
 */
export async function prove(
  options: Pick<LookUpShipmentOptions, "keyedHash" | "challengeFailures">,
  { request, caller }: Lookup,
  of: {
    found: readonly TrackingRecord[]
    lookedUp: LookedUp
    visitor: KnownVisitor
    restrictions: readonly Restriction[]
  },
): Promise<Claim> {
  const { found, lookedUp, visitor, restrictions } = of
  const { accessor, at } = visitor
  const exists: LookupOutcome = found.length > 0 ? "hit" : "miss"
  const failed: Claim = {
    outcome: found.length > 0 ? "challengeFailed" : "miss",
    proof: "none",
    records: [],
    allowed: false,
  }
  if (caller !== undefined && caller.onBehalfOf === undefined) {
    const own = found.filter((record) => isOwn(caller.party, record))
    if (own.length > 0) return { outcome: "hit", proof: "party", records: own, allowed: true }
    return { outcome: exists, proof: "none", records: [], allowed: false }
  }
  if (request.linkToken !== undefined) {
    const keys = options.keyedHash.hashes("link-digest", digestOf(request.linkToken))
    const opened = found.filter((record) => record.linkDigestKey !== undefined && keys.includes(record.linkDigestKey))
    return opened.length > 0 ? { outcome: "hit", proof: "linkToken", records: opened, allowed: true } : failed
  }
  const { tag } = lookedUp
  const { postalCode } = request
  if (postalCode === undefined) {
    const earningTag = earningParcel({ tag, proof: "none" }, visitor, restrictions)
    const allowed = earningTag === undefined || (await takeUnproven(options.challengeFailures, { earningTag, at }))
    return { outcome: exists, proof: "none", records: found, allowed: allowed && found.length > 0 }
  }
  const asked = { tag, proof: "postalCode" } as const
  const refused = isRefused(asked, visitor, restrictions)
  // Who is refused anyway guesses out of a budget that nobody else needs.
  const referenceKey = refused ? `refused ${subjectKey(accessor)}` : lookedUp.referenceKey
  const earningTag = earningParcel(asked, visitor, restrictions)
  const guess = await takeGuess(options.challengeFailures, { referenceKey, accessor, at, earningTag })
  if (!guess.allowed || refused) {
    // Not looked at, so neither its calls nor what the detector hears can tell whether it was right.
    await guess.giveBack()
    return { outcome: exists, proof: "none", records: [], allowed: false }
  }
  const opened = found.filter((record) => provesPostalCode(options.keyedHash, record, postalCode))
  if (opened.length === 0) return failed
  await guess.wasRight()
  return { outcome: "hit", proof: "postalCode", records: opened, allowed: true }
}

function isOwn(party: Party, record: TrackingRecord): boolean {
  return party.kind === "retailer" ? record.retailerId === party.id : record.carrierId === party.id
}
