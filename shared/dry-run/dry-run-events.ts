import { accessesCounted } from "../base/contracts/accesses-counted.ts"
import { drillAcknowledged } from "../base/contracts/alert-drills.ts"
import { breachReported } from "../base/contracts/breach-reported.ts"
import type { EventContract } from "../base/contracts/define-event.ts"
import { deskContracts } from "../base/contracts/desk-contracts.ts"
import { manifestDeclared } from "../base/contracts/manifest-declared.ts"
import { shipmentCancelled } from "../base/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../base/contracts/shipment-delivered.ts"
import { shipmentErasureRequested } from "../base/contracts/shipment-erasure-requested.ts"
import { shipmentProgressed } from "../base/contracts/shipment-progressed.ts"
import { trackingAccessed } from "../base/contracts/tracking-accessed.ts"
import { trackingNumberAssigned } from "../base/contracts/tracking-number-assigned.ts"
import type { KeyedHash } from "../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../base/platform/clock.ts"
import type { Sealer } from "../base/platform/sealing.ts"
import { silentTelemetry } from "../base/platform/telemetry.ts"
import type { DecidingDesk } from "../desk/actions/decide-restriction.ts"
import type { NoticeDesk } from "../desk/actions/notification.ts"
import { makeRunBreachDesk } from "../desk/actions/run-breach-desk.ts"
import { actionIdOf } from "../desk/cases/action-id.ts"
import { CaseBusy } from "../desk/cases/case-busy.ts"
import { pointerKeys } from "../desk/cases/case-keys.ts"
import { caseWriter } from "../desk/cases/case-writer.ts"
import type { CaseDesk } from "../desk/cases/change-case.ts"
import { eventContentOf, idReused, isOfOtherContent } from "../desk/cases/event-content.ts"
import { reportProblem } from "../desk/opening/report-problem.ts"
import { type Erasures, erasureIdOf } from "../intake/tracking/erasures.ts"
import { trackingRecords } from "../intake/tracking/keep-tracking-records.ts"
import type { RecordFinder } from "../intake/tracking/record-finder.ts"
import { makeRecordProgress } from "../intake/tracking/record-progress.ts"
import { makeRecordShipment } from "../intake/tracking/record-shipment.ts"
import type { TrackingRecords } from "../intake/tracking/tracking-records.ts"
import type { TrackingRows } from "../intake/tracking/tracking-rows.ts"
import type { Drills } from "../parties/drills/drill.ts"
import { makeAcknowledgeDrill } from "../parties/drills/run-drills.ts"
import type { Party } from "../parties/party.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { type Handled, inFull, type ReceivedEvent, rejected } from "../parties/received-event.ts"
import { type ArrivedEvent, readEvent } from "../parties/reception/read-event.ts"
import type { DryRun, DryRunResult, FollowingEvent } from "../parties/reception/validate-events.ts"
import type { Restrictions } from "../watch/detection/restrictions/restriction.ts"
import { acceptAccesses } from "../watch/lookups/recording/reported-access.ts"
import { problemOfTime } from "../watch/lookups/reporting/record-counts.ts"
import {
  afterAction,
  afterErasureRequest,
  afterProgress,
  afterReport,
  afterShipment,
  afterShipper,
} from "./following-events.ts"
import { ownTrackingRows } from "./own-tracking-rows.ts"
import {
  ownErasures,
  type ReadsCases,
  readOnlyCases,
  readOnlyDrills,
  readOnlyRestrictions,
  unwrittenSealer,
} from "./read-only-stores.ts"

/** What a dry run reads. Nothing here can be written. */
export type DryRunTools = {
  trackingRows: Pick<TrackingRows, "get">
  recordFinder: RecordFinder
  /** Absent in a stage without the desk, which takes no report and no act. */
  cases: ReadsCases | undefined
  restrictions: Pick<Restrictions, "of" | "withId">
  erasures: Pick<Erasures, "get">
  drills: Pick<Drills, "get">
  sealer: Pick<Sealer, "unseal">
  hashes: KeyedHash
  parties: PartyDirectory
  laws: CaseDesk["laws"]
  clock: Clock
  randomId: CaseDesk["randomId"]
}

