import { dayMilliseconds } from "../../../shared/base/platform/instants.ts"
import { caseResult } from "./case-result.ts"
import {
  type CastParcel,
  type CastVisitor,
  type GuardedRecipient,
  range,
  recipientUserAgent,
  walkerUserAgent,
} from "./cast.ts"
import { awaitedLater, inParallel, usualPatienceSeconds, waitUntil } from "./concurrency.ts"
import type { ReplayContext } from "./context.ts"
import { type Answer, fieldsShown, lookUp, type Question, type Visitor } from "./look-up.ts"
import { createdEntry, deliveredEntry, handedOverEntries, publishAll, whenQueuesAreEmpty } from "./publish.ts"
import {
  addSeen,
  type CaseFile,
  type CasesOfRetailer,
  exposuresMatch,
  firstCrossing,
  readCaseFile,
  readCaseIds,
  readDisclosures,
  readRestrictions,
  recordsShown,
  type SeenShipment,
  subjectsOf,
} from "./read-back.ts"
import type { LegResult } from "./report.ts"

/** A lookup that was made, and its answer. */
type Made = { readonly parcel: CastParcel; readonly answer: Answer }
/** A recipient's lookup. It is right unless a wrong postal code was typed. */
type MadeByRecipient = { readonly isRight: boolean; readonly answer: Answer }

const parallelRecipients = 6
const gateQueues = /Record(Shipment|Progress)/

/** Everything that is looked up in the guarded leg. Recipients count to the attack that ran beside them. */
type Lookups = {
  readonly walks: Made[]
  readonly guesses: Made[]
  readonly besideWalk: MadeByRecipient[]
  readonly besideGuesses: MadeByRecipient[]
}

/**
 * The guarded leg: the same walker, and one who guesses postal codes, in front of two pages that ask the hub.
 * Recipients look up their own parcels at the same time.
 */
export async function replayGuarded(context: ReplayContext): Promise<{ guarded: LegResult; guesser: LegResult }> {
  const { exchange, onLine } = context
  await publishDeliveredParcels(context)
  const lookups: Lookups = { walks: [], guesses: [], besideWalk: [], besideGuesses: [] }
  const sessionStartedAt = new Date(Date.now() - 3_600_000).toISOString()
  const before = await readCaseIds(exchange)
  const withWalk = await attack(context, before, lookups, sessionStartedAt)
  await whenQueuesAreEmpty(exchange)

  onLine("Guarded leg: reading the results")
  const guessFile = await acknowledgedCases(context, withWalk)
  const notTheWalk = new Set([...before, ...guessFile.cases.map(({ caseId }) => caseId)])
  const walkFile = await casesOfRefused(context, notTheWalk)
  return {
    guarded: await legResult(context, walkFile, lookups.walks, lookups.besideWalk),
    guesser: await legResult(context, guessFile, lookups.guesses, lookups.besideGuesses),
  }
}

/**
 * Walks, then guesses, each until the hub has opened a case, then goes on with both.
 *
 * @param before the cases that were there before
 * @returns the cases that were there when the walk's case was open
 */
async function attack(
  context: ReplayContext,
  before: ReadonlySet<string>,
  lookups: Lookups,
  sessionStartedAt: string,
): Promise<ReadonlySet<string>> {
  const { exchange, cast, carrier, retailer, onLine } = context
  const { recipients } = cast.guarded
  const walker: Visitor = { ...attackerOf(cast.guarded.walker, sessionStartedAt), askedBy: carrier.id }
  // On another page, because attackers of one retailer and hour share a case if the same party names them.
  const guesser: Visitor = { ...attackerOf(cast.guarded.guesser, sessionStartedAt), askedBy: retailer.id }
  const half = Math.floor(recipients.length / 2)
  const visit = (some: readonly GuardedRecipient[], made: MadeByRecipient[]) =>
    awaitedLater(visitAll(context, some, sessionStartedAt, made))

  onLine(`Guarded leg: ${cast.guarded.walker.parcels.length} lookups without proof, recipients among them`)
  const firstRecipients = visit(recipients.slice(0, half), lookups.besideWalk)
  const walk = awaitedLater(walkThrough(context, walker, lookups.walks))
  await openedCase(context, before, lookups)

  const references = cast.guarded.guesser.parcels.length
  onLine(`Guarded leg: ${references} references with the commonest postal codes, recipients among them`)
  const withWalk = await readCaseIds(exchange)
  const guessing = awaitedLater(guessThrough(context, guesser, lookups.guesses))
  await firstRecipients
  const laterRecipients = visit(recipients.slice(half), lookups.besideGuesses)
  await Promise.all([walk, guessing])
  await openedCase(context, withWalk, lookups)

  await continueBoth(context, { walker, guesser }, lookups)
  await laterRecipients
  return withWalk
}

