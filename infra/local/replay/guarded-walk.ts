import { caseResult } from "./case-result.ts"
import { type CastParcel, type GuardedRecipient, recipientUserAgent, walkerUserAgent } from "./cast.ts"
import type { ReplayContext } from "./context.ts"
import { type Answer, fieldsShown, lookUp, type Question, type Visitor } from "./look-up.ts"
import { createdEntry, deliveredEntry, inParallel, publishAll, whenWorkedOff } from "./publish.ts"
import {
  type CaseFile,
  exposuresMatch,
  join,
  readCaseFile,
  readCaseIds,
  readDisclosures,
  readRestrictions,
  recordsShown,
  type SeenShipment,
  subjectsOf,
  waitUntil,
} from "./read-back.ts"
import type { LegResult } from "./report.ts"

/** A lookup that was made, and its answer. */
type Made = { readonly parcel: CastParcel; readonly answer: Answer }
/** A lookup of a recipient; `isRight` unless a wrong postal code was typed. */
type MadeByRecipient = { readonly isRight: boolean; readonly answer: Answer }

const parallelRecipients = 6

/**
 * The guarded leg: the same walker, and one who guesses postal codes, in front of a page that asks the hub. Recipients look
 * at their own parcels all the while.
 */
export async function replayGuarded(context: ReplayContext): Promise<{ guarded: LegResult; guesser: LegResult }> {
  const { exchange, scenario, cast, onLine } = context
  const { walker, guesser, recipients } = cast.guarded
  await seedParcels(context)

  const sessionsStartedAt = new Date(Date.now() - 3_600_000).toISOString()
  const visitor = ({ ip, session }: { ip: string; session: string }): Visitor => ({
    ip,
    session,
    sessionStartedAt: sessionsStartedAt,
    userAgent: walkerUserAgent,
  })
  const walks: Made[] = []
  const guesses: Made[] = []
  const seenByRecipients: MadeByRecipient[][] = [[], []]
  const half = Math.floor(recipients.length / 2)

  onLine(`guarded: ${walker.parcels.length} lookups without proof, recipients among them`)
  const before = await readCaseIds(exchange)
  const firstRecipients = begun(visitAll(context, recipients.slice(0, half), sessionsStartedAt, seenByRecipients[0]))
  const walk = begun(walkThrough(context, visitor(walker), walker.parcels, walks))
  await caseOpened(context, before)

  onLine(`guarded: ${guesser.parcels.length} references with the commonest postal codes, recipients among them`)
  const withWalk = await readCaseIds(exchange)
  const guessing = begun(guessThrough(context, visitor(guesser), guesser.parcels, guesses))
  await firstRecipients
  const laterRecipients = begun(visitAll(context, recipients.slice(half), sessionsStartedAt, seenByRecipients[1]))
  await Promise.all([walk, guessing])
  await caseOpened(context, withWalk)

  const more = scenario.guarded.lookupsAfterRestriction
  onLine(`guarded: ${more} more lookups, ${scenario.guarded.parallel} at a time`)
  const flood = range(more).map((index) => cast.guarded.parcels[index % cast.guarded.parcels.length])
  await inParallel(flood, scenario.guarded.parallel, async (parcel, index) => {
    if (parcel === undefined) return
    const isWalk = index % 2 === 0
    const question: Question = isWalk ? bare(context, parcel) : withCode(context, parcel, commonest(context, index))
    const answer = await lookUp(context, visitor(isWalk ? walker : guesser), question)
    ;(isWalk ? walks : guesses).push({ parcel, answer })
  })
  await laterRecipients
  await whenWorkedOff(exchange, 240)

  onLine("guarded: reading back what came of it")
  const [seenFirst = [], seenLater = []] = seenByRecipients
  const guessFile = await acknowledged(context, withWalk)
  const notTheWalk = new Set([...before, ...guessFile.cases.map(({ caseId }) => caseId)])
  const walkFile = await acknowledged(context, notTheWalk)
  return {
    guarded: await legResult(context, walkFile, walks, seenFirst),
    guesser: await legResult(context, guessFile, guesses, seenLater),
  }
}

/** What was begun and is awaited later: until then its failure must not end the process. */
function begun<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}

/** Publishes the parcels and their deliveries, and waits until they can be looked up. */
async function seedParcels(context: ReplayContext): Promise<void> {
  const { exchange, scenario, cast, onLine } = context
  const dayMs = 86_400_000
  const createdAt = new Date(Date.now() - 3 * dayMs).toISOString()
  const deliveredAt = new Date(Date.now() - dayMs).toISOString()
  onLine(`guarded: publishing ${cast.guarded.parcels.length} shipments and their deliveries`)
  const created = cast.guarded.parcels.map((parcel) =>
    createdEntry(exchange, scenario.cast, parcel, { createdAt, withTrackingNumber: true }),
  )
  const delivered = cast.guarded.parcels.map((parcel) => deliveredEntry(exchange, scenario.cast, parcel, deliveredAt))
  // One of each first: the emulator may fail a batch when it starts many containers of a function at once, and such a
  // batch comes again only after the queue's visibility timeout of three minutes.
  await publishAll(exchange, [...created.splice(0, 1), ...delivered.splice(0, 1)])
  await whenWorkedOff(exchange, 240, gates)
  await publishAll(exchange, [...created, ...delivered])
  await whenWorkedOff(exchange, 240, gates)
}

