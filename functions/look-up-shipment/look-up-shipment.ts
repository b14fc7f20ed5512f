import { createHash } from "node:crypto"
import type { Canaries } from "../../shared/access/canaries.ts"
import { takeGuess } from "../../shared/access/guess-budgets.ts"
import type { HeavyReaders } from "../../shared/access/heavy-readers.ts"
import { type AskedFor, describeLookedUp, type LookedUp } from "../../shared/access/looked-up.ts"
import type { AccessObserver, Observation } from "../../shared/access/observe-access.ts"
import type { RecordFinder } from "../../shared/access/record-finder.ts"
import { isRefused } from "../../shared/access/refusal.ts"
import { type ResolvedAccessor, resolveAccessor, resolveParty } from "../../shared/access/resolve-accessor.ts"
import {
  mintVisitorCookie,
  readVisitorCookie,
  type VisitorCookie,
  visitorCookieName,
} from "../../shared/access/visitor-cookie.ts"
import { type Accessor, networkKey, subjectKey } from "../../shared/domain/accessor.ts"
import {
  disclosureExpiry,
  disclosureSortKey,
  type FieldName,
  type Proof,
  provenForExposure,
} from "../../shared/domain/disclosure.ts"
import { type LookupAnswer, type Shown, showDetails, showOwn, showPhase } from "../../shared/domain/lookup-answer.ts"
import { type LookupView, lookupView } from "../../shared/domain/lookup-policy.ts"
import type { LookupRequest } from "../../shared/domain/lookup-request.ts"
import type { Party, PartyDirectory, Retailer } from "../../shared/domain/party.ts"
import type { LookupOutcome } from "../../shared/domain/vocabulary.ts"
import type { Caller } from "../../shared/runtime/authenticate-party.ts"
import type { Clock } from "../../shared/runtime/clock.ts"
import type { RandomId } from "../../shared/runtime/random-id.ts"
import type { ChallengeFailures } from "../../shared/storage/challenge-failures.ts"
import type { Disclosures } from "../../shared/storage/disclosures.ts"
import type { KeyedHash } from "../../shared/storage/keyed-hash.ts"
import type { Restriction, Restrictions } from "../../shared/storage/restrictions.ts"
import { provesPostalCode, type RecordReference, type TrackingRecord } from "../../shared/storage/tracking-records.ts"

/** A lookup as it comes in. */
export type Lookup = {
  readonly request: LookupRequest
  /** The party whose credential came with it, and for whom it asks. */
  readonly caller: Caller | undefined
  readonly cookies: Readonly<Record<string, string>>
  readonly userAgent: string | undefined
  readonly sourceIp: string
}

/** What a lookup came to: an answer, or the one refusal that tells nothing. */
export type LookedUpAnswer = {
  readonly answer: LookupAnswer | "refused"
  /** Value of Set-Cookie, for a visitor who has no cookie of the hub yet. */
  readonly setCookie: string | undefined
}

/** What looking up works with. */
export type LookUpShipmentOptions = {
  parties: PartyDirectory
  records: RecordFinder
  keyedHash: KeyedHash
  canaries: Canaries
  heavyReaders: HeavyReaders
  observer: AccessObserver
  disclosures: Pick<Disclosures, "append">
  restrictions: Pick<Restrictions, "of">
  challengeFailures: ChallengeFailures
  clock: Clock
  randomId: RandomId
  /** Resolves at that instant, epoch milliseconds, or at once when it has passed. */
  holdUntil: (epochMilliseconds: number) => Promise<void>
  /** Every answer takes a whole multiple of this, so that its time does not tell one reason of a refusal from another. */
  floorMilliseconds: number
}

/** A retailer or carrier that is none: no party id has this form. */
const nobody = "?"
/** A session younger than this began with the lookup and tells nobody apart. */
const youngestSessionMilliseconds = 1_000

/**
 * Answers a lookup, or refuses it. Reads the record, classifies who asks, updates the access profile, evaluates it, refuses whoever is
 * restricted or over the threshold, appends the disclosure, and only then answers. Unknown, wrongly proven and refused lookups get one
 * answer, after the same calls and in one class of time.
 */
