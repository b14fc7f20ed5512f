import { describe, expect, it } from "@jest/globals"
import { buildEvent } from "../../../client/events/build-event.ts"
import type { PutsEvents } from "../../../client/events/load-event-bridge.ts"
import { overEventBridge } from "../../../client/events/over-event-bridge.ts"
import { PublishFailed, publish } from "../../../client/events/publish.ts"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"

const delivered = (id: string) =>
  buildEvent(shipmentDelivered, { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:03:00Z" }, { id })
const source = "wayseal.carrier.northpost"
const quick = { firstPauseMilliseconds: 1 }

/** A bus that answers each entry with the next of these error codes, and then accepts. */
function busThat(...codes: readonly (string | undefined)[]) {
  const entries: EventEntry[] = []
  const left = [...codes]
  const client: PutsEvents = {
    putEvents: async ({ Entries }) => ({
      FailedEntryCount: 0,
      Entries: Entries.map((entry) => {
        entries.push(entry)
        const ErrorCode = left.shift()
        return ErrorCode === undefined ? { EventId: `eb-${entries.length}` } : { ErrorCode, ErrorMessage: "secret" }
      }),
    }),
  }
  return { entries, transport: overEventBridge({ busName: "to-hub", source, client }) }
}

const idOf = ({ Detail }: EventEntry): unknown => JSON.parse(Detail).metadata.id

describe("publishing over EventBridge", () => {
  it("puts each event on the bus under the party's source", async () => {
    const { entries, transport } = busThat()
    expect(await publish(transport, [delivered("d-1")])).toMatchObject([{ outcome: "accepted", eventBridgeId: "eb-1" }])
    expect(entries).toMatchObject([{ EventBusName: "to-hub", Source: source, DetailType: "ShipmentDelivered" }])
  })

  it("says what of an event the hub will not be able to use, which EventBridge does not know", async () => {
    const { transport } = busThat()
    const [shipment] = shipmentCreated.examples
    if (shipment === undefined) throw new Error("there is an example")
    const data = { ...shipment, recipient: { postalCode: "94105", country: "CA" } }
    const events = [buildEvent(shipmentCreated, data), buildEvent(shipmentCreated, shipment)]
    const [unusable, right] = await publish(transport, events)
    const fix = expect.stringContaining("nobody can open it")
    expect(unusable).toMatchObject({
      outcome: "accepted",
      problems: [{ path: "data.recipient.postalCode", rule: "format", fix }],
    })
    expect(right).not.toHaveProperty("problems")
  })

  it("sends again only the entries that failed, under the same id", async () => {
    const { entries, transport } = busThat(undefined, "InternalFailure")
    const results = await publish(transport, [delivered("d-1"), delivered("d-2"), delivered("d-3")], quick)
    expect(results.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted", "accepted"])
    expect(entries.map(idOf)).toEqual(["d-1", "d-2", "d-3", "d-2"])
  })

  it.each([
    ["NotAuthorizedForSourceException", "refused", /does not take this source from this account/],
    ["MalformedDetail", "rejected", /NaN, Infinity and undefined are not JSON/],
  ] as const)("says what %s means, and does not send the event again", async (code, outcome, sentence) => {
    const { entries, transport } = busThat(code)
    const failure = await publish(transport, [delivered("d-1")], quick).catch((error: unknown) => error)
    if (!(failure instanceof PublishFailed)) throw failure
    expect(failure.notAccepted).toMatchObject([{ outcome, code }])
    expect(failure.message).toMatch(sentence)
    expect(failure.message).not.toContain("secret")
    expect(entries).toHaveLength(1)
  })

  it("says what a refusal of the whole call means", async () => {
    const client: PutsEvents = {
      putEvents: async () => {
        throw Object.assign(new Error("arn:aws:iam::111122223333:user/kim is not authorized"), {
          name: "AccessDeniedException",
        })
      },
    }
    const transport = overEventBridge({ busName: "to-hub", source, client })
    const failure = await publish(transport, [delivered("d-1")], quick).catch((error: unknown) => error)
    if (!(failure instanceof PublishFailed)) throw failure
    expect(failure.notAccepted).toMatchObject([{ outcome: "refused", code: "AccessDeniedException" }])
    expect(failure.message).not.toContain("kim")
  })

  it.each([
    [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "failed", "unreachable", /nothing listens there/],
    [Object.assign(new Error("none"), { name: "CredentialsProviderError" }), "refused", "noCredentials", /Sign in/],
  ] as const)("says why AWS gave no answer: %s", async (error, outcome, code, sentence) => {
    const client: PutsEvents = { putEvents: () => Promise.reject(error) }
    const transport = overEventBridge({ busName: "to-hub", source, client })
    const failure = await publish(transport, [delivered("d-1")], { ...quick, attempts: 2 }).catch((one: unknown) => one)
    if (!(failure instanceof PublishFailed)) throw failure
    expect(failure.notAccepted).toMatchObject([{ outcome, code }])
    expect(failure.message).toMatch(sentence)
  })

  it("counts an entry without an answer as failed", async () => {
    let calls = 0
    const client: PutsEvents = {
      putEvents: async ({ Entries }) => {
        calls += 1
        return calls === 1 ? { Entries: [] } : { Entries: Entries.map((_, place) => ({ EventId: `eb-${place}` })) }
      },
    }
    const transport = overEventBridge({ busName: "to-hub", source, client })
    expect(await publish(transport, [delivered("d-1")], quick)).toMatchObject([{ outcome: "accepted" }])
    expect(calls).toBe(2)
  })
})