const gates = /Record(Shipment|Progress)/

/** Asks for one number after the other, without any proof. */
async function walkThrough(
  context: ReplayContext,
  visitor: Visitor,
  parcels: readonly CastParcel[],
  made: Made[],
): Promise<void> {
  for (const parcel of parcels) {
    made.push({ parcel, answer: await lookUp(context, visitor, bare(context, parcel)) })
  }
}

/** Tries the commonest postal codes for one number after the other, until one of them fits. */
async function guessThrough(
  context: ReplayContext,
  visitor: Visitor,
  parcels: readonly CastParcel[],
  made: Made[],
): Promise<void> {
  for (const parcel of parcels) {
    for (let guess = 0; guess < context.scenario.guarded.guessesPerReference; guess++) {
      const answer = await lookUp(context, visitor, withCode(context, parcel, commonest(context, guess)))
      made.push({ parcel, answer })
      if (answer.shown !== undefined) break
    }
  }
}

/** Lets recipients look at their own parcels, some of them twice, some after a typing error. */
async function visitAll(
  context: ReplayContext,
  recipients: readonly GuardedRecipient[],
  sessionStartedAt: string,
  made: MadeByRecipient[] = [],
): Promise<void> {
  await inParallel(recipients, parallelRecipients, async (recipient) => {
    const { ip, session, parcel, shows, mistypes, refreshes } = recipient
    const visitor: Visitor = { ip, session, sessionStartedAt, userAgent: recipientUserAgent }
    const right: Question =
      shows === "linkToken" ? { linkToken: parcel.linkToken } : withCode(context, parcel, parcel.postalCode)
    if (shows === "postalCode" && mistypes) {
      const wrong = withCode(context, parcel, mistyped(parcel.postalCode))
      made.push({ isRight: false, answer: await lookUp(context, visitor, wrong) })
    }
    for (let time = 0; time <= refreshes; time++) {
      made.push({ isRight: true, answer: await lookUp(context, visitor, right) })
    }
  })
}

function bare(context: ReplayContext, parcel: CastParcel): Question {
  return { retailer: context.retailerAlias, orderReference: parcel.orderReference }
}

function withCode(context: ReplayContext, parcel: CastParcel, postalCode: string): Question {
  return { ...bare(context, parcel), postalCode }
}

function commonest(context: ReplayContext, index: number): string {
  const { commonPostalCodes } = context.scenario.guarded
  return commonPostalCodes[index % commonPostalCodes.length] ?? ""
}

/** The code with another last digit. */
function mistyped(postalCode: string): string {
  return `${postalCode.slice(0, -1)}${(Number(postalCode.slice(-1)) + 1) % 10}`
}

/** Waits until a case was opened that was not there before. */
function caseOpened(context: ReplayContext, known: ReadonlySet<string>): Promise<CaseFile> {
  return waitUntil(
    "a breach case",
    async () => {
      const file = await readCaseFile(context.exchange, known)
      return file.cases.length > 0 ? file : undefined
    },
    { patienceSeconds: 60 },
  )
}

/** Waits until every party of the new cases has acknowledged. */
function acknowledged(context: ReplayContext, known: ReadonlySet<string>): Promise<CaseFile> {
  return waitUntil(
    "the acknowledgements",
    async () => {
      const file = await readCaseFile(context.exchange, known)
      const all = file.parties.every(({ acknowledgedAt }) => acknowledgedAt !== undefined)
      return file.parties.length > 0 && all ? file : undefined
    },
    { patienceSeconds: 60 },
  )
}

async function legResult(
  context: ReplayContext,
  file: CaseFile,
  made: readonly Made[],
  recipients: readonly MadeByRecipient[],
): Promise<LegResult> {
  const ledger = await readDisclosures(context.exchange)
  const subjects = subjectsOf(file)
  const crossedAt = file.anomalies.map((one) => one.crossedAt).sort()[0]
  const restrictedSince = (await readRestrictions(context.exchange))
    .filter(({ accessorKey }) => subjects.has(accessorKey))
    .map(({ since }) => since)
    .sort()[0]
  return {
    lookups: made.length,
    refusedLookups: made.filter(({ answer }) => answer.shown === undefined).length,
    recordsExposedBeforeAnomaly: recordsShown(ledger, subjects, (at) => crossedAt === undefined || at < crossedAt),
    recordsExposedBeforeRestriction: recordsShown(
      ledger,
      subjects,
      (at) => restrictedSince === undefined || at < restrictedSince,
    ),
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
    join(seen, parcel.shipmentId, { fields: fieldsShown(answer.shown), first: at, last: at })
  }
  return seen
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
