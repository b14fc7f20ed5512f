import type { Problem } from "../../../base/contracts/problem.ts"
import { toolOf } from "../../../base/contracts/tool-name.ts"
import type { TrackingAccess, trackingAccessed } from "../../../base/contracts/tracking-accessed.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import { sideBySide } from "../../../base/platform/side-by-side.ts"
import type { Erasures } from "../../../intake/tracking/erasures.ts"
import type { TrackingRecord } from "../../../intake/tracking/joined-record.ts"
import type { RecordFinder } from "../../../intake/tracking/record-finder.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../../parties/received-event.ts"
import { networkKey, prefixKey, subjectKey, subjectKeys } from "../../detection/accessor.ts"
import type { VolumeSums } from "../../detection/charts/volume.ts"
import type { Restriction, Restrictions } from "../../detection/restrictions/restriction.ts"
import type { VolumeCounter } from "../../detection/retailers/volume-counter.ts"
import { restartRestrictions } from "../guesses/restart-restrictions.ts"
import { contradicts, type Disclosure, nameOfItem } from "../ledger/disclosure.ts"
import type { Disclosures } from "../ledger/disclosures.ts"
import type { Canaries } from "../references/canaries.ts"
import { noteReport } from "../reporting/note-report.ts"
import type { ReportStreams } from "../reporting/report-streams.ts"
import type { HeavyReaders } from "../visitor/heavy-readers.ts"
import {
  type AccessFinding,
  type AccessObserver,
  type KnownProfiles,
  nothingNew,
  type Observation,
  type ObservedAccess,
} from "./access-observer.ts"
import { isAfter } from "./anomalies-of.ts"
import {
  type AcceptedAccess,
  acceptAccesses,
  disclosuresOf,
  type ReportedAccess,
  reportAccess,
  statementOf,
  tombstoneKeysOf,
  unprovenPlacesOf,
} from "./reported-access.ts"

/**
 * Subjects whose profiles are written at the same time. The contacts of one subject are written one after the other.
 */
const subjectsAtOnce = 8

/**
 * How long recording an event can take, by the length of its message. An access has at least 150 characters. It takes
 * about 30 ms when one subject made all of them. The longest event has 500 accesses.
 */
export function recordingMilliseconds(message: string): number {
  return 1_000 + Math.min(500, message.length / 150) * 30
}

export type RecordAccessOptions = {
  parties: PartyDirectory
  records: RecordFinder
  erased: Pick<Erasures, "among">
  keyedHash: KeyedHash
  sealer: Pick<Sealer, "seal">
  canaries: Canaries
  heavyReaders: HeavyReaders
  observer: AccessObserver
  disclosures: Pick<Disclosures, "appendAll" | "get">
  restrictions: Pick<Restrictions, "of" | "restart">
  volumes: Pick<VolumeCounter, "count">
  streams: Pick<ReportStreams, "note">
}

/**
 * Records lookups that happened in a carrier's own tool. Each access is judged by itself: good ones are kept, and bad
 * ones, or ones that contradict an earlier report, are reported to the carrier by index. It writes profiles first, then
 * the ledger, then anomalies and restrictions, so that a reader of an anomaly finds its disclosures. A restricted
 * subject that looks up something new without proof restarts its restriction. Repeating an event has no effect, also
 * after a crash.
 */
export function makeRecordAccess(
  options: RecordAccessOptions,
): (event: ReceivedEvent<typeof trackingAccessed>) => Promise<Handled> {
  const { observer, restrictions, volumes } = options

  return async (event) => {
    if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
    const carrierId = event.party.id
    const { reported, accesses, problems } = await reportAll(options, carrierId, event)
    const { ledger, findings, counted, restarts } = await observeAll(options, carrierId, reported)
    for (const index of await recordAll(options.disclosures, { carrierId, reported, ledger })) {
      problems.push({ path: "data.accesses[].accessId", rule: "conflict", index })
    }
    const tool = toolOf(carrierId)
    await observer.raise(findings, (found) => ({
      tool,
      reportedBy: carrierId,
      carrierIds: [carrierId],
      ...contributions(found, reported),
    }))
    for (const { access, current } of restarts) await restartRestrictions(restrictions, access.observed, current)
    // Volumes come last, so that a message that fails before is counted once, when it comes again.
    for (const { retailerId, sums } of counted) volumes.count({ retailerId, tool }, sums)
    problems.push(...(await noteReport(options, event, { accesses, retailerIds: retailersOf(reported) })))
    problems.sort((one, other) => (one.index ?? 0) - (other.index ?? 0))
    return { outcome: reported.length === 0 ? "rejected" : "recorded", problems }
  }
}

