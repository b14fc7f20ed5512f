import { createHmac } from "node:crypto"
import { makeAlertParties } from "../../functions/alert-parties/alert-parties.ts"
import { explainRejection } from "../../functions/explain-rejection/explain-rejection.ts"
import { makeExtendExposures } from "../../functions/extend-exposures/extend-exposures.ts"
import { makeOpenCaseOfAnomaly } from "../../functions/open-breach-case/open-breach-case.ts"
import { makeRaiseAnomaly } from "../../functions/raise-anomaly/raise-anomaly.ts"
import { makeRecordAccess } from "../../functions/record-access/record-access.ts"
import { makeRecordProgress } from "../../functions/record-progress/record-progress.ts"
import { makeRecordShipment } from "../../functions/record-shipment/record-shipment.ts"
import { makeRelayTracking } from "../../functions/relay-tracking/relay-tracking.ts"
import { canaries } from "../../shared/access/canaries.ts"
import { heavyReaders } from "../../shared/access/heavy-readers.ts"
import { accessObserver } from "../../shared/access/observe-access.ts"
import { retailerKnowledge } from "../../shared/access/retailer-knowledge.ts"
import { accessAnomalyDetected } from "../../shared/contracts/access-anomaly-detected.ts"
import { hubAudience } from "../../shared/contracts/envelope.ts"
import { shipmentCancelled } from "../../shared/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { trackingAccessed } from "../../shared/contracts/tracking-accessed.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import { breachCaseItemSchema } from "../../shared/domain/breach-case.ts"
import { disclosure } from "../../shared/domain/disclosure.ts"
import type { PartyDirectory } from "../../shared/domain/party.ts"
import { trackingRow } from "../../shared/domain/tracking-record.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import type { EventPublisher } from "../../shared/messaging/event-publisher.ts"
import type { Clock } from "../../shared/runtime/clock.ts"
import type { LambdaHandler } from "../../shared/runtime/lambda.ts"
import { hubQueuePipeline, queuePipeline } from "../../shared/runtime/queue-pipeline.ts"
import type { RandomId } from "../../shared/runtime/random-id.ts"
import { rejectionPipeline } from "../../shared/runtime/rejection-pipeline.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import type { Telemetry } from "../../shared/runtime/telemetry.ts"
import { anomalyRow } from "../../shared/storage/anomalies.ts"
import type { CaseDesk } from "../../shared/storage/breach-cases-desk.ts"
import type { GrowthDesk } from "../../shared/storage/breach-cases-growth.ts"
import { shipmentDescriber } from "../../shared/storage/breach-cases-references.ts"
import { sealer } from "../../shared/storage/sealing.ts"
import { trackingRecords } from "../../shared/storage/tracking-records.ts"
import { memoryAccessProfiles } from "../doubles/access-profiles.ts"
import { memoryAnomalies } from "../doubles/anomalies.ts"
import { memoryBreachCases } from "../doubles/breach-cases.ts"
import { memoryChallengeFailures } from "../doubles/challenge-failures.ts"
import { memoryDisclosures } from "../doubles/disclosures.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import type { Interrupt } from "../doubles/memory-table.ts"
import { memoryRestrictions } from "../doubles/restrictions.ts"
import { memoryRetailerProfiles } from "../doubles/retailer-profiles.ts"
import { memoryDataKeys, memorySealingKeys } from "../doubles/sealing.ts"
import { memoryTrackingRows } from "../doubles/tracking-records.ts"

/** What a function of the simulation is made from. */
export type FunctionTools = {
  stores: Stores
  parties: PartyDirectory
  hubAccount: string
  /** To the exchange bus. */
  publisher: EventPublisher
  /** To the ingress bus. */
  ingressPublisher: EventPublisher
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

const deskOf = (tools: FunctionTools): CaseDesk & GrowthDesk & Pick<Stores, "disclosures"> => ({
  cases: tools.stores.breachCases,
  parties: tools.parties,
  laws: lawCatalogue,
  clock: tools.clock,
  randomId: tools.randomId,
  sleep: tools.sleep,
  macHead: async (message) => createHmac("sha256", "head of a timeline").update(message).digest("base64"),
  hashAlias: (caseId, partyId) => tools.stores.hashes.hash("case-alias", caseId, partyId),
  describeShipments: shipmentDescriber({ records: recordsOf(tools), sealer: sealerOf(tools) }),
  disclosures: tools.stores.disclosures,
})

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
  "record-access": (tools) =>
    queuePipeline({
      ...gate(tools),
      contracts: [trackingAccessed],
      handle: makeRecordAccess({
        parties: tools.parties,
        records: recordsOf(tools),
        keyedHash: tools.stores.hashes,
        canaries: canaries(noCanaries, tools.parties, tools.stores.hashes),
        heavyReaders: heavyReaders(tools.parties.all),
        observer: observerOf(tools),
        disclosures: tools.stores.disclosures,
        restrictions: tools.stores.restrictions,
      }),
    }),
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
    hubQueuePipeline({
      ...gate(tools),
      contracts: [accessAnomalyDetected],
      handle: makeOpenCaseOfAnomaly({ ...deskOf(tools), anomalies: tools.stores.anomalies }),
    }),
  "extend-exposures": (tools) => {
    const extend = makeExtendExposures(deskOf(tools))
    return streamPipeline({
      rowSchema: disclosure,
      telemetry: tools.telemetry,
      handle: async ({ after }) => (after === undefined ? "nothing" : extend([after])),
    })
  },
  "alert-parties": (tools) =>
    streamPipeline({
      rowSchema: breachCaseItemSchema,
      telemetry: tools.telemetry,
      handle: makeAlertParties({
        cases: tools.stores.breachCases,
        publisher: tools.publisher,
        mail: { send: async (partyId, mail) => void tools.mails.push({ partyId, ...mail }) },
        clock: tools.clock,
      }),
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
]

/** Which events of the exchange bus the hub sends to itself. */
export const exchangeSubscriptions: readonly { name: FunctionName; pattern: object }[] = [
  { name: "open-breach-case", pattern: accessAnomalyDetected.pattern({ audience: hubAudience }) },
]

/** Which table's stream goes to which function. */
export const streamSubscriptions: readonly { name: FunctionName; table: TableName }[] = [
  { name: "relay-tracking", table: "trackingRecords" },
  { name: "raise-anomaly", table: "anomalies" },
  { name: "extend-exposures", table: "disclosures" },
  { name: "alert-parties", table: "breachCases" },
]
