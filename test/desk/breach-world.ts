import { accessAnomalyDetected } from "../../shared/base/contracts/access-anomaly-detected.ts"
import { hubAudience } from "../../shared/base/contracts/envelope.ts"
import type { RandomBytes } from "../../shared/base/platform/random-id.ts"
import { makeReleaseRestrictions } from "../../shared/desk/actions/release-restrictions.ts"
import { type BreachCaseItem, type CaseRow, type PartyRow, rowsOfType } from "../../shared/desk/cases/case-rows.ts"
import type { AskedDocuments } from "../../shared/desk/documents/asked-documents.ts"
import { makeDrawDocument } from "../../shared/desk/documents/draw-document.ts"
import { claimsOf, makeClaimExposures } from "../../shared/desk/exposures/claim-exposures.ts"
import { claimantFinder, shipmentDescriber } from "../../shared/desk/exposures/copied-references.ts"
import { dynamoEvidence } from "../../shared/desk/exposures/dynamo-evidence.ts"
import { makeExtendExposures } from "../../shared/desk/exposures/extend-exposures.ts"
import { reportedReferences } from "../../shared/desk/exposures/named-references.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { mergeCases } from "../../shared/desk/merging/merge-cases.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "../../shared/desk/opening/open-breach-case.ts"
import type { ReportDesk } from "../../shared/desk/opening/report-breach.ts"
import { type Party, parties } from "../../shared/parties/party.ts"
import { makeAnnounceRestriction } from "../../shared/watch/alerts/announce-restriction.ts"
import { makeRaiseAnomaly } from "../../shared/watch/alerts/raise-anomaly.ts"
import type { Anomaly } from "../../shared/watch/detection/anomalies/anomaly.ts"
import type { Disclosure } from "../../shared/watch/lookups/ledger/disclosure.ts"
import { publishedWalk } from "../builders/findings.ts"
import { fixtureKeys, sealedToken } from "../doubles/accessor-tokens.ts"
import { countedBytes, memoryAlertMail, memoryLetterMail } from "../doubles/alert-mail.ts"
import { type DeliveredEvent, inMemoryBus } from "../doubles/event-publisher.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { memorySealer } from "../doubles/sealing.ts"
import { memoryTrackingRecords } from "../doubles/tracking-records.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"
import { knownDirectory } from "../parties/known-directory.ts"
import { recordedTelemetry } from "../parties/test-parties.ts"
import {
  memoryAnnouncedWalkers,
  memoryAnomalies,
  memoryDecisionNotes,
  memoryRestrictions,
} from "../watch/detection/memory-stores.ts"
import { memoryDisclosures } from "../watch/lookups/memory-stores.ts"
import { alertOne, onlyOutcome } from "./alerting-parties.ts"
import { countedStreams } from "./counted-streams.ts"
import { memoryDocumentFiles } from "./documents/memory-document-files.ts"
import { memoryEvidenceFiles } from "./documents/memory-evidence-files.ts"
import { renderings } from "./dossier/lazy-renderings.ts"
import { type LedgerLog, ledgerLog } from "./ledger-log.ts"
import { memoryBreachCases, memoryRequestedDocuments } from "./memory-stores.ts"
import { memoryWriting } from "./memory-writing.ts"

const channels = { queue: true, emails: ["privacy@party.example"] }
const jurisdiction = { country: "CA", timeZone: "America/Toronto" }
const volume = { ordersPerDay: 100, missShare: 0.05, channels, jurisdiction }

/** Two retailers (one is discreet) and a carrier. */
export const breachParties: Party[] = parties.parse({
  parties: [
    {
      id: "leafline",
      kind: "retailer",
      alias: "Leafline",
      discreet: true,
      laws: ["ca-on-fippa"],
      documents: {
        legalName: "1234567 Ontario Inc.",
        contact: { title: "Privacy officer", phone: "+1 416 555 0142" },
        publicContact: { phone: "+1 416 555 0143" },
        noticeSenders: { en: "Orders Privacy Office", fr: "Bureau de la vie privée – Commandes" },
        wayToCheck: { en: "the phone number on your invoice", fr: "le numéro de téléphone de votre facture" },
      },
      ordersInAll: 225_000,
      ...volume,
    },
    { id: "maplebooks", kind: "retailer", alias: "Maple Books", laws: ["ca-pipeda"], ...volume },
    { id: "northpost", kind: "carrier", alias: "Northpost", laws: ["ca-privacy-act"], channels, jurisdiction },
  ],
}).parties