/** The retailers whose shipments the carrier has. A lookup of an unknown number shows none. */
const retailersOf = (reported: readonly ReportedAccess[]): string[] =>
  reported.flatMap(({ records }) => records.flatMap(({ retailerId }) => retailerId ?? []))

/** Checks the accesses, reads their records and seals their tokens. */
async function reportAll(
  options: RecordAccessOptions,
  carrierId: string,
  event: ReceivedEvent<typeof trackingAccessed>,
): Promise<{ reported: ReportedAccess[]; accesses: TrackingAccess[]; problems: Problem[] }> {
  const { accepted, problems } = await acceptAccesses(options, event)
  const found = accepted.length === 0 ? [] : await options.records.find(accepted.map(({ asked }) => asked))
  const tombstones = await tombstonesOf(options, accepted, found)
  const reported: ReportedAccess[] = []
  for (const [place, one] of accepted.entries()) {
    const records = found[place] ?? []
    const isErased = records.length === 0 && tombstoneKeysOf(options.keyedHash, one).some((key) => tombstones.has(key))
    reported.push(await reportAccess(options, carrierId, { ...one, isErased }, records))
  }
  return { reported, accesses: accepted.map(({ access }) => access), problems }
}

/** The tombstones of references that no record was found for. */
async function tombstonesOf(
  { erased, keyedHash }: Pick<RecordAccessOptions, "erased" | "keyedHash">,
  accepted: readonly AcceptedAccess[],
  found: readonly (readonly TrackingRecord[])[],
): Promise<ReadonlySet<string>> {
  const unknown = accepted.filter((_, place) => (found[place] ?? []).length === 0)
  const keys = new Set(unknown.flatMap((one) => tombstoneKeysOf(keyedHash, one)))
  return keys.size === 0 ? keys : erased.among([...keys])
}

/** An item for the ledger, and the index in the event of its access. */
type LedgerEntry = { readonly index: number; readonly disclosure: Disclosure }

/**
 * Appends to the ledger. What was reported first stays.
 *
 * @returns indices of the accesses that contradict an earlier report: other fields, another proof, or now nothing shown
 */
async function recordAll(
  disclosures: Pick<Disclosures, "appendAll" | "get">,
  of: { carrierId: string; reported: readonly ReportedAccess[]; ledger: readonly LedgerEntry[] },
): Promise<Set<number>> {
  const { carrierId, reported, ledger } = of
  const outcomes = await disclosures.appendAll(ledger.map(({ disclosure }) => disclosure))
  const conflicts = new Set(ledger.flatMap(({ index }, place) => (outcomes[place] === "conflict" ? [index] : [])))
  const appended = new Set(ledger.map(({ disclosure }) => nameOfItem(disclosure)))
  const elsewhere = reported.flatMap((access) =>
    unprovenPlacesOf(carrierId, access).flatMap((key) => (appended.has(nameOfItem(key)) ? [] : [{ key, access }])),
  )
  const byName = Map.groupBy(elsewhere, ({ key }) => nameOfItem(key))
  const keys = [...byName.values()].flatMap(([first]) => (first === undefined ? [] : [first.key]))
  for (const held of await disclosures.get(keys)) {
    for (const { access } of byName.get(nameOfItem(held)) ?? []) {
      if (contradicts(held, statementOf(access))) conflicts.add(access.index)
    }
  }
  return conflicts
}

type Observed = {
  ledger: LedgerEntry[]
  findings: AccessFinding[]
  counted: CountedVolume[]
  /** New references that subjects looked up without proof, with the restrictions that were read before. */
  restarts: { access: ReportedAccess; current: readonly Restriction[] }[]
}

