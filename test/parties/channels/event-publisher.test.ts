import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { ContractBroken, type EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { entryBytes, putEventsLimits } from "../../../shared/base/contracts/put-events-limits.ts"
import { redactedShipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import {
  eventBridgePublisher,
  type HubMetadata,
  type OutgoingEvent,
  outgoing,
  PublishFailed,
  type PutResult,
  sendEntries,
} from "../../../shared/parties/channels/event-publisher.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"

function delivery(number: number, metadata: Partial<HubMetadata> = {}): OutgoingEvent {
  return outgoing(
    redactedShipmentDelivered,
    { shipmentId: `shp-${number}`, deliveredAt: "2026-11-03T15:22:00Z", signatoryRecorded: true },
    { id: `evt-${number}`, occurredAt: "2026-11-03T15:22:00Z", audience: "leafline", belongsTo: "c", ...metadata },
  )
}

/** Publishes events with these metadata, and returns their correlation ids. */
async function publishedIds(metadata: readonly Partial<HubMetadata>[]): Promise<string[]> {
  const bus = inMemoryBus()
  await bus.publisher.publish(metadata.map((one, index) => delivery(index, one)))
  return bus.published(redactedShipmentDelivered).map((event) => event.metadata.correlationId)
}

const isInFile = () => true

const deliveries = (count: number) => Array.from({ length: count }, (_, index) => delivery(index))

describe("publishing", () => {
  it("sends each event once under the hub's source, ten to a call", async () => {
    const calls: number[] = []
    const bus = inMemoryBus()
    const publisher = eventBridgePublisher({
      busName: "exchange",
      isInFile,
      putEvents: async (entries) => {
        calls.push(entries.length)
        return bus.putEvents(entries)
      },
    })
    await publisher.publish(deliveries(23))
    expect(calls).toEqual([10, 10, 3])
    expect(bus.published(redactedShipmentDelivered, "leafline")).toHaveLength(23)
    expect(new Set(bus.events.map(({ source }) => source))).toEqual(new Set(["wayseal.hub"]))
  })

  it("gives each audience its own correlation id, the same for all events that belong together", async () => {
    const correlationIds = await publishedIds([
      { audience: "leafline", belongsTo: "anomaly-1" },
      { audience: "leafline", belongsTo: "anomaly-1" },
      { audience: "leafline", belongsTo: "anomaly-2" },
      { audience: "northpost", belongsTo: "anomaly-1" },
    ])
    const [first, second, ofOtherAnomaly, ofOtherParty] = correlationIds
    expect(second).toBe(first)
    expect(new Set([first, ofOtherAnomaly, ofOtherParty]).size).toBe(3)
    expect(correlationIds.join()).not.toContain("anomaly")
  })

  it("marks what is for a party that the file does not name, and nothing for the hub or a party of the file", async () => {
    const bus = inMemoryBus({ isInFile: (partyId) => partyId === "leafline" })
    await bus.publisher.publish(
      ["leafline", "hub", "invited-shop"].map((audience, index) => delivery(index, { audience })),
    )
    expect(bus.events.map(({ resources }) => resources)).toEqual([[], [], ["wayseal:invited-party"]])
  })

  it("sends groups together, and names the first one that was not accepted whole", async () => {
    const calls: number[] = []
    const bus = inMemoryBus({
      failEntry: ({ Detail }) => (Detail.includes('evt-8"') ? "InternalFailure" : undefined),
    })
    const publisher = eventBridgePublisher({
      busName: "exchange",
      isInFile,
      attempts: 2,
      wait: async () => undefined,
      putEvents: async (entries) => {
        calls.push(entries.length)
        return bus.putEvents(entries)
      },
    })
    const all = deliveries(14)
    const groups = [all.slice(0, 3), [], all.slice(3, 7), all.slice(7, 9), all.slice(9)]
    const { sent, failure } = await publisher.publishGroups(groups)
    expect(sent).toBe(3)
    expect(failure).toMatchObject({ name: "PublishFailed", failed: 1, sent: 1, codes: ["InternalFailure"] })
    expect(calls).toEqual([10, 4, 1])
    expect(await publisher.publishGroups(groups.slice(0, 3))).toEqual({ sent: 3 })
  })

  it("sends the groups before an event that does not fit its contract, and none after it", async () => {
    const bus = inMemoryBus()
    const broken = { ...delivery(1), data: { shipmentId: 1 } }
    const { sent, failure } = await bus.publisher.publishGroups([[delivery(0)], [broken], [delivery(2)]])
    expect(sent).toBe(1)
    expect(failure).toBeInstanceOf(ContractBroken)
    expect(bus.published(redactedShipmentDelivered).map(({ metadata }) => metadata.id)).toEqual(["evt-0"])
  })

  it("sends only failed entries again, after growing pauses", async () => {
    const pauses: number[] = []
    const bus = inMemoryBus({
      failEntry: ({ Detail }, attempt) => (/evt-[37]"/.test(Detail) && attempt < 3 ? "ThrottlingException" : undefined),
    })
    const publisher = eventBridgePublisher({
      busName: "exchange",
      isInFile,
      putEvents: bus.putEvents,
      wait: async (milliseconds) => {
        pauses.push(milliseconds)
      },
    })
    await publisher.publish(deliveries(10))
    const ids = bus.published(redactedShipmentDelivered).map(({ metadata }) => metadata.id)
    expect(ids).toHaveLength(10)
    expect(new Set(ids).size).toBe(10)
    expect(pauses).toEqual([50, 100])
  })

  it("fails after the last attempt with counts and error codes, but no value of an event", async () => {
    const bus = inMemoryBus({ failEntry: ({ Detail }) => (Detail.includes("evt-4") ? "InternalFailure" : undefined) })
    const failure = await bus.publisher.publish(deliveries(6)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PublishFailed)
    expect(failure).toMatchObject({ failed: 1, sent: 5, codes: ["InternalFailure"] })
    expect(String(failure)).not.toContain("shp-")
  })

  it("repeats a call after an error of the service, but not after a fault of this program", async () => {
    let calls = 0
    const refuseOnce = async (entries: readonly EventEntry[]): Promise<PutResult[]> => {
      calls += 1
      if (calls === 1) {
        throw Object.assign(new Error("slow down"), { name: "ThrottlingException", $metadata: {} })
      }
      return entries.map(() => ({ eventId: "e" }))
    }
    const wait = async () => undefined
    await eventBridgePublisher({ busName: "b", isInFile, putEvents: refuseOnce, wait }).publish([delivery(1)])
    expect(calls).toBe(2)

    calls = 0
    const faulty = async (): Promise<PutResult[]> => {
      calls += 1
      throw new TypeError("undefined is not a function")
    }
    await expect(
      eventBridgePublisher({ busName: "b", isInFile, putEvents: faulty, wait }).publish([delivery(1)]),
    ).rejects.toBeInstanceOf(TypeError)
    expect(calls).toBe(1)
  })

  it("counts an entry as failed if the answer does not mention it", async () => {
    const publisher = eventBridgePublisher({
      busName: "b",
      isInFile,
      attempts: 1,
      putEvents: async () => [{ eventId: "e" }, {}],
    })
    await expect(publisher.publish(deliveries(3))).rejects.toMatchObject({ failed: 2, sent: 1, codes: ["NoAnswer"] })
  })

  it("sends nothing when one event breaks its contract", async () => {
    const bus = inMemoryBus()
    const wrong = { ...delivery(2), data: { shipmentId: "shp-2", deliveredAt: "2026-11-03T15:22:00Z", name: "J. Doe" } }
    const failure = await bus.publisher.publish([delivery(1), wrong]).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ContractBroken)
    expect(String(failure)).not.toContain("Doe")
    expect(bus.events).toEqual([])
  })
})

describe("calls to PutEvents", () => {
  it("hold at most ten entries and 256 KB, and include every entry in order", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 150_000 }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(sizes, async (lengths) => {
        const entries = lengths.map((length, index) => entry(index, length))
        const sent: string[] = []
        const results = await sendEntries(
          {
            putEvents: async (chunk) => {
              expect(chunk.length).toBeLessThanOrEqual(putEventsLimits.items)
              const bytes = chunk.reduce((sum, each) => sum + entryBytes(each), 0)
              expect(bytes).toBeLessThanOrEqual(putEventsLimits.bytes)
              sent.push(...chunk.map(({ Source }) => Source))
              return chunk.map(({ Source }) => ({ eventId: Source }))
            },
          },
          entries,
        )
        expect(sent).toEqual(entries.map(({ Source }) => Source))
        expect(results.map(({ eventId }) => eventId)).toEqual(sent)
      }),
      { numRuns: 50 },
    )
  })

  it("leave out an entry that is too large, and only that entry fails", async () => {
    const results = await sendEntries({ putEvents: async (chunk) => chunk.map(() => ({ eventId: "e" })) }, [
      entry(0, 300_000),
      entry(1, 10),
    ])
    expect(results).toEqual([{ errorCode: "EntryTooLarge" }, { eventId: "e" }])
  })
})

describe("the size of an entry", () => {
  it("counts its resources, as EventBridge does", () => {
    const plain = entry(0, 10)
    expect(entryBytes({ ...plain, Resources: ["wayseal:é"] })).toBe(entryBytes(plain) + 10)
  })
})

function entry(index: number, length: number): EventEntry {
  return {
    EventBusName: "b",
    Source: `source-${index}`,
    DetailType: "Any",
    Detail: "x".repeat(length),
    Time: new Date(0),
  }
}