export function makeLookUpShipment(options: LookUpShipmentOptions): (lookup: Lookup) => Promise<LookedUpAnswer> {
  const { clock, keyedHash } = options

  return async (lookup) => {
    const startedAt = clock()
    const cookie = readVisitorCookie(keyedHash, lookup.cookies[visitorCookieName], startedAt)
    const answer = await answerTo(options, lookup, cookie, startedAt.toISOString())
    const setCookie =
      cookie === undefined && lookup.caller === undefined
        ? mintVisitorCookie(keyedHash, options.randomId(), startedAt)
        : undefined
    await holdToMultiple(options, startedAt)
    return { answer, setCookie }
  }
}

async function answerTo(
  options: LookUpShipmentOptions,
  lookup: Lookup,
  cookie: VisitorCookie | undefined,
  at: string,
): Promise<LookupAnswer | "refused"> {
  const asked = askedFor(options.parties, lookup.request)
  const resolved = resolve(options.keyedHash, lookup, cookie, at)
  const [found, restricted] = await Promise.all([
    findRecords(options.records, asked),
    options.restrictions.of([subjectKey(resolved), networkKey(resolved)]),
  ])
  const lookedUp = describeLookedUp(options, asked, found)
  const accessor = classify(options, lookup, resolved, lookedUp, found)

  const claim = await prove(options, lookup, { found, lookedUp, accessor: accessor.accessor, at })
  const observation = await options.observer.observe(
    {
      at,
      ...accessor,
      retailerId: lookedUp.retailerId,
      tag: lookedUp.tag,
      ordinal: lookedUp.ordinal,
      outcome: claim.outcome,
      proof: claim.proof,
      deliveryPoint: claim.outcome === "hit" ? lookedUp.deliveryPoint : undefined,
      canary: lookedUp.canary,
    },
    { evenCalls: hasPlace(options.parties, asked, lookedUp) },
  )
  const raised = await options.observer.raise(observation.crossings, () => ({
    tool: "guarded",
    carrierIds: carriersOf(lookup, asked, found),
    accessorTokens: [],
    accessIds: [],
  }))
  const restrictions = standing(restricted, raised)

  if (!claim.allowed || isRefused({ accessor: accessor.accessor, proof: claim.proof, at }, restrictions)) {
    return "refused"
  }
  const shown = showRecords(options.parties, lookup, asked, claim)
  if (shown === undefined) return "refused"
  await append(options, { at, accessor: accessor.accessor, proof: claim.proof, shown, observation, restrictions })
  return shown.answer
}

// --- What is asked for

function askedFor(parties: PartyDirectory, { reference, linkToken }: LookupRequest): AskedFor {
  switch (reference.by) {
    case "orderReference": {
      const { retailer: name, orderReference } = reference
      const retailer = parties.retailerByAlias(name) ?? parties.retailerById(name)
      return { by: "orderReference", retailer: retailer ?? { id: nobody }, orderReference }
    }
    case "trackingNumber": {
      const { carrier: name, trackingNumber } = reference
      const carrier =
        parties.carrierById(name) ??
        parties.all.find((party) => party.kind === "carrier" && party.alias.toLowerCase() === name.toLowerCase())
      return { by: "trackingNumber", carrierId: carrier?.id ?? nobody, trackingNumber }
    }
    case "linkToken":
      return { by: "linkToken", linkTokenDigest: digestOf(linkToken ?? "") }
  }
}

function digestOf(linkToken: string): string {
  return createHash("sha256").update(linkToken).digest("base64url")
}

/** Reads the records; where there is no second read because nothing was found, one of nothing takes its place. */
async function findRecords(records: RecordFinder, asked: AskedFor): Promise<TrackingRecord[]> {
  const [found = []] = await records.find([asked satisfies RecordReference])
  const readTwice = found.some((record) => record.parcelId !== undefined && record.retailerId !== undefined)
  if (!readTwice) await records.find([{ by: "recordId", recordId: "NONE" }])
  return found
}

