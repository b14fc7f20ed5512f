import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import type { LookupAnswer } from "../../intake/tracking/lookup-answer.ts"
import { keyKind, networkKey, refusedNetworkKeys, subjectKey, subjectKeys } from "../detection/accessor.ts"
import { oneContact } from "../detection/charts/volume.ts"
import type { AccessProfileReader } from "../detection/profiles/access-profiles.ts"
import { decodeProfile } from "../detection/profiles/profile-encoding.ts"
import { type Restriction, type Restrictions, restrictsAt } from "../detection/restrictions/restriction.ts"
import { blockOfHub, codeBlockKey, neighbourhoodKey, restrictedKeyOf } from "../detection/retailers/number-blocks.ts"
import { appendDisclosures } from "./append-disclosures.ts"
import { askedFor, findRecords, hasPlace } from "./asked-for.ts"
import { type Claim, prove } from "./claim.ts"
import { discloseRecords } from "./disclosed-answer.ts"
import { isGuess, type KnownVisitor, knownParcels } from "./guesses/known-parcels.ts"
import { isRefused } from "./guesses/refusal.ts"
import { restartRestrictions } from "./guesses/restart-restrictions.ts"
import { carriersOf, classify, identify, ofOwnOrders } from "./identify-visitor.ts"
import type { LookedUpAnswer, LookUpShipmentOptions, Lookup, Opened } from "./lookup.ts"
import type { Observation, ObservedAccess } from "./recording/access-observer.ts"
import { type AskedFor, describeLookedUp, type LookedUp, nobody } from "./references/looked-up.ts"
import {
  mintVisitorCookie,
  readVisitorCookie,
  type VisitorCookie,
  visitorCookieName,
} from "./visitor/visitor-cookie.ts"

/**
 * Makes the function that answers a lookup or refuses it. It reads the record, classifies the visitor, refuses visitors
 * that are restricted, runs the detector, refuses visitors that are now over a threshold, and records the disclosure.
 * Only then does it answer. Lookups that are unknown, wrongly proven or refused get one answer, after the same calls
 * and in one class of time.
 */
export function makeLookUpShipment(options: LookUpShipmentOptions): (lookup: Lookup) => Promise<LookedUpAnswer> {
  const { clock, keyedHash } = options

  return async (lookup) => {
    const startedAt = clock()
    // A party names its visitors by session, whatever cookies came with the request.
    const isVisitor = lookup.caller === undefined
    const cookie = isVisitor ? readVisitorCookie(keyedHash, lookup.cookies[visitorCookieName], startedAt) : undefined
    try {
      // Sums of earlier lookups are written at the same time, whatever the answer is, so that the floor covers this
      // write too.
      const [{ answer, shown, opened }] = await Promise.all([
        answerLookup(options, { lookup, cookie, at: startedAt.toISOString() }),
        options.volumes.writeDue(),
      ])
      const setCookie =
        isVisitor && cookie === undefined
          ? mintVisitorCookie(keyedHash, options.randomId(), startedAt, shown)
          : undefined
      return { answer, opened, setCookie }
    } finally {
      // Also what AWS refused, so that the time does not show which call that was.
      await holdToMultiple(options, startedAt)
    }
  }
}

/** A lookup with the visitor's cookie, and when it came in (ISO). */
type Incoming = {
  readonly lookup: Lookup
  readonly cookie: VisitorCookie | undefined
  readonly at: string
}

type Answered = {
  readonly answer: LookupAnswer | "refused"
  /** What a cookie minted now may prove later. */
  readonly shown?: NonNullable<VisitorCookie["shown"]>
  readonly opened?: Opened
}

const refused: Answered = { answer: "refused" }

