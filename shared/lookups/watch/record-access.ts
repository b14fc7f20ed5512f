import { checkEach } from "../../contracts/problem.ts"
import { trackingAccess, type trackingAccessed } from "../../contracts/tracking-accessed.ts"
import { toolOf } from "../../contracts/words.ts"
import { networkKey, subjectKey, subjectKeys } from "../../detection/accessor.ts"
import { noVolume, type VolumeSums } from "../../detection/charts/volume.ts"
import type { Restriction, Restrictions } from "../../detection/restrictions/restriction.ts"
import type { VolumeCounter } from "../../detection/retailers/volume-counter.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import type { KeyedHash } from "../../tracking/keyed-hash.ts"
import type { RecordFinder } from "../../tracking/record-finder.ts"
import type { Disclosure } from "../ledger/disclosure.ts"
import type { Disclosures } from "../ledger/disclosures.ts"
import { isToldOtherwise, type LedgerKey } from "../ledger/unite-disclosures.ts"
import type { Canaries } from "../references/canaries.ts"
import type { HeavyReaders } from "../visitor/heavy-readers.ts"
import type { AccessFinding, AccessObserver, Observation } from "./access-observer.ts"
import { isAfter } from "./anomalies-of.ts"
import {
  disclosuresOf,
  type ReportedAccess,
  recordReferenceOf,
  reportAccess,
  type Taken,
  takeAccess,
  tellingOf,
  unprovenPlacesOf,
} from "./reported-access.ts"

/** Subjects whose profiles are written side by side; the contacts of one subject are written one after the other. */
const subjectsAtOnce = 8

/** What taking in reported accesses works with. */
export type RecordAccessOptions = {
  parties: PartyDirectory
  records: RecordFinder
  keyedHash: KeyedHash
  canaries: Canaries
  heavyReaders: HeavyReaders
  observer: AccessObserver
  disclosures: Pick<Disclosures, "appendAll" | "get">
  restrictions: Pick<Restrictions, "of">
  volumes: Pick<VolumeCounter, "count">
}

/**
 * Takes in lookups that happened in a carrier's own tool. Every access stands for itself: a bad one, or one that was told differently
 * before, is told to the carrier by its index, the good ones are kept. Profiles first, then the ledger, then anomalies and restrictions, so that whoever hears of an anomaly finds its
 * disclosures. A crash anywhere and a redelivery change nothing.
 */
export function makeRecordAccess(
  options: RecordAccessOptions,
): (event: ReceivedEvent<typeof trackingAccessed>) => Promise<Handled> {
  const { parties, records, observer, disclosures, volumes } = options

  return async (event) => {
    if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
    const carrierId = event.party.id
    const checked = checkEach(trackingAccess, event.data.accesses, "data.accesses")
    const problems = [...checked.problems]
    const taken: Taken[] = []
    for (const entry of checked.good) {
      const result = takeAccess(parties, carrierId, event.receivedAt, entry)
      if ("rule" in result) problems.push(result)
      else taken.push(result)
    }

    const found = taken.length === 0 ? [] : await records.find(taken.map(recordReferenceOf))
    const reported: ReportedAccess[] = []
    taken.forEach((one, place) => {
      const report = reportAccess(options, carrierId, one, found[place] ?? [])
      if (report === undefined) {
        problems.push({ path: "data.accesses[].accessor.ip", rule: "format", index: one.index })
      } else reported.push(report)
    })

    const { ledger, findings, counted } = await observeAll(options, carrierId, reported)
    for (const index of await recordAll(disclosures, carrierId, reported, ledger)) {
      problems.push({ path: "data.accesses[].accessId", rule: "conflict", index })
    }
    const tool = toolOf(carrierId)
    await observer.raise(findings, (found) => ({
      tool,
      reportedBy: carrierId,
      carrierIds: [carrierId],
      ...contributions(found, reported),
    }))
    // Last: a message that fails before is counted when it comes again.
    for (const { retailerId, sums } of counted) volumes.count({ retailerId, tool }, sums)
    problems.sort((one, other) => (one.index ?? 0) - (other.index ?? 0))
    return { outcome: reported.length === 0 ? "rejected" : "recorded", problems }
  }
}

/** An item for the ledger, and the place in the event of the access that it is of. */
type LedgerEntry = { readonly index: number; readonly disclosure: Disclosure }

/**
 * Appends to the ledger. Places in the event of accesses that were told differently before: as showing something else, with another proof,
 * or now as showing nothing. Whatever was told first stays, and the same telling is found to differ each time it comes.
 */