/** Whether a reference like this one, if it exists, has a place in its retailer's sequence, and so a call that an unknown one lacks. */
function hasPlace(parties: PartyDirectory, asked: AskedFor, lookedUp: LookedUp): boolean {
  if (asked.by !== "orderReference") return true
  return lookedUp.ordinal !== undefined || parties.retailerById(asked.retailer.id) === undefined
}

// --- Who asks

function resolve(
  keyedHash: KeyedHash,
  { caller, sourceIp, userAgent }: Lookup,
  cookie: VisitorCookie | undefined,
  at: string,
): ResolvedAccessor {
  if (caller !== undefined && caller.onBehalfOf === undefined) return resolveParty(keyedHash, caller.party.id, sourceIp)
  const behalf = caller?.onBehalfOf
  if (caller === undefined || behalf === undefined) {
    return (
      resolveAccessor(keyedHash, { address: sourceIp, userAgent, cookie }) ?? resolveParty(keyedHash, nobody, sourceIp)
    )
  }
  const { ip, session, sessionStartedAt } = behalf
  const known =
    session !== undefined &&
    sessionStartedAt !== undefined &&
    Date.parse(at) - Date.parse(sessionStartedAt) >= youngestSessionMilliseconds
  const resolved = resolveAccessor(keyedHash, {
    address: ip,
    userAgent: behalf.userAgent,
    vouchedBy: caller.party.id,
    session: known ? session : undefined,
  })
  if (resolved === undefined) return resolveParty(keyedHash, nobody, ip)
  return known ? { ...resolved, cookieMintedAt: new Date(sessionStartedAt).toISOString() } : resolved
}

function classify(
  { heavyReaders }: LookUpShipmentOptions,
  { caller, sourceIp }: Lookup,
  resolved: ResolvedAccessor,
  lookedUp: LookedUp,
  found: readonly TrackingRecord[],
) {
  const delegated = caller?.onBehalfOf !== undefined
  const { accessorClass, networkClass } = heavyReaders.classOf({
    registrars: [lookedUp.retailerId, ...found.map((record) => record.carrierId), caller?.party.id],
    subjectKind: resolved.subject.kind,
    address: caller?.onBehalfOf?.ip ?? sourceIp,
    credentials: delegated ? [] : [caller?.party.id],
  })
  return { accessor: { ...resolved, accessorClass } satisfies Accessor, networkClass }
}

function carriersOf({ caller }: Lookup, asked: AskedFor, found: readonly TrackingRecord[]): string[] {
  const carriers = found.map((record) => record.carrierId)
  if (asked.by === "trackingNumber" && asked.carrierId !== nobody) carriers.push(asked.carrierId)
  if (caller?.party.kind === "carrier") carriers.push(caller.party.id)
  return carriers
}

// --- What is proven

/** What the proof came to. Records are those that it opens; without proof all that were found. */
type Claim = {
  readonly outcome: LookupOutcome
  readonly proof: Proof
  readonly records: readonly TrackingRecord[]
  /** False when a proof was wrong or there were too many wrong ones before: then nothing is shown, not even less. */
  readonly allowed: boolean
}

async function prove(
  options: LookUpShipmentOptions,
  { request, caller }: Lookup,
  of: { found: readonly TrackingRecord[]; lookedUp: LookedUp; accessor: Accessor; at: string },
): Promise<Claim> {
  const { found, lookedUp, accessor, at } = of
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
  const { postalCode } = request
  if (postalCode === undefined) return { outcome: exists, proof: "none", records: found, allowed: found.length > 0 }
  const guess = await takeGuess(options.challengeFailures, { referenceKey: lookedUp.referenceKey, accessor, at })
  const opened = found.filter((record) => provesPostalCode(options.keyedHash, record, postalCode))
  if (opened.length === 0) return failed
  await guess.giveBack()
  return { outcome: "hit", proof: "postalCode", records: opened, allowed: guess.allowed }
}

function isOwn(party: Party, record: TrackingRecord): boolean {
  return party.kind === "retailer" ? record.retailerId === party.id : record.carrierId === party.id
}