/** Handles the claims of one change, as a batch of one. */
export function claimOne(desk: Parameters<typeof makeClaimExposures>[0]) {
  const claimAll = makeClaimExposures(desk)
  return async (change: Parameters<typeof claimsOf>[0]) => onlyOutcome(await claimAll([claimsOf(change)]))
}

/** A way of doing one thing, again if it fails. */
type Task = { name: string; run: () => Promise<unknown> }

export type WorldOptions = {
  interrupt?: Interrupt
  failEntry?: () => string | undefined
  startsAt?: string
  parties?: Party[]
  laws?: typeof lawCatalogue
  partyNow?: (party: Party) => Promise<Party>
  /** Whether Northpost counts its lookups all the time. Unless told otherwise, it does. */
  isCounted?: boolean
}

/**
 * The breach desk with everything in memory. Tables and buses hand on what happens as tasks, which `settle` works off.
 */
export function breachWorld(options: WorldOptions = {}) {
  const interrupt = options.interrupt ?? (async () => {})
  let nowMs = Date.parse(options.startsAt ?? "2026-11-01T14:10:00.000Z")
  const clock = () => new Date(nowMs)
  const directory = knownDirectory(options.parties ?? breachParties, options.partyNow)
  const cases = memoryBreachCases(interrupt)
  const disclosures = memoryDisclosures(interrupt)
  const anomalies = memoryAnomalies(interrupt)
  const walkers = memoryAnnouncedWalkers(interrupt)
  const restrictions = memoryRestrictions(interrupt)
  const decisionNotes = memoryDecisionNotes(interrupt)
  const documents = memoryRequestedDocuments(interrupt)
  const files = memoryDocumentFiles(interrupt)
  const evidenceFiles = memoryEvidenceFiles()
  const streams = countedStreams(options.isCounted === false ? [] : ["northpost"], interrupt)
  const mail = memoryAlertMail({ interrupt })
  const sealer = memorySealer({ now: clock, keys: fixtureKeys })
  const hashes = testKeyedHash()
  const records = memoryTrackingRecords({ hashes, sealer, now: clock, interrupt })
  const pending: Task[] = []
  const exchange = inMemoryBus({
    interrupt,
    ...(options.failEntry === undefined ? {} : { failEntry: options.failEntry }),
    deliver: (event) => deliver(event),
  })
  const { signer, randomId, macHead, writerOver } = memoryWriting({ interrupt, clock })
  const desk: ReportDesk & LedgerLog & { random: RandomBytes; askedDocuments: AskedDocuments } = {
    cases,
    write: writerOver(cases, options.laws),
    merge: (caseId, until) => mergeCases(desk, caseId, until),
    parties: directory,
    laws: options.laws ?? lawCatalogue,
    streams,
    clock,
    randomId,
    macHead,
    hashUnderKey: (...parts) => hashes.lastingHash("case-alias", ...parts),
    describeShipments: shipmentDescriber({ records, sealer }),
    claimantsOf: claimantFinder(records),
    disclosures,
    evidence: dynamoEvidence(disclosures.over),
    references: reportedReferences({ records, sealer, parties: directory }),
    keyedHash: hashes,
    ...ledgerLog(hashes, interrupt),
    random: countedBytes("views"),
    askedDocuments: {
      add: async (document) => void pending.push({ name: "draw-document", run: () => draw(document, 1) }),
    },
  }
  const { publisher } = exchange
  const announcementsOf = makeRaiseAnomaly({ restrictions, walkers, disclosures, parties: directory, sealer })
  const raise = async (anomaly: Anomaly) => publisher.publish(await announcementsOf(anomaly))
  const announce = makeAnnounceRestriction({ parties: directory, sealer, decisionNotes, clock })
  const telemetry = recordedTelemetry()
  const open = makeOpenCaseOfAnomaly({ ...desk, anomalies, telemetry })
  const extend = makeExtendExposures(desk)
  const release = makeReleaseRestrictions({ cases, restrictions, clock })
  const letterMail = memoryLetterMail({ interrupt })
  const alert = alertOne(desk, { cases, publisher, mail, parties: directory, clock, telemetry }, letterMail)
  const draw = makeDrawDocument({ ...desk, documents, files, renderings, telemetry })

  function deliver(event: DeliveredEvent): void {
    if (event["detail-type"] !== accessAnomalyDetected.detailType) return
    const received = accessAnomalyDetected.receive(event.detail)
    if (!received.ok || received.metadata.audience !== hubAudience) return
    const run = () =>
      open({
        contract: accessAnomalyDetected,
        detailType: "AccessAnomalyDetected",
        eventBridgeId: event.id,
        metadata: received.metadata,
        data: received.data,
        receivedAt: event.time,
      })
    pending.push({ name: "open-breach-case", run })
  }
  anomalies.onChange(({ after }) => {
    if (after !== undefined) pending.push({ name: "raise-anomaly", run: () => raise(after) })
  })
  disclosures.onChange(({ after }) => {
    if (after !== undefined) pending.push({ name: "extend-exposures", run: () => extend([after]) })
  })
  records.onChange((change) => {
    pending.push({ name: "claim-exposures", run: () => claimOne(desk)(change) })
  })
  restrictions.onChange((change) => {
    const run = () => announce({ ...change, sequenceNumber: "1" })
    pending.push({ name: "announce-restriction", run })
  })
  cases.onChange(({ after }) => {
    if (after?.type === "timeline" || after?.type === "attemptsDay")
      pending.push({ name: "alert-parties", run: () => alert({ after }) })
    if (after?.type === "case" && after.state === "falseAlarm")
      pending.push({ name: "release-restrictions", run: () => release({ after }) })
  })

  return {
    desk,
    signer,
    writerOver,
    directory,
    cases,
    disclosures,
    anomalies,
    walkers,
    restrictions,
    decisionNotes,
    records,
    documents,
    files,
    evidenceFiles,
    streams,
    disclosureLog: desk.disclosureLog,
    hashes,
    sealer,
    mail,
    letterMail,
    exchange,
    pending,
    use: { raise, open, openReported: makeOpenCaseOfReport(desk), extend, alert, draw },
    telemetry,
    clock,
    passSeconds: (seconds: number) => {
      nowMs += seconds * 1000
    },
    /** Does what is pending, oldest first, until nothing is. */
    async settle() {
      for (let task = pending.shift(); task !== undefined; task = pending.shift()) await task.run()
    },
    heads: () => cases.rows().flatMap((row) => (row.type === "case" ? [row] : [])),
    rowsOf: <Type extends BreachCaseItem["type"]>(type: Type) => rowsOfType(cases.rows(), type),
  }
}
export type BreachWorld = ReturnType<typeof breachWorld>