/**
 * Handles events of parties as the hub does, with its own use cases, over stores that are read and never written. A
 * retailer's shipments and a carrier's parcels are judged by what that party sent itself, so that no answer depends on
 * what others sent.
 */
export function makeDryRun(tools: DryRunTools): DryRun {
  return (party, arrived) => {
    const gates = [...trackingGates(tools, party), ...deskGates(tools), drillGate(tools)]
    const gate = gates.find(({ takes }) => takes.has(arrived.detailType))
    if (gate === undefined) throw new NothingTakes()
    return gate.handle(party, arrived, tools.clock())
  }
}

/** A contract of parties that no function handles: a fault of this program. */
class NothingTakes extends Error {
  override readonly name = "NothingTakes"
}

/** What handles the events of some types. Undefined: the hub is too busy to say. */
type Gate = {
  takes: ReadonlySet<string>
  handle: (party: Party, arrived: ArrivedEvent, now: Date) => Promise<DryRunResult | undefined>
}

function gate<Contract extends EventContract>(
  contracts: readonly Contract[],
  handle: (event: ReceivedEvent<Contract>) => Promise<Handled>,
  follows: (event: ReceivedEvent<Contract>) => readonly FollowingEvent[] = () => [],
  always: (event: ReceivedEvent<Contract>) => readonly FollowingEvent[] = () => [],
): Gate {
  return {
    takes: new Set(contracts.map(({ detailType }) => detailType)),
    handle: async (party, arrived, now) => {
      const read = readEvent(contracts, party, arrived, now)
      if (!read.ok) return { handled: rejected(...read.problems), follows: [] }
      const handled = await handle(read.event).catch(unlessBusy)
      return handled === undefined ? undefined : resultOf(handled, follows(read.event), always(read.event))
    },
  }
}