function standing(
  read: readonly Restriction[],
  raised: readonly { restriction: Restriction | undefined }[],
): Restriction[] {
  const rows = new Map(read.map((row) => [row.accessorKey, row]))
  for (const { restriction } of raised) if (restriction !== undefined) rows.set(restriction.accessorKey, restriction)
  return [...rows.values()]
}

// --- What is shown

type ShownRecord = { readonly record: TrackingRecord; readonly fields: readonly FieldName[] }
type ShownAnswer = { readonly answer: LookupAnswer; readonly records: readonly ShownRecord[] }

function showRecords(
  parties: PartyDirectory,
  { caller }: Lookup,
  asked: AskedFor,
  { proof, records }: Claim,
): ShownAnswer | undefined {
  const [first] = records
  if (first === undefined) return undefined
  const retailer = first.retailerId === undefined ? undefined : parties.retailerById(first.retailerId)
  // A shipment of a retailer that has left the exchange is nobody's to show.
  if (first.retailerId !== undefined && retailer === undefined) return undefined
  const view = lookupView({ by: asked.by, proof, retailer })
  return showAs(view, records, retailer, caller?.party.kind ?? "carrier")
}

function showAs(
  view: LookupView,
  records: readonly TrackingRecord[],
  retailer: Retailer | undefined,
  to: "retailer" | "carrier",
): ShownAnswer | undefined {
  switch (view) {
    case "nothing":
      return undefined
    case "phase": {
      const shown = records.map((record) => ({ record, ...showPhase(record) }))
      return { answer: { shows: "phase", parcels: shown.map(partOf) }, records: shown }
    }
    case "details": {
      if (retailer === undefined) return undefined
      const shown = records.map((record) => ({ record, ...showDetails(record, retailer.disclosure) }))
      const alias = retailer.disclosure.retailerAlias ? { retailer: retailer.alias } : {}
      return { answer: { shows: "details", ...alias, parcels: shown.map(partOf) }, records: shown }
    }
    case "own": {
      const shown = records.map((record) => ({ record, ...showOwn(record, to) }))
      return { answer: { shows: "own", parcels: shown.map(partOf) }, records: shown }
    }
  }
}

function partOf<Part>({ part }: Shown<Part>): Part {
  return part
}

async function append(
  { disclosures, randomId }: LookUpShipmentOptions,
  of: {
    at: string
    accessor: Accessor
    proof: Proof
    shown: ShownAnswer
    observation: Observation
    restrictions: readonly Restriction[]
  },
): Promise<void> {
  const { at, accessor, proof, shown, observation, restrictions } = of
  const subject = subjectKey(accessor)
  const hasAnomaly =
    observation.flooding ||
    restrictions.some((row) => row.accessorKey === subject && row.releasedAt === undefined) ||
    observation.crossings.some((one) => one.alarming && one.accessorKey === subject)
  const { failedChallenges } = observation
  const proven = provenForExposure({ proof, failedChallenges, hasAnomaly })
  const accessId = randomId()
  await Promise.all(
    shown.records.map(({ record, fields }) =>
      disclosures.append({
        subject,
        sortKey: disclosureSortKey({ at, accessId, recordId: record.recordId, provenForExposure: proven }),
        accessId,
        at,
        network: networkKey(accessor),
        recordId: record.recordId,
        retailerId: record.retailerId ?? record.carrierId,
        ...(record.shipmentId === undefined ? {} : { shipmentId: record.shipmentId }),
        carrierId: record.carrierId,
        tool: "guarded",
        proof,
        provenForExposure: proven,
        fields: [...fields],
        expiresAt: disclosureExpiry(at),
      }),
    ),
  )
}

async function holdToMultiple(
  { clock, holdUntil, floorMilliseconds }: LookUpShipmentOptions,
  startedAt: Date,
): Promise<void> {
  const elapsed = clock().getTime() - startedAt.getTime()
  const multiples = Math.max(1, Math.ceil(elapsed / floorMilliseconds))
  await holdUntil(startedAt.getTime() + multiples * floorMilliseconds)
}
