import { digestOfLinkToken } from "../../base/contracts/link-token.ts"
import type { LookupOutcome, Proof } from "../../base/contracts/words.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { provesHouse, provesPostalCode } from "../../intake/tracking/record-proofs.ts"
import type { Party } from "../../parties/party.ts"
import { subjectKey } from "../detection/accessor.ts"
import type { Restriction } from "../detection/restrictions/restriction.ts"
import { takeGuess, takeHouseNumber, takeUnproven } from "./guesses/guess-budgets.ts"
import { earningParcel, type KnownVisitor, knew } from "./guesses/known-parcels.ts"
import { isRefused } from "./guesses/refusal.ts"
import type { LookUpShipmentOptions, Lookup } from "./lookup.ts"
import type { LookedUp } from "./references/looked-up.ts"

/** What a visitor proved. `records` are those that the proof opens; without proof, all that were found. */
export type Claim = {
  readonly outcome: LookupOutcome
  readonly proof: Proof
  readonly records: readonly TrackingRecord[]
  /**
   * `fails`: there is no record, or the proof is wrong. `refused`: a restriction or a used up budget refuses the
   * lookup. Nothing is shown for either.
   */
  readonly verdict: "opens" | "fails" | "refused"
}

type ProveOptions = Pick<LookUpShipmentOptions, "keyedHash" | "challengeFailures">

/** What a lookup found, and what is known of its visitor. */
type Asking = {
  readonly found: readonly TrackingRecord[]
  readonly lookedUp: LookedUp
  readonly visitor: KnownVisitor
  readonly restrictions: readonly Restriction[]
  /** Tag of the reference that the visitor's cookie says it proved, if any. */
  readonly provenTag?: string | undefined
}

/** Where a visitor says that the parcel goes. */
type Typed = { readonly postalCode: string; readonly houseNumber: string | undefined }

/**
 * Decides what a visitor proved. A wrong postal code costs a guess, even if no record was found, and a right one counts
 * only while guesses are left.
 */
export async function prove(options: ProveOptions, { request, caller }: Lookup, asking: Asking): Promise<Claim> {
  const { linkToken, postalCode, houseNumber } = request
  if (caller !== undefined && caller.onBehalfOf === undefined) return proveParty(caller.party, asking)
  if (linkToken !== undefined) return proveLinkToken(options, linkToken, asking)
  if (postalCode !== undefined) return provePostalCode(options, { postalCode, houseNumber }, asking)
  return proveNothing(options, asking)
}

function proveParty(party: Party, { found }: Asking): Claim {
  const own = found.filter((record) => isOwn(party, record))
  if (own.length > 0) return { outcome: "hit", proof: "party", records: own, verdict: "opens" }
  return { ...unproven(found), records: [], verdict: "fails" }
}

function proveLinkToken({ keyedHash }: ProveOptions, linkToken: string, { found }: Asking): Claim {
  const keys = keyedHash.hashes("link-digest", digestOfLinkToken(linkToken))
  const opened = found.filter((record) => record.linkDigestKey !== undefined && keys.includes(record.linkDigestKey))
  return opened.length > 0 ? { outcome: "hit", proof: "linkToken", records: opened, verdict: "opens" } : failed(found)
}

async function proveNothing(options: ProveOptions, { found, lookedUp, visitor, restrictions }: Asking): Promise<Claim> {
  const asked = { tag: lookedUp.tag, proof: "none" } as const
  if (isRefused(asked, visitor, restrictions)) return refused
  const earningTag = earningParcel(asked, visitor, restrictions)
  const { accessor, at } = visitor
  const allowed =
    earningTag === undefined || (await takeUnproven(options.challengeFailures, { earningTag, accessor, at }))
  if (!allowed) return refused
  return { ...unproven(found), records: found, verdict: found.length > 0 ? "opens" : "fails" }
}