function attackerOf({ ip, session }: CastVisitor, sessionStartedAt: string): Omit<Visitor, "askedBy"> {
  return { ip, session, sessionStartedAt, userAgent: walkerUserAgent }
}

/** Publishes the parcels and their deliveries, and waits until they can be looked up. */
async function publishDeliveredParcels(context: ReplayContext): Promise<void> {
  const { exchange, cast, onLine } = context
  const { parcels } = cast.guarded
  const createdAt = new Date(Date.now() - 3 * dayMilliseconds).toISOString()
  const deliveredAt = new Date(Date.now() - dayMilliseconds).toISOString()
  onLine(`Guarded leg: publishing ${parcels.length} shipments and their deliveries`)
  const created = parcels.map((parcel) => createdEntry(context, parcel, { createdAt, withTrackingNumber: true }))
  const delivered = parcels.map((parcel) => deliveredEntry(context, parcel, deliveredAt))
  // One of each first: the emulator may fail a batch when it starts many containers of a function at once. Such a batch
  // comes again only after the queue's visibility timeout.
  await publishAll(exchange, [...created.splice(0, 1), ...delivered.splice(0, 1)])
  await whenQueuesAreEmpty(exchange, usualPatienceSeconds, gateQueues)
  const handedOver = handedOverEntries(context, parcels, createdAt)
  await publishAll(exchange, [...created, ...handedOver, ...delivered])
  await whenQueuesAreEmpty(exchange, usualPatienceSeconds, gateQueues)
}

/** Asks for one number after the other, without any proof. */
async function walkThrough(context: ReplayContext, visitor: Visitor, made: Made[]): Promise<void> {
  for (const parcel of context.cast.guarded.walker.parcels) {
    made.push({ parcel, answer: await lookUp(context, visitor, withoutProof(context, parcel)) })
  }
}

/** Tries the commonest postal codes for one number after the other, until one of them is right. */
async function guessThrough(context: ReplayContext, visitor: Visitor, made: Made[]): Promise<void> {
  for (const parcel of context.cast.guarded.guesser.parcels) {
    for (let guess = 0; guess < context.scenario.guarded.guessesPerReference; guess++) {
      const answer = await lookUp(context, visitor, withPostalCode(context, parcel, commonest(context, guess)))
      made.push({ parcel, answer })
      if (answer.shown !== undefined) break
    }
  }
}

/** The walker and the guesser go on, in turn and many at a time, after they were restricted. */
async function continueBoth(
  context: ReplayContext,
  { walker, guesser }: { readonly walker: Visitor; readonly guesser: Visitor },
  { walks, guesses }: Lookups,
): Promise<void> {
  const { parcels } = context.cast.guarded
  const { lookupsAfterRestriction, parallel } = context.scenario.guarded
  context.onLine(`Guarded leg: ${lookupsAfterRestriction} more lookups, ${parallel} at a time`)
  const next = range(lookupsAfterRestriction, (index) => parcels[index % parcels.length])
  await inParallel(next, parallel, async (parcel, index) => {
    if (parcel === undefined) return
    if (index % 2 === 0) {
      walks.push({ parcel, answer: await lookUp(context, walker, withoutProof(context, parcel)) })
    } else {
      const question = withPostalCode(context, parcel, commonest(context, index))
      guesses.push({ parcel, answer: await lookUp(context, guesser, question) })
    }
  })
}