/** Runs the detector on the accesses, in time order for each subject, and makes their ledger items. */
async function observeAll(
  { observer, restrictions }: RecordAccessOptions,
  carrierId: string,
  reported: readonly ReportedAccess[],
): Promise<Observed> {
  const bySubject = Map.groupBy(reported, ({ observed }) => subjectKey(observed.accessor))
  const keys = [...bySubject.values()].flatMap(([first]) =>
    first === undefined ? [] : subjectKeys(first.observed.accessor),
  )
  const all: Observed = { ledger: [], findings: [], counted: [], restarts: [] }
  if (keys.length === 0) return all
  const [current, known] = await Promise.all([
    restrictions.of(keys),
    observer.profilesOf(reported.map(({ observed }) => observed.accessor)),
  ])
  await sideBySide(bySubject.values(), subjectsAtOnce, (accesses) =>
    observeSubject(observer, { carrierId, accesses, restrictions: current, known, all }),
  )
  return all
}

/** Adds what one subject's accesses come to. */
async function observeSubject(
  observer: AccessObserver,
  of: {
    carrierId: string
    accesses: readonly ReportedAccess[]
    restrictions: readonly Restriction[]
    known: KnownProfiles
    all: Observed
  },
): Promise<void> {
  const { carrierId, accesses, restrictions, known, all } = of
  let crossedAt = Number.POSITIVE_INFINITY
  const observations = new Map<string, Observation>()
  for (const access of accesses.toSorted(byTime)) {
    // A subject over its threshold is not scored further in this event. The ledger still records its accesses.
    const crossed = isAfter(access.observed, crossedAt)
    const contact = contactName(access.observed)
    const observation = crossed
      ? nothingNew
      : (repeated(observations, contact) ?? (await observer.observe(access.observed, { known })))
    observations.set(contact, observation)
    all.findings.push(...observation.findings)
    const { retailerId, proof } = access.observed
    if (observation.newContact && proof === "none") all.restarts.push({ access, current: restrictions })
    if (retailerId !== undefined) all.counted.push({ retailerId, sums: observation.volume })
    const hasAnomaly = observation.flooding || crossed || wasRestricted(restrictions, access)
    const { failedChallenges, isRepeat } = observation
    const judged = { failedChallenges, hasAnomaly, isRepeat }
    for (const disclosure of disclosuresOf(carrierId, access, judged)) {
      all.ledger.push({ index: access.index, disclosure })
    }
    for (const { restricts, finding } of observation.findings) {
      if (restricts === "subject") crossedAt = Math.min(crossedAt, finding.crossedAt)
    }
  }
}

/** What the subject's profile keeps of an access besides its time, and whose other profiles hear of it. */
function contactName({ accessor, networkClass, tag, outcome, proof, deliveryPoint }: ObservedAccess): string {
  const { network, accessorClass } = accessor
  return [tag, outcome, proof, deliveryPoint, network.fingerprint, networkClass, accessorClass].join("|")
}

/** What the repeat of an earlier lookup of this event comes to: nothing new. Its profiles keep the earlier one. */
function repeated(observations: ReadonlyMap<string, Observation>, contact: string): Observation | undefined {
  const first = observations.get(contact)
  if (first === undefined) return undefined
  const failed = [...observations.values()].map(({ failedChallenges }) => failedChallenges)
  return { ...nothingNew, isRepeat: true, failedChallenges: Math.max(...failed), flooding: first.flooding }
}

/** What one access adds to its retailer's sums. */
type CountedVolume = { readonly retailerId: string; readonly sums: VolumeSums }

function byTime(one: ReportedAccess, other: ReportedAccess): number {
  if (one.observed.at !== other.observed.at) return one.observed.at < other.observed.at ? -1 : 1
  return one.observed.tag < other.observed.tag ? -1 : 1
}

function wasRestricted(restrictions: readonly Restriction[], { observed, access }: ReportedAccess): boolean {
  const keys = subjectKeys(observed.accessor)
  const { lastAt = observed.at } = access
  return restrictions.some(
    ({ accessorKey, releasedAt, since }) => keys.includes(accessorKey) && releasedAt === undefined && since <= lastAt,
  )
}

/** The accesses of this event that contributed to a finding, by the carrier's ids. None for blocks of numbers. */
function contributions({ accessorKey, access }: AccessFinding, reported: readonly ReportedAccess[]) {
  const mine = reported.filter(({ observed }) => {
    const keys = [subjectKey(observed.accessor), networkKey(observed.accessor), prefixKey(observed.accessor)]
    return keys.includes(accessorKey) && observed.at <= access.at
  })
  return {
    accessIds: mine.map((one) => one.access.accessId),
    accessorTokens: mine.flatMap((one) => one.access.token ?? []),
  }
}
