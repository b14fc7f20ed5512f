import type { Proof } from "../contracts/words.ts"
import { type Accessor, networkKey, networkKeys, subjectKey, subjectKeys } from "../detection/accessor.ts"
import { oneContact } from "../detection/charts/volume.ts"
import type { Restriction } from "../detection/restrictions/restriction.ts"
import { blockKey } from "../detection/retailers/number-blocks.ts"
import type { TrackingRecord } from "../tracking/joined-record.ts"
import type { LookupAnswer } from "../tracking/shown-parcel.ts"
import { askedFor, findRecords, hasPlace } from "./asked-for.ts"
import { prove } from "./claim.ts"
import { isGuess, knownParcels } from "./guesses/known-parcels.ts"
import { isRefused } from "./guesses/refusal.ts"
import { carriersOf, classify, identify } from "./identify-visitor.ts"
import { disclosureExpiry, disclosureSortKey, provenForExposure } from "./ledger/disclosure.ts"
import type { LookedUpAnswer, LookUpShipmentOptions, Lookup } from "./lookup.ts"
import { describeLookedUp, nobody } from "./references/looked-up.ts"
import { type ShownAnswer, showRecords } from "./shown-answer.ts"
import {
  mintVisitorCookie,
  readVisitorCookie,
  type VisitorCookie,
  visitorCookieName,
} from "./visitor/visitor-cookie.ts"
import type { Observation } from "./watch/access-observer.ts"

/**
 * Answers a lookup, or refuses it. Reads the record, classifies who asks, updates the access profile, evaluates it, refuses whoever is
 * restricted or over the threshold, appends the disclosure, and only then answers. Unknown, wrongly proven and refused lookups get one
 * answer, after the same calls and in one class of time.
 */
export function makeLookUpShipment(options: LookUpShipmentOptions): (lookup: Lookup) => Promise<LookedUpAnswer> {
  const { clock, keyedHash } = options

  return async (lookup) => {
    const startedAt = clock()
    // Whoever a party speaks for is known by its session, whatever cookies came along.
    const isVisitor = lookup.caller === undefined
    const cookie = isVisitor ? readVisitorCookie(keyedHash, lookup.cookies[visitorCookieName], startedAt) : undefined
    // What earlier lookups added up is written beside this one, whatever comes of it, and before the answer's time is filled up.
    const [{ answer, shown }] = await Promise.all([
      answerLookup(options, lookup, cookie, startedAt.toISOString()),
      options.volumes.writeDue(),
    ])
    const setCookie =
      isVisitor && cookie === undefined ? mintVisitorCookie(keyedHash, options.randomId(), startedAt, shown) : undefined
    await holdToMultiple(options, startedAt)
    return { answer, setCookie }
  }
}

type Answered = {
  readonly answer: LookupAnswer | "refused"
  /** What a cookie minted now is worth later. */
  readonly shown?: NonNullable<VisitorCookie["shown"]>
}

const refused: Answered = { answer: "refused" }

async function answerLookup(
  options: LookUpShipmentOptions,
  lookup: Lookup,
  cookie: VisitorCookie | undefined,
  at: string,
): Promise<Answered> {
  const asked = askedFor(options.parties, lookup.request)
  const resolved = identify(options.keyedHash, lookup, cookie, at)
  const [found, restricted] = await Promise.all([
    findRecords(options.records, asked),
    options.restrictions.of([...subjectKeys(resolved), ...networkKeys(resolved)]),
  ])
  const lookedUp = describeLookedUp(options, asked, found)
  const { accessor, networkClass } = classify(options, lookup, resolved, lookedUp, found)

  const { tag } = lookedUp
  const knowing = async (rows: readonly Restriction[]) => {
    const known = await knownParcels(options.profiles, { accessor, at, cookie }, rows)
    return { accessor, at, known }
  }
  const visitor = await knowing(restricted)
  const claim = await prove(options, lookup, { found, lookedUp, visitor, restrictions: restricted })
  const observation = await options.observer.observe(
    {
      at,
      accessor,
      networkClass,
      retailerId: lookedUp.retailerId,
      tag,
      ordinal: lookedUp.ordinal,
      outcome: claim.outcome,
      proof: isGuess({ tag, proof: claim.proof }, visitor, restricted) ? "none" : claim.proof,
      deliveryPoint: claim.outcome === "hit" ? lookedUp.deliveryPoint : undefined,
      canary: lookedUp.canary,
    },
    { evenCalls: hasPlace(options.parties, asked, lookedUp) },
  )
  countVolume(options, lookedUp.retailerId, observation)
  const raised = await options.observer.raise(observation.findings, () => ({
    tool: "guarded",
    carrierIds: carriersOf(lookup, asked, found),
    accessorTokens: [],
    accessIds: [],
  }))
  const restrictions = standing(restricted, raised)
  const judged = raised.length === 0 ? visitor : await knowing(restrictions)
  const offered = { tag, proof: claim.proof }
  if (!claim.allowed || isRefused(offered, judged, restrictions)) return refused
  const shown = showRecords(options.parties, lookup, asked, claim)
  if (shown === undefined) return refused
  const guessed = isGuess(offered, judged, restrictions)
  const proven = await append(options, { at, accessor, proof: claim.proof, guessed, shown, observation, restrictions })
  return { answer: shown.answer, shown: { tag, proven } }
}

