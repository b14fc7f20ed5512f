import { marshall } from "@aws-sdk/util-dynamodb"
import type { EventContract, ProducerDataOf } from "../../../shared/base/contracts/define-event.ts"
import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import { shipmentCancelled } from "../../../shared/base/contracts/shipment-cancelled.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import { streamOutbox } from "../../../shared/base/platform/stream-pipeline.ts"
import { confirmClaims } from "../../../shared/intake/tracking/confirm-claims.ts"
import { makeRecordProgress } from "../../../shared/intake/tracking/record-progress.ts"
import { makeRecordShipment } from "../../../shared/intake/tracking/record-shipment.ts"
import { makeRelayTracking } from "../../../shared/intake/tracking/relay-tracking.ts"
import { type TrackingRow, trackingRow } from "../../../shared/intake/tracking/tracking-record.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { queuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { memorySealingKeys } from "../../base/platform/memory-stores.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { streamSurroundings } from "../../doubles/stream-surroundings.ts"
import { memoryTrackingRecords } from "../../doubles/tracking-records.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import type { TableChange } from "../../dynamo/store-in-memory.ts"
import { knownDirectory } from "../../parties/known-directory.ts"
import { envelope, hubAccount, messages, recordedTelemetry } from "../../parties/test-parties.ts"
import { memoryRetailerProfiles } from "../../watch/detection/memory-stores.ts"

/** An event of a party in the form in which EventBridge sends it to a queue. */
export type PartyEvent = ReturnType<typeof envelope>

/** An event as a party publishes it. `id` is the party's own id of the event. */
export function published<Contract extends EventContract>(
  party: "leafline" | "maplebooks" | "northpost",
  contract: Contract,
  event: { readonly id: string; readonly data: ProducerDataOf<Contract>; readonly occurredAt?: string },
): PartyEvent {
  const { id, data, occurredAt = "2026-11-01T14:00:00.000Z" } = event
  const kind = party === "northpost" ? "carrier" : "retailer"
  return envelope({
    "detail-type": contract.detailType,
    source: eventSource({ kind, id: party }),
    detail: { metadata: { id, occurredAt, correlationId: "story-1", version: contract.version }, data },
  })
}

/** `ShipmentCreated` of a retailer, with an ordinary shipment unless `change` says otherwise. */
export function createdBy(
  party: "leafline" | "maplebooks",
  id: string,
  change: Partial<ProducerDataOf<typeof shipmentCreated>> = {},
): PartyEvent {
  return published(party, shipmentCreated, {
    id,
    data: {
      shipmentId: "shp_7Hq2mZ0c",
      orderReference: "LL-0048213",
      carrierId: "northpost",
      recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" },
      createdAt: "2026-11-01T14:00:00.000Z",
      ...change,
    },
  })
}

/**
 * The redaction gate: the handlers of shipments and progress, and the relay, over stores and a bus in memory. It
 * repeats failed messages and changes, as a queue and a stream do.
 *
 * @param change changes the parties before anything is made of them
 */
export function gateWorld(interrupt: Interrupt = async () => {}, change: (party: Party) => Party = (party) => party) {
  let time = Date.parse("2026-11-05T00:00:00Z")
  const now = () => new Date(time)
  const parties = knownDirectory(
    readParties(new URL("../../../stages/local/parties.json", import.meta.url)).map(change),
  )
  const hashes = testKeyedHash(undefined, now)
  const keys = memorySealingKeys(interrupt)
  const sealer = memorySealer({ keys, now })
  const records = memoryTrackingRecords({ hashes, sealer, now, interrupt })
  const { erasures } = records
  const profiles = memoryRetailerProfiles(interrupt)
  const telemetry = recordedTelemetry()
  const bus = inMemoryBus({ interrupt })
  const deadLetters = memoryDeadLetters()
  const pipeline = { parties, hubAccount, publisher: bus.publisher, deadLetters, telemetry, clock: now }

  const recordShipment = queuePipeline({
    ...pipeline,
    contracts: [shipmentCreated, trackingNumberAssigned, shipmentCancelled],
    concurrency: 10,
    handle: makeRecordShipment({ records, profiles, hashes, parties, erasures, telemetry }),
  })
  const recordProgress = queuePipeline({
    ...pipeline,
    contracts: [shipmentProgressed, shipmentDelivered, manifestDeclared],
    handle: makeRecordProgress({ records, parties }),
  })
  const relayTracking = streamOutbox({
    rowSchema: trackingRow,
    telemetry,
    surroundings: streamSurroundings(),
    itemsOf: makeRelayTracking({ parties, sealer }),
    send: bus.publisher.publishGroups,
  })

  const stream: TableChange<TrackingRow>[] = []
  records.onChange((change) => stream.push(change))

  async function receive(event: PartyEvent): Promise<void> {
    const handler = String(event["source"]).startsWith("wayseal.carrier.") ? recordProgress : recordShipment
    for (let attempt = 0; attempt < 5; attempt++) {
      const { batchItemFailures } = await handler(messages(event))
      if (batchItemFailures.length === 0) return
    }
    throw new Error("The message would be in the dead-letter queue")
  }

  async function relay(): Promise<void> {
    for (let attempt = 0; stream.length > 0; attempt++) {
      if (attempt > 5) throw new Error("The stream is stuck")
      const batch = stream.map(streamRecord)
      const { batchItemFailures } = await relayTracking({ Records: batch })
      const failedAt = batch.findIndex(
        (record) => record.dynamodb.SequenceNumber === batchItemFailures[0]?.itemIdentifier,
      )
      stream.splice(0, failedAt === -1 ? batch.length : failedAt)
    }
  }

  return {
    now,
    parties,
    hashes,
    records,
    erasures,
    profiles,
    keys,
    sealer,
    bus,
    deadLetters,
    telemetry,
    /** Handles events one after the other, and relays what they changed. */
    async publish(...events: readonly PartyEvent[]): Promise<void> {
      for (const event of events) {
        await receive(event)
        await relay()
      }
    },
    receive,
    /** Handles events of retailers in one batch. Returns which of them failed: `m0` is the first. */
    async receiveTogether(...events: readonly PartyEvent[]): Promise<string[]> {
      const { batchItemFailures } = await recordShipment(messages(...events))
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
    },
    relay,
    /** Lets time pass. */
    wait(hours: number): void {
      time += hours * 3_600_000
    },
    /** Does what the schedule does, and again after a crash, and relays what changed. */
    async confirmClaims(): Promise<void> {
      const tools = { rows: records.table, clock: now }
      for (let attempt = 0; attempt < 5; attempt++) {
        const failed = await confirmClaims(tools).then(
          () => false,
          () => true,
        )
        if (!failed) break
      }
      await relay()
    },
    /** Handles the same changes of the table again. */
    async relayAgain(changes: readonly TableChange<TrackingRow>[]): Promise<void> {
      stream.push(...changes)
      await relay()
    },
  }
}

function streamRecord(change: TableChange<TrackingRow>, index: number) {
  return {
    eventName: change.eventName,
    dynamodb: {
      SequenceNumber: String(index + 1),
      ...(change.before === undefined ? {} : { OldImage: marshall(change.before) }),
      ...(change.after === undefined ? {} : { NewImage: marshall(change.after) }),
    },
  }
}