/** Records a retailer's shipment of this number with Northpost: `s7` of order `LL-0000007`, parcel `NP000007CA`. */
export async function shipParcel(
  world: BreachWorld,
  retailerId: string,
  number: number,
  { order = `key-${number}`, numbered = true, region }: { order?: string; numbered?: boolean; region?: string } = {},
): Promise<void> {
  const shipmentId = `s${number}`
  const at = "2026-10-30T10:00:00.000Z"
  const padded = String(number).padStart(6, "0")
  await world.records.recordCreation({
    shipment: {
      key: { recordId: `SHIPMENT#${retailerId}#${shipmentId}`, retailerId, shipmentId },
      creation: {
        createdAt: at,
        contentKey: `content-${retailerId}-${number}`,
        carrierId: "northpost",
        ...(region === undefined ? {} : { region }),
      },
      orderReferenceKey: `${retailerId}#${order}`,
    },
    occurredAt: at,
    eventKey: `created-${retailerId}-${number}`,
    orderReference: `LL-0${padded}`,
    repeats: () => true,
  })
  if (!numbered) return
  await world.records.recordNumber(
    { retailerId, shipmentId },
    { trackingNumber: `NP${padded}CA`, at, eventKey: `numbered-${retailerId}-${number}` },
  )
}

/** A world with one case of leafline and northpost, with a given number of their shipments. */
export async function servedWorld(shipments = 3, options: WorldOptions = {}) {
  const world = breachWorld(options)
  for (let number = 1; number <= shipments; number++) {
    await shipParcel(world, "leafline", number)
    await world.disclosures.append(seen(number))
  }
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  return world
}

