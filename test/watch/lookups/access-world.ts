import { createHash } from "node:crypto"
import type { ProducerDataOf } from "../../../shared/base/contracts/define-event.ts"
import type { OnBehalfOf } from "../../../shared/base/contracts/on-behalf-of.ts"
import type { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentCreated as shipmentCreatedContract } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { type TrackingAccess, trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { ClientAddress } from "../../../shared/base/platform/client-address.ts"
import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import { makeRecordProgress } from "../../../shared/intake/tracking/record-progress.ts"
import { makeRecordShipment } from "../../../shared/intake/tracking/record-shipment.ts"
import type { PartyLimit } from "../../../shared/parties/limit-parties.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { queuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { retailerKnowledge } from "../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../../shared/watch/detection/retailers/volume-counter.ts"
import { limitLookups } from "../../../shared/watch/lookups/limit-lookups.ts"
import { makeLookUpShipment } from "../../../shared/watch/lookups/look-up-shipment.ts"
import { lookUpShipmentRoutes } from "../../../shared/watch/lookups/look-up-shipment-route.ts"
import { deployedFloorMilliseconds } from "../../../shared/watch/lookups/lookup.ts"
import { accessObserver } from "../../../shared/watch/lookups/recording/observe-access.ts"
import { makeRecordAccess, recordingMilliseconds } from "../../../shared/watch/lookups/recording/record-access.ts"
import { canaries } from "../../../shared/watch/lookups/references/canaries.ts"
import { heavyReaders } from "../../../shared/watch/lookups/visitor/heavy-readers.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { memorySealingKeys } from "../../base/platform/memory-stores.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memoryTrackingRecords } from "../../doubles/tracking-records.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import { published } from "../../intake/tracking/gate-world.ts"
import { knownDirectory } from "../../parties/known-directory.ts"
import { envelope, hubAccount, messages, recordedTelemetry } from "../../parties/test-parties.ts"
import {
  memoryAccessProfiles,
  memoryAnomalies,
  memoryRestrictions,
  memoryRetailerProfiles,
  memoryRetailerVolumes,
} from "../detection/memory-stores.ts"
import { callerOf } from "./caller-of.ts"
import { memoryChallengeFailures, memoryDisclosures, memoryReportStreams } from "./memory-stores.ts"

/** A lookup as a browser or a party's server sends it. */
export type Ask = {
  ip?: string
  userAgent?: string
  /** Value of the Cookie header. */
  cookie?: string
  /** A party that signs. */
  party?: "leafline" | "maplebooks" | "northpost" | "otherpost"
  onBehalfOf?: OnBehalfOf
}

export type Asked = { status: number; body: unknown; text: string; setCookie: string | undefined; milliseconds: number }

/** A second carrier beside the committed example's parties. */
const otherCarrier = {
  id: "otherpost",
  kind: "carrier",
  alias: "Otherpost",
  channels: { queue: true, emails: [], escalationEmails: [] },
  laws: [],
  roles: [],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  language: "en",
  heavyReaders: [],
  documents: {},
  discreet: false,
} satisfies Party

export const walkersIp = "203.0.113.7"
export const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
export const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"

/**
 * The guard: lookups and reported accesses over tables in memory, with the parties of the committed example and one
 * carrier more.
 */