/** Recipients look up their own parcels, some of them twice, some after they typed a wrong postal code. */
async function visitAll(
  context: ReplayContext,
  recipients: readonly GuardedRecipient[],
  sessionStartedAt: string,
  made: MadeByRecipient[],
): Promise<void> {
  await inParallel(recipients, parallelRecipients, async (recipient) => {
    const { ip, session, parcel, shows, mistypes, refreshes } = recipient
    const askedBy = context.carrier.id
    const visitor: Visitor = { askedBy, ip, session, sessionStartedAt, userAgent: recipientUserAgent }
    const right: Question =
      shows === "linkToken" ? { linkToken: parcel.linkToken } : withPostalCode(context, parcel, parcel.postalCode)
    if (shows === "postalCode" && mistypes) {
      const wrong = withPostalCode(context, parcel, mistyped(parcel.postalCode))
      made.push({ isRight: false, answer: await lookUp(context, visitor, wrong) })
    }
    for (let time = 0; time <= refreshes; time++) {
      made.push({ isRight: true, answer: await lookUp(context, visitor, right) })
    }
  })
}

function withoutProof({ retailer }: ReplayContext, { orderReference }: CastParcel) {
  return { retailer: retailer.alias, orderReference }
}

function withPostalCode(context: ReplayContext, parcel: CastParcel, postalCode: string): Question {
  return { ...withoutProof(context, parcel), postalCode }
}

function commonest({ scenario }: ReplayContext, index: number): string {
  const { commonPostalCodes } = scenario.guarded
  return commonPostalCodes[index % commonPostalCodes.length] ?? ""
}

/** The code with another last digit. */
function mistyped(postalCode: string): string {
  return `${postalCode.slice(0, -1)}${(Number(postalCode.slice(-1)) + 1) % 10}`
}

/** Waits until the hub has opened a case that is not among the known. Until then lookups go on. */
async function openedCase(context: ReplayContext, known: ReadonlySet<string>, lookups: Lookups): Promise<void> {
  await waitUntil("a breach case", async (seen) => {
    seen(Object.values(lookups).flat().length)
    return (await readCaseFile(context, known)).cases.length > 0 ? true : undefined
  })
}

/** The new cases. Nothing was shown to whoever was refused, so nobody is alerted, unless the hub showed something. */
export async function casesOfRefused(context: CasesOfRetailer, known: ReadonlySet<string>): Promise<CaseFile> {
  const file = await readCaseFile(context, known)
  return file.parties.length === 0 ? file : acknowledgedCases(context, known)
}

/** Waits until every party of the new cases has acknowledged. */
function acknowledgedCases(context: CasesOfRetailer, known: ReadonlySet<string>): Promise<CaseFile> {
  return waitUntil("the acknowledgements", async (seen) => {
    const file = await readCaseFile(context, known)
    const open = file.parties.filter(({ acknowledgedAt }) => acknowledgedAt === undefined)
    seen(`${open.length} of ${file.parties.length} are missing`)
    return file.parties.length > 0 && open.length === 0 ? file : undefined
  })
}

async function legResult(
  context: ReplayContext,
  file: CaseFile,
  made: readonly Made[],
  recipients: readonly MadeByRecipient[],
): Promise<LegResult> {
  const ledger = await readDisclosures(context.exchange)
  const subjects = subjectsOf(file)
  const restrictedSince = (await readRestrictions(context.exchange))
    .filter(({ accessorKey }) => subjects.has(accessorKey))
    .map(({ since }) => since)
    .sort()[0]
  return {
    lookups: made.length,
    refusedLookups: made.filter(({ answer }) => answer.shown === undefined).length,
    recordsExposedBeforeAnomaly: recordsShown(ledger, subjects, firstCrossing(file)),
    recordsExposedBeforeRestriction: recordsShown(ledger, subjects, restrictedSince),
    benignLookups: recipients.length,
    benignRefused: recipients.filter(({ isRight, answer }) => isRight && answer.shown === undefined).length,
    exposuresMatchAnswers: exposuresMatch(file.exposures, recount(made)),
    ...caseResult(context, file, Date.parse),
  }
}

/** What the answers showed, counted from the answers alone. */
function recount(made: readonly Made[]): Map<string, SeenShipment> {
  const seen = new Map<string, SeenShipment>()
  for (const { parcel, answer } of made) {
    if (answer.shown === undefined) continue
    const at = {
      earliest: new Date(answer.askedAt).toISOString(),
      latest: new Date(answer.answeredAt).toISOString(),
    }
    addSeen(seen, parcel.shipmentId, { fields: fieldsShown(answer.shown), first: at, last: at })
  }
  return seen
}
