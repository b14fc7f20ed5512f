import { createHmac } from "node:crypto"
import * as z from "zod"
import type { RestrictionDesk } from "../../shared/breach-desk/actions/decide-restriction.ts"
import type { NoticeDesk } from "../../shared/breach-desk/actions/record-notified.ts"
import { makeRunBreachDesk } from "../../shared/breach-desk/actions/run-breach-desk.ts"
import { makeAnnounceRestriction } from "../../shared/breach-desk/alerts/announce-restriction.ts"
import { makeRaiseAnomaly } from "../../shared/breach-desk/alerts/raise-anomaly.ts"
import { makeAlertParties } from "../../shared/breach-desk/alerts/send-alerts.ts"
import { breachCaseItemSchema } from "../../shared/breach-desk/cases/case-rows.ts"
import type { CaseDesk } from "../../shared/breach-desk/cases/change-case.ts"
import { makeClaimExposures } from "../../shared/breach-desk/exposures/claim-exposures.ts"
import { claimantFinder, shipmentDescriber } from "../../shared/breach-desk/exposures/copied-references.ts"
import { makeExtendExposures } from "../../shared/breach-desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../shared/breach-desk/exposures/extend-exposures-pipeline.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "../../shared/breach-desk/opening/open-breach-case.ts"
import { openBreachCasePipeline } from "../../shared/breach-desk/opening/open-breach-case-pipeline.ts"
import type { ReportDesk } from "../../shared/breach-desk/opening/report-breach.ts"
import { makeWatchDuties } from "../../shared/breach-desk/watch-duties.ts"
import { accessAnomalyDetected } from "../../shared/contracts/access-anomaly-detected.ts"
import { breachAlertAcknowledged } from "../../shared/contracts/breach-alert-acknowledged.ts"
import { dutyDischarged } from "../../shared/contracts/duty-discharged.ts"
import { dutyRequested } from "../../shared/contracts/duty-requested.ts"
import { hubAudience } from "../../shared/contracts/envelope.ts"
import { shipmentCancelled } from "../../shared/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { trackingAccessed } from "../../shared/contracts/tracking-accessed.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import { anomalyRow } from "../../shared/detection/anomalies/anomaly.ts"
import { restrictionRow } from "../../shared/detection/restrictions/restriction.ts"
import { retailerKnowledge } from "../../shared/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/detection/retailers/volume-counter.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { makeLookUpShipment } from "../../shared/lookups/look-up-shipment.ts"
import { lookUpShipmentRoutes } from "../../shared/lookups/look-up-shipment-route.ts"
import { canaries } from "../../shared/lookups/references/canaries.ts"
import { heavyReaders } from "../../shared/lookups/visitor/heavy-readers.ts"
import { accessObserver } from "../../shared/lookups/watch/observe-access.ts"
import { makeRecordAccess } from "../../shared/lookups/watch/record-access.ts"
import { type AuthenticateParty, type OnBehalfOf, onBehalfOf } from "../../shared/parties/authenticate-party.ts"
import type { EventPublisher } from "../../shared/parties/channels/event-publisher.ts"
import { type PutEvents, sendEntries } from "../../shared/parties/channels/event-publisher.ts"
import { makeAcceptEvents } from "../../shared/parties/intake/accept-events.ts"
import { acceptEventRoutes } from "../../shared/parties/intake/accept-events-route.ts"
import { explainRejection } from "../../shared/parties/intake/explain-rejection.ts"
import { queuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { rejectionPipeline } from "../../shared/parties/intake/rejection-pipeline.ts"
import type { PartyDirectory } from "../../shared/parties/party-directory.ts"
import type { Clock } from "../../shared/platform/clock.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { HttpProblem } from "../../shared/platform/http-problem.ts"
import { type LambdaHandler, lambdaHandler } from "../../shared/platform/lambda.ts"
import type { RandomId } from "../../shared/platform/random-id.ts"
import { sealer } from "../../shared/platform/sealing.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"
import type { Telemetry } from "../../shared/platform/telemetry.ts"
import { trackingRecords } from "../../shared/tracking/keep-tracking-records.ts"
import { makeRecordProgress } from "../../shared/tracking/record-progress.ts"
import { makeRecordShipment } from "../../shared/tracking/record-shipment.ts"
import { makeRelayTracking } from "../../shared/tracking/relay-tracking.ts"
import { trackingRow } from "../../shared/tracking/tracking-record.ts"
import { memoryAccessProfiles } from "../doubles/access-profiles.ts"
import { memoryAnomalies } from "../doubles/anomalies.ts"
import { memoryBreachCases } from "../doubles/breach-cases.ts"
import { memoryEvidence } from "../doubles/breach-cases-evidence.ts"
import { memoryChallengeFailures } from "../doubles/challenge-failures.ts"
import { memoryDisclosures } from "../doubles/disclosures.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import type { Interrupt } from "../doubles/memory-table.ts"
import { memoryRestrictions } from "../doubles/restrictions.ts"
import { memoryRetailerProfiles } from "../doubles/retailer-profiles.ts"
import { memoryRetailerVolumes } from "../doubles/retailer-volumes.ts"
import { memoryDataKeys, memorySealingKeys } from "../doubles/sealing.ts"
import { memoryTrackingRows } from "../doubles/tracking-records.ts"

/** What a function of the simulation is made from. */
export type FunctionTools = {
  stores: Stores
  parties: PartyDirectory
  hubAccount: string
  /** To the exchange bus. */
  publisher: EventPublisher
  /** PutEvents of the ingress bus. */
  putIngress: PutEvents
  telemetry: Telemetry
  clock: Clock
  randomId: RandomId
  sleep: (milliseconds: number) => Promise<void>
  /** Mails to parties are kept here: who, and the text. */
  mails: { partyId: string; subject: string; text: string }[]
}

/** The tables, in memory. Sealed values are opened through a sealer of each container's own. */
export type Stores = ReturnType<typeof makeStores>

/** Makes the tables. */
export function makeStores(options: { interrupt: Interrupt; now: () => Date }) {
  const { interrupt } = options
  return {
    trackingRecords: memoryTrackingRows(interrupt),
    disclosures: memoryDisclosures({ interrupt }),
    accessProfiles: memoryAccessProfiles({ interrupt }),
    anomalies: memoryAnomalies({ interrupt }),
    restrictions: memoryRestrictions({ interrupt }),
    challengeFailures: memoryChallengeFailures({ interrupt }),
    retailerProfiles: memoryRetailerProfiles({ interrupt }),
    retailerVolumes: memoryRetailerVolumes({ interrupt }),
    breachCases: memoryBreachCases({ interrupt }),
    sealingKeys: memorySealingKeys(interrupt),
    dataKeys: memoryDataKeys(),
    hashes: testKeyedHash(undefined, options.now),
  }
}

/** Key attributes of the tables, as in infra/tables.ts. */
export const keyAttributes = {
  trackingRecords: ["recordId"],
  disclosures: ["subject", "sortKey"],
  accessProfiles: ["profileKey"],
  anomalies: ["anomalyId"],
  restrictions: ["accessorKey"],
  challengeFailures: ["counterKey"],
  retailerProfiles: ["retailerId"],
  retailerVolumes: ["retailerId", "interval"],
  breachCases: ["pk", "sk"],
  sealingKeys: ["owner"],
} as const satisfies Partial<Record<keyof Stores, readonly string[]>>
export type TableName = keyof typeof keyAttributes

type Maker = (tools: FunctionTools) => LambdaHandler<unknown>

const gate = ({ parties, hubAccount, publisher, telemetry, clock }: FunctionTools) => ({
  parties,
  hubAccount,
  publisher,
  telemetry,
  clock,
})

const recordsOf = ({ stores, clock }: FunctionTools) =>
  trackingRecords({
    rows: stores.trackingRecords,
    hashes: stores.hashes,
    sealer: sealerOf({ stores, clock }),
    now: clock,
  })

const sealerOf = ({ stores, clock }: Pick<FunctionTools, "stores" | "clock">) =>
  sealer({ keys: stores.sealingKeys, wrapper: stores.dataKeys, now: clock })

const observerOf = ({ stores, parties, clock }: FunctionTools) =>
  accessObserver({
    profiles: stores.accessProfiles,
    anomalies: stores.anomalies,
    restrictions: stores.restrictions,
    retailers: retailerKnowledge({ parties, retailerProfiles: stores.retailerProfiles, clock }),
    keyedHash: stores.hashes,
    clock,
  })

const volumesOf = ({ stores, clock, telemetry }: FunctionTools) =>
  volumeCounter({
    volumes: stores.retailerVolumes,
    clock,
    onLost: (contacts) => telemetry.count("VolumeLost", contacts),
  })

const deskOf = (tools: FunctionTools): CaseDesk & ReportDesk & NoticeDesk & RestrictionDesk => ({
  cases: tools.stores.breachCases,
  parties: tools.parties,
  laws: lawCatalogue,
  clock: tools.clock,
  randomId: tools.randomId,
  sleep: tools.sleep,
  macHead: async (message) => createHmac("sha256", "head of a timeline").update(message).digest("base64"),
  hashAlias: (caseId, partyId) => tools.stores.hashes.hash("case-alias", caseId, partyId),
  describeShipments: shipmentDescriber({ records: recordsOf(tools), sealer: sealerOf(tools) }),
  claimantsOf: claimantFinder(recordsOf(tools)),
  disclosures: tools.stores.disclosures,
  restrictions: tools.stores.restrictions,
  evidence: memoryEvidence(tools.stores.disclosures),
  records: recordsOf(tools),
})

/** Stands for the signature check, whose cryptography runs outside of virtual time: the token names its party. */
const authenticatorOf =
  ({ parties }: FunctionTools): AuthenticateParty =>
  async (authorization) => {
    const [, token = ""] = /^Bearer (.+)$/.exec(authorization ?? "") ?? []
    const claims = tokenClaims.safeParse(JSON.parse(Buffer.from(token, "base64url").toString() || "{}"))
    const party = claims.success ? parties.byId(claims.data.iss) : undefined
    if (party === undefined) throw new HttpProblem("unauthenticated")
    const onBehalf = claims.data?.onBehalfOf
    return { party, tokenId: "token", ...(onBehalf === undefined ? {} : { onBehalfOf: onBehalf }) }
  }

const tokenClaims = z.object({ iss: z.string(), onBehalfOf: onBehalfOf.optional() })

/** A token as the simulation's stand-in takes it. */
export function tokenOf(iss: string, behalf?: OnBehalfOf): string {
  return `Bearer ${Buffer.from(JSON.stringify({ iss, onBehalfOf: behalf })).toString("base64url")}`
}

const noCanaries = JSON.stringify({ references: [] })

const makers = {
  "record-shipment": (tools) =>
    queuePipeline({
      ...gate(tools),
      contracts: [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
      concurrency: 5,
      handle: makeRecordShipment({
        records: recordsOf(tools),
        profiles: tools.stores.retailerProfiles,
        hashes: tools.stores.hashes,
        parties: tools.parties,
        telemetry: tools.telemetry,
      }),
    }),
  "record-progress": (tools) =>
    queuePipeline({
      ...gate(tools),
      contracts: [shipmentProgressed, shipmentDelivered],
      concurrency: 5,
      handle: makeRecordProgress({ records: recordsOf(tools) }),
    }),
  "relay-tracking": (tools) =>
    streamPipeline({
      rowSchema: trackingRow,
      telemetry: tools.telemetry,
      handle: makeRelayTracking({ publisher: tools.publisher, parties: tools.parties, sealer: sealerOf(tools) }),
    }),
  "explain-rejection": (tools) => rejectionPipeline({ ...gate(tools), explain: explainRejection }),
  "record-access": (tools) => {
    const volumes = volumesOf(tools)
    return queuePipeline({
      ...gate(tools),
      contracts: [trackingAccessed],
      afterBatch: volumes.writeAll,
      handle: makeRecordAccess({
        parties: tools.parties,
        records: recordsOf(tools),
        keyedHash: tools.stores.hashes,
        canaries: canaries(noCanaries, tools.parties, tools.stores.hashes),
        heavyReaders: heavyReaders(tools.parties.all),
        observer: observerOf(tools),
        disclosures: tools.stores.disclosures,
        restrictions: tools.stores.restrictions,
        volumes,
      }),
    })
  },
  "raise-anomaly": (tools) => {
    const raise = makeRaiseAnomaly({
      restrictions: tools.stores.restrictions,
      disclosures: tools.stores.disclosures,
      parties: tools.parties,
      publisher: tools.publisher,
    })
    return streamPipeline({
      rowSchema: anomalyRow,
      telemetry: tools.telemetry,
      handle: async ({ after }) => (after === undefined ? "nothing" : raise(after)),
    })
  },
  "open-breach-case": (tools) =>
    openBreachCasePipeline({
      ...gate(tools),
      ofAnomaly: makeOpenCaseOfAnomaly({ ...deskOf(tools), anomalies: tools.stores.anomalies }),
      ofReport: makeOpenCaseOfReport(deskOf(tools)),
    }),
  "extend-exposures": (tools) =>
    extendExposuresPipeline({ extend: makeExtendExposures(deskOf(tools)), telemetry: tools.telemetry }),
  "claim-exposures": (tools) =>
    streamPipeline({
      rowSchema: trackingRow,
      select: (row) => row["kind"] === "shipment",
      handle: makeClaimExposures(deskOf(tools)),
      telemetry: tools.telemetry,
    }),
  "alert-parties": (tools) => {
    const alertParties = makeAlertParties({
      cases: tools.stores.breachCases,
      publisher: tools.publisher,
      mail: { send: async (partyId, mail) => void tools.mails.push({ partyId, ...mail }) },
      clock: tools.clock,
    })
    return streamPipeline({
      rowSchema: breachCaseItemSchema,
      select: (row) => row["type"] === "timeline",
      handle: async ({ eventName, after }) =>
        eventName === "INSERT" && after !== undefined ? alertParties({ after }) : "nothing",
      telemetry: tools.telemetry,
    })
  },
  "announce-restriction": (tools) =>
    streamPipeline({
      rowSchema: restrictionRow,
      telemetry: tools.telemetry,
      handle: makeAnnounceRestriction({ publisher: tools.publisher, parties: tools.parties }),
    }),
  "run-breach-desk": (tools) =>
    queuePipeline({
      ...gate(tools),
      contracts: [breachAlertAcknowledged, dutyRequested, dutyDischarged],
      handle: makeRunBreachDesk(deskOf(tools)),
    }),
  "watch-duties": (tools) => {
    const watchDuties = makeWatchDuties(deskOf(tools))
    return lambdaHandler(tools.telemetry, async () => ({ changed: await watchDuties() }))
  },
  "look-up-shipment": (tools) =>
    httpPipeline({
      routes: lookUpShipmentRoutes(
        makeLookUpShipment({
          parties: tools.parties,
          records: recordsOf(tools),
          keyedHash: tools.stores.hashes,
          canaries: canaries(noCanaries, tools.parties, tools.stores.hashes),
          heavyReaders: heavyReaders(tools.parties.all),
          observer: observerOf(tools),
          profiles: tools.stores.accessProfiles,
          disclosures: tools.stores.disclosures,
          restrictions: tools.stores.restrictions,
          challengeFailures: tools.stores.challengeFailures,
          volumes: volumesOf(tools),
          clock: tools.clock,
          randomId: tools.randomId,
          holdUntil: (instant) => tools.sleep(Math.max(0, instant - tools.clock().getTime())),
          floorMilliseconds: 250,
        }),
      ),
      authenticate: authenticatorOf(tools),
      telemetry: tools.telemetry,
      clock: tools.clock,
    }),
  "accept-event": (tools) =>
    httpPipeline({
      routes: acceptEventRoutes(
        makeAcceptEvents({
          ingressBus: "ingress",
          send: (entries) => sendEntries({ putEvents: tools.putIngress, wait: tools.sleep }, entries),
        }),
      ),
      authenticate: authenticatorOf(tools),
      telemetry: tools.telemetry,
      clock: tools.clock,
    }),
} satisfies Record<string, Maker>

export type FunctionName = keyof typeof makers

/** The functions, each wired as its entry wires it, with the tables in memory. */
export const functionMakers: Readonly<Record<FunctionName, Maker>> = makers

/** Which events of the ingress bus go to which queue, as in infra/stacks. */
export const ingressSubscriptions: readonly { name: FunctionName; detailTypes: readonly string[] }[] = [
  { name: "record-shipment", detailTypes: ["ShipmentCreated", "TrackingNumberAssigned", "ShipmentCancelled"] },
  { name: "record-progress", detailTypes: ["ShipmentProgressed", "ShipmentDelivered"] },
  { name: "record-access", detailTypes: ["TrackingAccessed"] },
  { name: "open-breach-case", detailTypes: ["BreachReported"] },
  { name: "run-breach-desk", detailTypes: ["BreachAlertAcknowledged", "DutyRequested", "DutyDischarged"] },
]

/** Which events of the exchange bus the hub sends to itself. */
export const exchangeSubscriptions: readonly { name: FunctionName; pattern: object }[] = [
  { name: "open-breach-case", pattern: accessAnomalyDetected.pattern({ audience: hubAudience }) },
]

/** Which table's stream goes to which function. */
export const streamSubscriptions: readonly { name: FunctionName; table: TableName }[] = [
  { name: "relay-tracking", table: "trackingRecords" },
  { name: "claim-exposures", table: "trackingRecords" },
  { name: "raise-anomaly", table: "anomalies" },
  { name: "announce-restriction", table: "restrictions" },
  { name: "extend-exposures", table: "disclosures" },
  { name: "alert-parties", table: "breachCases" },
]