export function accessWorld(
  options: {
    interrupt?: Interrupt
    floorMilliseconds?: number
    /** Changes the parties before anything is made of them. */
    change?: (party: Party) => Party
    canaries?: { retailerId: string; reference: string }[]
    /** JSON of the secret of keyed hashes. */
    hashSecret?: string
    clientAddress?: ClientAddress
    /** How often one party may look up. Without a limit when absent. */
    partyLimit?: PartyLimit
  } = {},
) {
  const { change = (party) => party } = options
  let time = Date.parse("2026-11-05T10:00:00.000Z")
  const clock = () => new Date(time)
  const calls: string[] = []
  let watching: Interrupt = options.interrupt ?? (async () => {})
  const interrupt: Interrupt = async (point) => {
    calls.push(point)
    await watching(point)
  }
  const committed = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
  const parties = knownDirectory([...committed, otherCarrier].map(change))
  const keyedHash = testKeyedHash(options.hashSecret, clock)
  const records = memoryTrackingRecords({ hashes: keyedHash, now: clock, interrupt })
  const disclosures = memoryDisclosures(interrupt)
  const profiles = memoryAccessProfiles(interrupt)
  const anomalies = memoryAnomalies(interrupt)
  const restrictions = memoryRestrictions(interrupt)
  const challengeFailures = memoryChallengeFailures(interrupt)
  const retailerProfiles = memoryRetailerProfiles(interrupt)
  const streams = memoryReportStreams(interrupt)
  const retailerVolumes = memoryRetailerVolumes(interrupt)
  const sealingKeys = memorySealingKeys(interrupt)
  const bus = inMemoryBus()
  const telemetry = recordedTelemetry()
  const shippers = new Map<string, string>()
  let ids = 0

  /** Handlers as a new container makes them: nothing is remembered from another one. */
  function container() {
    const observer = accessObserver({
      profiles,
      anomalies,
      restrictions,
      retailers: retailerKnowledge({ parties, retailerProfiles, clock }),
      keyedHash,
      clock,
    })
    const volumes = volumeCounter({
      volumes: retailerVolumes,
      clock,
      onLost: (contacts) => telemetry.count("VolumeLost", contacts),
    })
    const shared = {
      parties,
      records,
      keyedHash,
      canaries: canaries(options.canaries ?? [], parties.byItsId, keyedHash),
      heavyReaders: heavyReaders(),
      observer,
      disclosures,
      restrictions,
      volumes,
      sealer: memorySealer({ now: clock, keys: sealingKeys }),
    }
    const ofToken = callerOf(parties)
    const authenticate =
      options.partyLimit === undefined
        ? ofToken
        : limitLookups(ofToken, options.partyLimit, { counters: challengeFailures, clock })
    const gate = { parties, hubAccount, publisher: bus.publisher, deadLetters: memoryDeadLetters(), telemetry, clock }
    const lookUpShipment = makeLookUpShipment({
      ...shared,
      profiles,
      challengeFailures,
      clock,
      randomId: () => `random-id-of-22-char${String(++ids).padStart(2, "0")}`,
      holdUntil: async (instant) => {
        time = Math.max(time, instant)
      },
      floorMilliseconds: options.floorMilliseconds ?? deployedFloorMilliseconds,
    })
    return {
      observer,
      lookUpShipment,
      http: checkedPipeline({
        routes: lookUpShipmentRoutes(lookUpShipment),
        authenticate,
        ...(options.clientAddress === undefined ? {} : { clientAddress: options.clientAddress }),
        telemetry,
        clock,
      }),
      recordAccess: queuePipeline({
        ...gate,
        contracts: [trackingAccessed],
        handle: makeRecordAccess({ ...shared, erased: records.erasures, streams }),
        reserveMilliseconds: recordingMilliseconds,
        afterBatch: volumes.writeAll,
      }),
      recordShipment: queuePipeline({
        ...gate,
        contracts: [shipmentCreatedContract],
        handle: makeRecordShipment({ ...gate, ...records, records, profiles: retailerProfiles, hashes: keyedHash }),
      }),
      recordProgress: queuePipeline({
        ...gate,
        contracts: [shipmentProgressed, shipmentDelivered],
        handle: makeRecordProgress({ records, parties }),
      }),
    }
  }
  let handlers = container()

  async function mustSucceed(response: Promise<{ batchItemFailures: unknown[] }>): Promise<void> {
    if ((await response).batchItemFailures.length > 0) throw new Error("the message failed")
  }

  return {
    records,
    disclosures,
    profiles,
    anomalies,
    restrictions,
    challengeFailures,
    retailerProfiles,
    retailerVolumes,
    streams,
    sealer: memorySealer({ now: clock, keys: sealingKeys }),
    bus,
    telemetry,
    parties,
    keyedHash,
    calls,
    now: clock,
    observer: () => handlers.observer,
    lookUpShipment: () => handlers.lookUpShipment,
    /** Lets time pass. */
    wait(seconds: number): void {
      time += seconds * 1000
    },
    /** Forgets what a container remembers. */
    restart(): void {
      handlers = container()
    },
    /** From now on awaited before and after each effect. */
    watch(watcher: Interrupt): void {
      watching = watcher
    },

    /** A retailer publishes a shipment. */
    async ship(
      retailer: "leafline" | "maplebooks",
      shipment: Partial<ProducerDataOf<typeof shipmentCreated>> & { shipmentId: string; orderReference: string },
    ): Promise<void> {
      const event = published(retailer, shipmentCreatedContract, {
        id: `created-${shipment.shipmentId}`,
        data: {
          carrierId: "northpost",
          recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" },
          createdAt: "2026-11-04T14:00:00.000Z",
          ...shipment,
        },
      })
      await mustSucceed(handlers.recordShipment(messages(event)))
      if (shipment.trackingNumber !== undefined) shippers.set(shipment.trackingNumber, retailer)
    },
    /** The carrier says who shipped a parcel, and publishes that it is on its way, or was delivered. */
    async progress(trackingNumber: string, delivered = false, deliveredAt = "2026-11-05T09:00:00.000Z"): Promise<void> {
      const retailerId = shippers.get(trackingNumber)
      const named = { carrierId: "northpost", trackingNumber }
      if (retailerId !== undefined) await records.recordShipper(named, { retailerId, at: "2026-11-04T20:00:00.000Z" })
      const event = delivered
        ? published("northpost", shipmentDelivered, {
            id: `delivered-${trackingNumber}`,
            data: { trackingNumber, deliveredAt, signatory: "C. Anarysigner" },
          })
        : published("northpost", shipmentProgressed, {
            id: `progressed-${trackingNumber}`,
            data: { trackingNumber, status: "in-transit", at: "2026-11-05T08:00:00.000Z" },
          })
      await mustSucceed(handlers.recordProgress(messages(event)))
    },

    /** `POST /v1/lookups`. */
    async lookUp(body: unknown, ask: Ask = {}): Promise<Asked> {
      const started = time
      const result = await handlers.http({
        rawPath: "/v1/lookups",
        headers: {
          "content-type": "application/json",
          "user-agent": ask.userAgent ?? firefox,
          ...(ask.cookie === undefined ? {} : { cookie: ask.cookie }),
          ...(ask.party === undefined
            ? {}
            : { authorization: `Bearer ${JSON.stringify({ party: ask.party, onBehalfOf: ask.onBehalfOf })}` }),
        },
        body: JSON.stringify(body),
        requestContext: { requestId: "request-1", http: { method: "POST", sourceIp: ask.ip ?? walkersIp } },
      })
      return {
        status: result.statusCode,
        body: JSON.parse(result.body),
        text: result.body,
        setCookie: result.cookies[0],
        milliseconds: time - started,
      }
    },

    /** A carrier reports lookups in its own tool. Answers with the batch items that failed. */
    async report(accesses: readonly unknown[], carrier: "northpost" | "otherpost" = "northpost", report?: object) {
      const event = envelope({
        "detail-type": trackingAccessed.detailType,
        source: `wayseal.carrier.${carrier}`,
        time: clock().toISOString(),
        detail: {
          metadata: { id: "report-1", occurredAt: clock().toISOString(), correlationId: "story-1", version: 1 },
          data: { accesses, ...(report === undefined ? {} : { report }) },
        },
      })
      return (await handlers.recordAccess(messages(event))).batchItemFailures
    },
  }
}