/** What handles shipments, parcels and lookups. */
function trackingGates(tools: DryRunTools, party: Party): Gate[] {
  const { parties, hashes } = tools
  const erasures = ownErasures(tools.erasures, party.id)
  const records = ownRecords(tools, party, erasures)
  const recording = { records, profiles: noHeads, hashes, parties, erasures, telemetry: silentTelemetry }
  const recordShipment = makeRecordShipment(recording)
  const recordProgress = makeRecordProgress({ records, parties })
  const erase = (event: ReceivedEvent<typeof shipmentErasureRequested>) => checkErasure(tools, erasures, event)
  return [
    gate(
      [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
      (event) => recordShipment(event, () => {}),
      afterShipment,
    ),
    gate([shipmentProgressed, shipmentDelivered, manifestDeclared], recordProgress, afterProgress, afterShipper),
    gate([shipmentErasureRequested], erase, () => afterErasureRequest),
    gate([trackingAccessed], (event) => checkAccesses(tools, event)),
    gate([accessesCounted], async (event) => checkCounts(event)),
  ]
}

/** What handles reports and actions in cases. A stage without the desk rejects them as an event that nobody takes. */
function deskGates({ cases, ...tools }: DryRunTools): Gate[] {
  if (cases === undefined)
    return [gate([breachReported, ...deskContracts], async () => rejected({ path: "detail-type", rule: "notAllowed" }))]
  const desk = readingDesk({ ...tools, cases })
  const report = (event: ReceivedEvent<typeof breachReported>) => checkReport(desk, event)
  return [
    gate([breachReported], report, () => afterReport),
    gate(deskContracts, makeRunBreachDesk(desk), ({ detailType }) => afterAction(detailType)),
  ]
}

function drillGate({ drills }: DryRunTools): Gate {
  return gate([drillAcknowledged], makeAcknowledgeDrill({ drills: readOnlyDrills(drills) }))
}

/** Others change the case, so only a later call can say. */
function unlessBusy(error: unknown): undefined {
  if (!(error instanceof CaseBusy)) throw error
}

const repeats: ReadonlySet<string> = new Set(["duplicate", "repeated", "unchanged"])
const outdated: ReadonlySet<string> = new Set(["stale", "erased"])

/** @param always what follows even from an event that the hub knows, so that only its arrival shows its effect */
function resultOf(
  handled: Handled,
  follows: readonly FollowingEvent[],
  always: readonly FollowingEvent[],
): DryRunResult {
  const { outcome } = inFull(handled)
  if (outcome === unknownEffect) return { handled, follows }
  const [isRepeat, isOutdated] = [repeats.has(outcome), outdated.has(outcome)]
  if ((isRepeat || isOutdated) && always.length > 0) return { handled, follows: always }
  return { handled, effect: isRepeat ? "repeat" : isOutdated ? "outdated" : "new", follows }
}

function ownRecords(
  { trackingRows, hashes, sealer, clock }: DryRunTools,
  party: Party,
  erased: Pick<Erasures, "among">,
): TrackingRecords {
  const rows = ownTrackingRows(trackingRows, party)
  return trackingRecords({ rows, hashes, sealer: unwrittenSealer(sealer), erased, now: clock })
}

const noHeads = { advanceHead: async () => {} }

/** Of reported lookups, only the ledger and the detector know whether they were reported before. */
const unknownEffect = "checked"

/** Checks lookups as their recording does, without the ledger and the detector, which no dry run may ask. */
async function checkAccesses(tools: DryRunTools, event: ReceivedEvent<typeof trackingAccessed>): Promise<Handled> {
  if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
  const { accepted, problems } = await acceptAccesses({ parties: tools.parties, keyedHash: tools.hashes }, event)
  return { outcome: accepted.length === 0 ? "rejected" : unknownEffect, problems }
}

/** Checks a count by itself. Which counts came before, only the hub's record knows. */
function checkCounts(event: ReceivedEvent<typeof accessesCounted>): Handled {
  if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
  const problem = problemOfTime(event)
  return problem === undefined ? unknownEffect : rejected(problem)
}

/** A request is always taken. */
async function checkErasure(
  { hashes }: DryRunTools,
  erasures: Pick<Erasures, "get">,
  { party, data }: ReceivedEvent<typeof shipmentErasureRequested>,
): Promise<Handled> {
  const known = await erasures.get(erasureIdOf(hashes, { retailerId: party.id, shipmentId: data.shipmentId }))
  return known === undefined ? "requested" : "repeated"
}

/** A report is always taken, unless its own times, its tool or its references are wrong. */
async function checkReport(
  desk: CaseDesk,
  { party, detailType, data, metadata }: ReceivedEvent<typeof breachReported>,
): Promise<Handled> {
  const problem = await reportProblem(desk, party, data)
  if (problem !== undefined) return rejected(problem)
  const [known] = await desk.cases.items([pointerKeys.report(party.id, actionIdOf(desk, party.id, metadata.id))])
  if (known === undefined) return "opened"
  const isOther = isOfOtherContent(known, eventContentOf(desk, party.id, { detailType, data }))
  return isOther ? rejected(idReused) : "repeated"
}

/** The breach desk over cases that stay as they are. Nothing is signed, since nothing is written. */
function readingDesk(tools: DryRunTools & { cases: ReadsCases }): NoticeDesk & DecidingDesk {
  const { recordFinder, cases, restrictions, hashes, parties, laws, clock, randomId } = tools
  const stored = readOnlyCases(cases)
  const macHead = async () => ""
  const signer = { sign: async () => ({ keyId: "", value: "" }) }
  return {
    parties,
    laws,
    clock,
    randomId,
    records: recordFinder,
    cases: stored,
    write: caseWriter({ cases: stored, clock, randomId, sleep: async () => {}, macHead, signer }),
    // They change what messages say, and a validation sends none.
    streams: { ofCarrier: async () => [] },
    restrictions: readOnlyRestrictions(restrictions),
    macHead,
    hashUnderKey: (...parts) => hashes.lastingHash("case-alias", ...parts),
  }
}
