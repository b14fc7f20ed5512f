import { explainRejection } from "../../functions/explain-rejection/explain-rejection.ts"
import { makeRecordProgress } from "../../functions/record-progress/record-progress.ts"
import { makeRecordShipment } from "../../functions/record-shipment/record-shipment.ts"
import { makeRelayTracking } from "../../functions/relay-tracking/relay-tracking.ts"
import { shipmentCancelled } from "../../shared/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import type { PartyDirectory } from "../../shared/domain/party.ts"
import { trackingRow } from "../../shared/domain/tracking-record.ts"
import type { EventPublisher } from "../../shared/messaging/event-publisher.ts"
import type { Clock } from "../../shared/runtime/clock.ts"
import type { LambdaHandler } from "../../shared/runtime/lambda.ts"
import { queuePipeline } from "../../shared/runtime/queue-pipeline.ts"
import type { RandomId } from "../../shared/runtime/random-id.ts"
import { rejectionPipeline } from "../../shared/runtime/rejection-pipeline.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import type { Telemetry } from "../../shared/runtime/telemetry.ts"
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
} satisfies Record<string, Maker>

export type FunctionName = keyof typeof makers

/** The functions, each wired as its entry wires it, with the tables in memory. */
export const functionMakers: Readonly<Record<FunctionName, Maker>> = makers

/** Which events of the ingress bus go to which queue, as in infra/stacks. */
export const ingressSubscriptions: readonly { name: FunctionName; detailTypes: readonly string[] }[] = [
  { name: "record-shipment", detailTypes: ["ShipmentCreated", "TrackingNumberAssigned", "ShipmentCancelled"] },
  { name: "record-progress", detailTypes: ["ShipmentProgressed", "ShipmentDelivered"] },
]

/** Which events of the exchange bus the hub sends to itself. */
export const exchangeSubscriptions: readonly { name: FunctionName; pattern: object }[] = []

/** Which table's stream goes to which function. */
export const streamSubscriptions: readonly { name: FunctionName; table: TableName }[] = [
  { name: "relay-tracking", table: "trackingRecords" },
]
