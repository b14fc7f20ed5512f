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

/** What a visitor proved. `records` are those that the proof opens; without proof, all that were found. */
export type Claim = {
  readonly outcome: LookupOutcome
  readonly proof: Proof
  readonly records: readonly TrackingRecord[]
  /** False when the proof was wrong, or a budget of guesses is used up. Then nothing is shown. */
  readonly allowed: boolean
}

type ProveOptions = Pick<LookUpShipmentOptions, "keyedHash" | "challengeFailures">

/** What a lookup found, and what is known of its visitor. */
type Asking = {
  readonly found: readonly TrackingRecord[]
  readonly lookedUp: LookedUp
  readonly visitor: KnownVisitor
  readonly restrictions: readonly Restriction[]
}

/** Decides what a visitor proved. A postal code costs a guess before it is compared, even if no record was found. */
export async function prove(options: ProveOptions, { request, caller }: Lookup, asking: Asking): Promise<Claim> {
  const { linkToken, postalCode } = request
  if (caller !== undefined && caller.onBehalfOf === undefined) return proveParty(caller.party, asking)
  if (linkToken !== undefined) return proveLinkToken(options, linkToken, asking)
  if (postalCode !== undefined) return provePostalCode(options, postalCode, asking)
  return proveNothing(options, asking)
}

function proveParty(party: Party, { found }: Asking): Claim {
  const own = found.filter((record) => isOwn(party, record))
  if (own.length > 0) return { outcome: "hit", proof: "party", records: own, allowed: true }
  return { ...unproven(found), records: [], allowed: false }
}

function proveLinkToken({ keyedHash }: ProveOptions, linkToken: string, { found }: Asking): Claim {
  const keys = keyedHash.hashes("link-digest", digestOf(linkToken))
  const opened = found.filter((record) => record.linkDigestKey !== undefined && keys.includes(record.linkDigestKey))
  return opened.length > 0 ? { outcome: "hit", proof: "linkToken", records: opened, allowed: true } : failed(found)
}

async function proveNothing(options: ProveOptions, { found, lookedUp, visitor, restrictions }: Asking): Promise<Claim> {
  const earningTag = earningParcel({ tag: lookedUp.tag, proof: "none" }, visitor, restrictions)
  const { at } = visitor
  const allowed = earningTag === undefined || (await takeUnproven(options.challengeFailures, { earningTag, at }))
  return { ...unproven(found), records: found, allowed: allowed && found.length > 0 }
}

async function provePostalCode(options: ProveOptions, postalCode: string, asking: Asking): Promise<Claim> {
  const { found, lookedUp, visitor, restrictions } = asking
  const { accessor, at } = visitor
  const asked = { tag: lookedUp.tag, proof: "postalCode" } as const
  const refused = isRefused(asked, visitor, restrictions)
  // A refused visitor takes its guesses from a budget of its own, so that it does not use up another visitor's.
  const referenceKey = refused ? `refused ${subjectKey(accessor)}` : lookedUp.referenceKey
  const earningTag = earningParcel(asked, visitor, restrictions)
  const guess = await takeGuess(options.challengeFailures, { referenceKey, accessor, at, earningTag })
  if (!guess.allowed || refused) {
    // The postal code is not compared. So neither the calls nor the detector show whether it was right.
    await guess.giveBack()
    return { ...unproven(found), records: [], allowed: false }
  }
  const opened = found.filter((record) => provesPostalCode(options.keyedHash, record, postalCode))
  if (opened.length === 0) return failed(found)
  await guess.wasRight()
  return { outcome: "hit", proof: "postalCode", records: opened, allowed: true }
}

function unproven(found: readonly TrackingRecord[]): Pick<Claim, "outcome" | "proof"> {
  return { outcome: found.length > 0 ? "hit" : "miss", proof: "none" }
}

function failed(found: readonly TrackingRecord[]): Claim {
  return { outcome: found.length > 0 ? "challengeFailed" : "miss", proof: "none", records: [], allowed: false }
}

function isOwn(party: Party, record: TrackingRecord): boolean {
  return party.kind === "retailer" ? record.retailerId === party.id : record.carrierId === party.id
}