/** What is known before the detector runs. */
type Prepared = {
  /** The lookup as it counts, see {@link ofOwnOrders}. */
  readonly lookup: Lookup
  readonly asked: AskedFor
  readonly found: readonly TrackingRecord[]
  readonly lookedUp: LookedUp
  readonly networkClass: ObservedAccess["networkClass"]
  readonly visitor: KnownVisitor
  /** Of the visitor, and of the numbers around the reference. */
  readonly restrictions: readonly Restriction[]
  /** Keys of the neighbourhood of numbers and of the code block that the reference is in. */
  readonly around: readonly string[]
  readonly claim: Claim
}

async function answerLookup(options: LookUpShipmentOptions, incoming: Incoming): Promise<Answered> {
  const prepared = await prepare(options, incoming)
  const { lookup, asked, lookedUp, claim, visitor } = prepared
  if (claim.verdict === "refused") {
    await refuseLookup(options, { visitor, tag: lookedUp.tag, current: prepared.restrictions })
    return refused
  }
  const observation = await observe(options, prepared)
  countVolume(options, { retailerId: lookedUp.retailerId, vouchedBy: visitor.accessor.vouchedBy }, observation)
  const raised = await options.observer.raise(findingsToRaise(prepared, observation), () => ({
    tool: "guarded",
    delegatedBy: visitor.accessor.vouchedBy,
    carrierIds: carriersOf(lookup, asked, prepared.found),
    accessorTokens: [],
    accessIds: [],
  }))
  const restrictions = currentRestrictions(prepared.restrictions, raised)
  const judged =
    raised.length === 0
      ? visitor
      : await withKnownParcels(options, { ...visitor, cookie: incoming.cookie }, restrictions)
  const offered = { tag: lookedUp.tag, proof: claim.proof }
  if (claim.verdict !== "opens" || isRefused(offered, judged, restrictions)) return refused
  const shown = await discloseRecords(options.parties, lookup, asked, claim)
  if (shown === undefined) return refused
  const guessed = isGuess(offered, judged, restrictions)
  const proven = await appendDisclosures(options, {
    visitor,
    lookedUp,
    proof: claim.proof,
    guessed,
    shown,
    observation,
    restrictions,
  })
  const opened = { records: shown.records.map(({ record }) => record), proof: claim.proof, proven }
  return { answer: shown.answer, shown: { tag: lookedUp.tag, proven }, opened }
}

async function prepare(options: LookUpShipmentOptions, { lookup: asMade, cookie, at }: Incoming): Promise<Prepared> {
  const asked = await askedFor(options.parties, asMade.request)
  const { lookup, found } = ofOwnOrders(asMade, asked, await findRecords(options.records, asked))
  const resolved = identify(options.keyedHash, lookup, cookie, at)
  const lookedUp = describeLookedUp(options, asked, found)
  // A reference without a place in a sequence reads the numbers of nobody, so that the call is the same.
  const [series, ordinal] = [lookedUp.series ?? nobody, lookedUp.ordinal ?? 0]
  const around = [neighbourhoodKey(series, ordinal), codeBlockKey(series, ordinal)]
  const visitorKeys = [...subjectKeys(resolved), ...refusedNetworkKeys(resolved)]
  const restrictions = await options.restrictions.of([...visitorKeys, ...around])
  const { accessor, networkClass } = await classify(options, lookup, { resolved, lookedUp, found })
  const visitor = await withKnownParcels(options, { accessor, at, cookie }, restrictions)
  const provenTag = cookie?.shown?.proven === true ? cookie.shown.tag : undefined
  const claim = await prove(options, lookup, { found, lookedUp, visitor, restrictions, provenTag })
  return { lookup, asked, found, lookedUp, networkClass, visitor, restrictions, around, claim }
}

/**
 * What the detector found, without the alarms of blocks that are restricted already. Raising them again would cost
 * calls that references which do not exist never cost.
 */