/** The reference of an order of the discreet retailer. */
export function leaflineReference(order: number): string {
  return formatOrderReference(order, { prefix: "LL-", digits: 7, checkDigit: "none" })
}

/** The link token of a test shipment, and its digest. */
export function linkToken(name: string): { linkToken: string; linkTokenDigest: string } {
  const token = `unguessable-token-of-${name}`
  return { linkToken: token, linkTokenDigest: createHash("sha256").update(token).digest("base64url") }
}

/** The pair that a browser sends back for a Set-Cookie value. */
export function cookieOf(setCookie: string | undefined): string {
  return setCookie?.split(";")[0] ?? ""
}

/** A lookup in the carrier's own tool by an order reference of the discreet retailer. */
export function anAccess(order: number, change: Partial<TrackingAccess> = {}): TrackingAccess {
  const seconds = String(order % 60).padStart(2, "0")
  return {
    accessId: `acc-${order}`,
    at: `2026-11-05T09:00:${seconds}.000Z`,
    reference: { kind: "orderReference", retailerAlias: "Leafline", orderReference: leaflineReference(order) },
    accessor: { kind: "raw", ip: walkersIp, userAgent: firefox },
    accessorToken: "tok_walker",
    outcome: "hit",
    proof: "none",
    fields: ["existence", "delivery-date", "postal-code"],
    ...change,
  }
}