async function provePostalCode(options: ProveOptions, typed: Typed, asking: Asking): Promise<Claim> {
  const { found, lookedUp, visitor, restrictions, provenTag } = asking
  const { accessor, at } = visitor
  const { tag } = lookedUp
  const asked = { tag, proof: "postalCode" } as const
  const refused = isRefused(asked, visitor, restrictions)
  const opened = refused ? [] : found.filter((record) => provesPostalCode(options.keyedHash, record, typed.postalCode))
  // Who proved this parcel before guesses nothing. Strangers cannot use up what it needs.
  if (opened.length > 0 && (provenTag === tag || knew(asked, visitor.known))) return opensBy(options, opened, typed)
  // A refused visitor has budgets of its own, so that it does not use up another visitor's.
  const referenceKey = refused ? `refused ${subjectKey(accessor)}` : lookedUp.referenceKey
  const earningTag = earningParcel(asked, visitor, restrictions)
  const was = refused ? "unchecked" : opened.length > 0 ? "right" : "wrong"
  const guess = await takeGuess(options.challengeFailures, { referenceKey, accessor, at, earningTag }, was)
  if (!guess.allowed || refused) {
    // Whether the postal code is right decides nothing here. So neither the calls nor the detector show it.
    const isOwnDoing = !refused && guess.firstUsedUp && accessor.subject.kind !== "anonymous"
    const house = await proveHouse(options, typed, asking)
    // Who guesses on after its own ten wrong ones is scored. Others used up the other budgets and an anonymous name.
    return house.verdict === "refused" && isOwnDoing ? { ...unproven(found), records: [], verdict: "fails" } : house
  }
  return opened.length > 0 ? opensBy(options, opened, typed) : failed(found)
}

/** What a right postal code opens, better proven if the house number is right too. */
function opensBy(options: ProveOptions, opened: readonly TrackingRecord[], typed: Typed): Claim {
  const proof = housesAmong(options, opened, typed).length === opened.length ? "houseNumber" : "postalCode"
  return { outcome: "hit", proof, records: opened, verdict: "opens" }
}

/** Compares postal code and house number together, where a postal code alone is not accepted. */
async function proveHouse(options: ProveOptions, typed: Typed, asking: Asking): Promise<Claim> {
  const { found, lookedUp, visitor, restrictions } = asking
  if (typed.houseNumber === undefined) return refused
  if (isRefused({ tag: lookedUp.tag, proof: "houseNumber" }, visitor, restrictions)) return refused
  const { accessor, at } = visitor
  const { referenceKey } = lookedUp
  const opened = housesAmong(options, found, typed)
  const was = opened.length > 0 ? "right" : "wrong"
  const guess = await takeHouseNumber(options.challengeFailures, { referenceKey, accessor, at }, was)
  if (!guess.allowed || opened.length === 0) return refused
  return { outcome: "hit", proof: "houseNumber", records: opened, verdict: "opens" }
}

function housesAmong(
  { keyedHash }: ProveOptions,
  records: readonly TrackingRecord[],
  { postalCode, houseNumber }: Typed,
): TrackingRecord[] {
  if (houseNumber === undefined) return []
  return records.filter((record) => provesHouse(keyedHash, record, { postalCode, houseNumber }))
}

/** The lookup is not counted, so its outcome does not matter. */
const refused: Claim = { outcome: "miss", proof: "none", records: [], verdict: "refused" }

function unproven(found: readonly TrackingRecord[]): Pick<Claim, "outcome" | "proof"> {
  return { outcome: found.length > 0 ? "hit" : "miss", proof: "none" }
}

function failed(found: readonly TrackingRecord[]): Claim {
  return { outcome: found.length > 0 ? "challengeFailed" : "miss", proof: "none", records: [], verdict: "fails" }
}

function isOwn(party: Party, record: TrackingRecord): boolean {
  return party.kind === "retailer" ? record.retailerId === party.id : record.carrierId === party.id
}