function findingsToRaise(
  { around, restrictions, visitor }: Prepared,
  { findings }: Observation,
): Observation["findings"] {
  const restricted = around.filter((key) =>
    restrictions.some((row) => row.accessorKey === key && restrictsAt(row, visitor.at)),
  )
  return findings.filter(({ accessorKey, finding }) => {
    const isOfNumbers = finding.chart === "block" || keyKind(accessorKey) === "codeBlock"
    return !isOfNumbers || !restricted.includes(restrictedKeyOf(blockOfHub(accessorKey)))
  })
}

async function withKnownParcels(
  { profiles }: LookUpShipmentOptions,
  of: Omit<KnownVisitor, "known"> & { cookie: VisitorCookie | undefined },
  restrictions: readonly Restriction[],
): Promise<KnownVisitor> {
  const { accessor, at } = of
  return { accessor, at, known: await knownParcels(profiles, of, restrictions) }
}

/** Runs the detector. A postal code that is a guess counts as no proof. */
function observe(options: LookUpShipmentOptions, prepared: Prepared): Promise<Observation> {
  const { lookup, asked, lookedUp, networkClass, visitor, restrictions, claim } = prepared
  const { tag, retailerId, series, ordinal, canary } = lookedUp
  return options.observer.observe(
    {
      at: visitor.at,
      accessor: visitor.accessor,
      networkClass,
      retailerId,
      tag,
      series,
      ordinal,
      outcome: claim.outcome,
      byLinkAlone: asked.by === "linkToken",
      proof: isGuess({ tag, proof: claim.proof }, visitor, restrictions) ? "none" : claim.proof,
      deliveryPoint: claim.outcome === "hit" ? lookedUp.deliveryPoint : undefined,
      canary,
    },
    { evenBlocks: hasPlace(asked, lookedUp) ? (givesCode(lookup) ? 2 : 1) : 0 },
  )
}

/** Whether a wrong proof counts as a wrong postal code. */
function givesCode({ request, caller }: Lookup): boolean {
  if (caller !== undefined && caller.onBehalfOf === undefined) return false
  return request.postalCode !== undefined || request.linkToken !== undefined
}

/**
 * Lookups that belong to no retailer's sums are added to nobody's, so that the writes do not show whether a reference
 * exists. So are those that another party delegates: its word moves no sums of the retailer.
 */
function countVolume(
  { volumes }: Pick<LookUpShipmentOptions, "volumes">,
  { retailerId, vouchedBy }: { retailerId: string | undefined; vouchedBy: string | undefined },
  { newContact, volume }: Observation,
): void {
  const isCounted = vouchedBy === undefined || vouchedBy === retailerId
  if (volume.contacts > 0 && retailerId !== undefined && isCounted)
    volumes.count({ retailerId, tool: "guarded" }, volume)
  else if (newContact) volumes.count({ retailerId: nobody, tool: "guarded" }, oneContact(false))
}

/** The restrictions read before, with those that this lookup caused. */
function currentRestrictions(
  read: readonly Restriction[],
  raised: readonly { restriction: Restriction | undefined }[],
): Restriction[] {
  const rows = new Map(read.map((row) => [row.accessorKey, row]))
  for (const { restriction } of raised) if (restriction !== undefined) rows.set(restriction.accessorKey, restriction)
  return [...rows.values()]
}

async function holdToMultiple(
  { clock, holdUntil, floorMilliseconds }: LookUpShipmentOptions,
  startedAt: Date,
): Promise<void> {
  const elapsed = clock().getTime() - startedAt.getTime()
  const multiples = Math.max(1, Math.ceil(elapsed / floorMilliseconds))
  await holdUntil(startedAt.getTime() + multiples * floorMilliseconds)
}

/**
 * Makes the calls of a lookup that a restriction or a used up budget refuses. It enters no profile and no score. Two
 * reads, one after the other, stand in for the writes of the detector, so that the time does not show the reason. If
 * the visitor itself or the neighbourhood of the reference is restricted, and the reference is new to the visitor, the
 * restriction restarts.
 * @param tag of the reference
 * @param current restrictions of the visitor and of the neighbourhood
 */
async function refuseLookup(
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