/** The one open case, and a party's row of it. */
export function soleCase(world: BreachWorld): CaseRow {
  const [first, ...others] = world.heads().filter((row) => row.state !== "merged")
  if (first === undefined || others.length > 0) throw new Error("There is no case, or more than one")
  return first
}

/** The alias of a case for a party. */
export function aliasIn(world: BreachWorld, { caseId }: Pick<CaseRow, "caseId">, partyId: string): string {
  return world.rowsOf("party").find((row) => row.caseId === caseId && row.partyId === partyId)?.alias ?? ""
}

/** The head of a party's timeline of a case. */
export function timelineHeadIn(world: BreachWorld, { caseId }: Pick<CaseRow, "caseId">, partyId: string) {
  return world.rowsOf("heads").find((row) => row.caseId === caseId && row.heads[partyId] !== undefined)?.heads[partyId]
}

/** A party's row of the one case. */
export function partyIn(world: BreachWorld, partyId: string): PartyRow {
  const row = world.rowsOf("party").find((one) => one.partyId === partyId && one.caseId === soleCase(world).caseId)
  if (row === undefined) throw new Error("the party is not in the case")
  return row
}

const walkersToken = await sealedToken("tok_walker")

/** A disclosure in the carrier's tool to a walker: shipment number and second of the walk. */
export function seen(number: number, changes: Partial<Disclosure> = {}): Disclosure {
  const at = changes.at ?? new Date(Date.parse("2026-11-01T14:00:00.000Z") + number * 10_000).toISOString()
  const retailerId = changes.retailerId ?? "leafline"
  const accessId = changes.accessId ?? `acc-${changes.subject ?? "walker"}-${number}`.replace("#", "-")
  return {
    subject: "subject#walker-of-2018",
    sortKey: `${at}#${accessId}`,
    accessId,
    at,
    network: "network#home-of-walker",
    recordId: `SHIPMENT#${retailerId}#s${number}`,
    retailerId,
    shipmentId: `s${number}`,
    carrierId: "northpost",
    tool: "observed:northpost",
    proof: "none",
    provenForExposure: false,
    fields: ["delivery-date", "signatory-name-or-initials", "postal-code", "nature-of-delivery"],
    tokenKey: walkersToken.tokenKey,
    reportedBy: "northpost",
    expiresAt: 1_900_000_000,
    ...changes,
  }
}

/** The anomaly of the walker at some entry of the walk. */
export function walkAnomaly(changes: Partial<Anomaly> = {}): Anomaly {
  return {
    ...publishedWalk(),
    anomalyId: "anomaly-of-the-walk",
    accessorKey: "subject#walker-of-2018",
    subject: "subject#walker-of-2018",
    network: "network#home-of-walker",
    subjectKind: "anonymous",
    retailerId: "leafline",
    detectedAt: "2026-11-01T14:00:53.000Z",
    tool: "observed:northpost",
    reportedBy: "northpost",
    carrierIds: ["northpost"],
    accessorTokens: [walkersToken],
    accessIds: ["acc-5"],
    retailerFinding: publishedWalk(),
    shadow: false,
    expiresAt: 1_900_000_000,
    ...changes,
  }
}