/** What does not belong to a retailer's sums is added to nobody's, so that no write tells whether a reference exists. */
function countVolume(
  { volumes }: Pick<LookUpShipmentOptions, "volumes">,
  retailerId: string | undefined,
  { newContact, volume }: Observation,
): void {
  if (volume.contacts > 0 && retailerId !== undefined) volumes.count({ retailerId, tool: "guarded" }, volume)
  else if (newContact) volumes.count({ retailerId: nobody, tool: "guarded" }, oneContact(false))
}

function standing(
  read: readonly Restriction[],
  raised: readonly { restriction: Restriction | undefined }[],
): Restriction[] {
  const rows = new Map(read.map((row) => [row.accessorKey, row]))
  for (const { restriction } of raised) if (restriction !== undefined) rows.set(restriction.accessorKey, restriction)
  return [...rows.values()]
}

/** Appends what was shown to the ledger, and tells whether it was to somebody entitled to it. */
async function append(
  { disclosures, randomId }: LookUpShipmentOptions,
  of: {
    at: string
    accessor: Accessor
    proof: Proof
    guessed: boolean
    shown: ShownAnswer
    observation: Observation
    restrictions: readonly Restriction[]
  },
): Promise<boolean> {
  const { at, accessor, proof, guessed, shown, observation, restrictions } = of
  const subject = subjectKey(accessor)
  const subjects = subjectKeys(accessor)
  const hasAnomaly =
    guessed ||
    observation.flooding ||
    restrictions.some((row) => subjects.includes(row.accessorKey) && row.releasedAt === undefined) ||
    observation.findings.some(({ restricts }) => restricts === "subject")
  const { failedChallenges } = observation
  const proven = provenForExposure({ proof, failedChallenges, hasAnomaly })
  const accessId = randomId()
  await Promise.all(
    shown.records.map(({ record, fields }) =>
      disclosures.append({
        subject,
        sortKey: disclosureSortKey({ at, accessId, recordId: record.recordId, proof, provenForExposure: proven }),
        accessId,
        at,
        network: networkKey(accessor),
        recordId: record.recordId,
        retailerId: record.retailerId ?? record.carrierId,
        ...(record.shipmentId === undefined ? {} : { shipmentId: record.shipmentId }),
        carrierId: record.carrierId,
        ...blockOfUnproven(record, proven),
        tool: "guarded",
        proof,
        provenForExposure: proven,
        fields: [...fields],
        expiresAt: disclosureExpiry(at),
      }),
    ),
  )
  return proven
}

function blockOfUnproven({ retailerId, ordinal }: TrackingRecord, proven: boolean): { block?: string } {
  return proven || retailerId === undefined || ordinal === undefined ? {} : { block: blockKey(retailerId, ordinal) }
}

async function holdToMultiple(
  { clock, holdUntil, floorMilliseconds }: LookUpShipmentOptions,
  startedAt: Date,
): Promise<void> {
  const elapsed = clock().getTime() - startedAt.getTime()
  const multiples = Math.max(1, Math.ceil(elapsed / floorMilliseconds))
  await holdUntil(startedAt.getTime() + multiples * floorMilliseconds)
}