async function recordAll(
  disclosures: Pick<Disclosures, "appendAll" | "get">,
  carrierId: string,
  reported: readonly ReportedAccess[],
  ledger: readonly LedgerEntry[],
): Promise<Set<number>> {
  const outcomes = await disclosures.appendAll(ledger.map(({ disclosure }) => disclosure))
  const conflicts = new Set(ledger.flatMap(({ index }, place) => (outcomes[place] === "conflict" ? [index] : [])))
  const nameOf = ({ subject, sortKey }: LedgerKey) => `${subject}|${sortKey}`
  const appended = new Set(ledger.map(({ disclosure }) => nameOf(disclosure)))
  const elsewhere = new Map<string, { key: LedgerKey; access: ReportedAccess }[]>()
  for (const access of reported) {
    for (const key of unprovenPlacesOf(carrierId, access)) {
      const name = nameOf(key)
      if (!appended.has(name)) elsewhere.set(name, [...(elsewhere.get(name) ?? []), { key, access }])
    }
  }
  const keys = [...elsewhere.values()].flatMap(([first]) => (first === undefined ? [] : [first.key]))
  for (const held of await disclosures.get(keys)) {
    for (const { access } of elsewhere.get(nameOf(held)) ?? []) {
      if (isToldOtherwise(held, tellingOf(access))) conflicts.add(access.index)
    }
  }
  return conflicts
}

/** Feeds the accesses to the detector, in time order for each subject, and makes the ledger's items of them. */
async function observeAll(
  { observer, restrictions }: RecordAccessOptions,
  carrierId: string,
  reported: readonly ReportedAccess[],
): Promise<{ ledger: LedgerEntry[]; findings: AccessFinding[]; counted: CountedVolume[] }> {
  const bySubject = Map.groupBy(reported, ({ observed }) => subjectKey(observed.accessor))
  const guessing = [...bySubject.values()].flatMap(([first, ...others]) =>
    first !== undefined && [first, ...others].some(mayBeGuess) ? subjectKeys(first.observed.accessor) : [],
  )
  const standing = guessing.length === 0 ? [] : await restrictions.of(guessing)

  const ledger: LedgerEntry[] = []
  const findings: AccessFinding[] = []
  const counted: CountedVolume[] = []
  const waiting = [...bySubject]
  const observeSubjects = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [, accesses] = next
      let crossedAt = Number.POSITIVE_INFINITY
      for (const access of accesses.toSorted(byTime)) {
        const { at } = access.observed
        // A subject over its threshold is scored no further in this event: the anomaly stands, and the ledger keeps the rest.
        const crossed = isAfter(access.observed, crossedAt)
        const observation = crossed ? unscored : await observer.observe(access.observed)
        findings.push(...observation.findings)
        const { retailerId } = access.observed
        if (retailerId !== undefined) counted.push({ retailerId, sums: observation.volume })
        const hasAnomaly = observation.flooding || crossed || restrictedBefore(standing, access, at)
        const judged = { failedChallenges: observation.failedChallenges, hasAnomaly }
        for (const disclosure of disclosuresOf(carrierId, access, judged)) {
          ledger.push({ index: access.index, disclosure })
        }
        for (const { restricts, finding } of observation.findings) {
          if (restricts === "subject") crossedAt = Math.min(crossedAt, finding.crossedAt)
        }
      }
    }
  }
  await Promise.all(Array.from({ length: subjectsAtOnce }, observeSubjects))
  return { ledger, findings, counted }
}

/** What one access adds to its retailer's sums. */
type CountedVolume = { readonly retailerId: string; readonly sums: VolumeSums }

const unscored: Observation = {
  newContact: false,
  failedChallenges: 0,
  flooding: false,
  findings: [],
  volume: noVolume,
}

function byTime(one: ReportedAccess, other: ReportedAccess): number {
  if (one.observed.at !== other.observed.at) return one.observed.at < other.observed.at ? -1 : 1
  return one.observed.tag < other.observed.tag ? -1 : 1
}

function mayBeGuess({ observed }: ReportedAccess): boolean {
  return observed.proof === "postalCode"
}

function restrictedBefore(standing: readonly Restriction[], { observed }: ReportedAccess, at: string): boolean {
  const keys = subjectKeys(observed.accessor)
  return standing.some(
    ({ accessorKey, releasedAt, since }) => keys.includes(accessorKey) && releasedAt === undefined && since <= at,
  )
}

/** Which accesses of this event contributed to a crossing, in the carrier's words. Empty for blocks of numbers, which nobody is. */
function contributions({ accessorKey, access }: AccessFinding, reported: readonly ReportedAccess[]) {
  const mine = reported.filter(({ observed }) => {
    const keys = [subjectKey(observed.accessor), networkKey(observed.accessor)]
    return keys.includes(accessorKey) && observed.at <= access.at
  })
  return {
    accessIds: mine.map((one) => one.access.accessId),
    accessorTokens: mine.flatMap((one) => one.access.accessorToken ?? []),
  }
}
