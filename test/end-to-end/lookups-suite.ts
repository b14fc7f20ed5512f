import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import type { TestParcel } from "../builders/parcels.ts"
import type { LocalExchange } from "./local-exchange.ts"
import { maplebooks, type Senders } from "./senders.ts"

type Visitor = { ip: string; session: string; sessionStartedAt: string }
type Answer = { status: number; body: Record<string, unknown>; cookies: string[] }

/** The hub's own lookup API: every row and column of what may be shown. */
export function lookupsSuite(local: () => LocalExchange, send: () => Senders): void {
  let visitors = 0

  /** Somebody nobody has seen before, on a network of their own. */
  const visitor = (): Visitor => {
    visitors += 1
    const sessionStartedAt = new Date(Date.now() - 3_600_000).toISOString()
    return { ip: `198.51.100.${visitors}`, session: `e2e-session-${visitors}`, sessionStartedAt }
  }

  const post = async (question: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${local().exchange.apiUrl}/v1/lookups`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(question),
    })
    const body = z.record(z.string(), z.unknown()).parse(await response.json())
    return { status: response.status, body, cookies: response.headers.getSetCookie() }
  }
  const as = async (partyId: string, onBehalfOf?: Visitor): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await local().sign(partyId, onBehalfOf === undefined ? {} : { onBehalfOf })}`,
  })
  const ask = async (question: object, who: Visitor = visitor()): Promise<Answer> =>
    post(question, await as("northpost", who))

  const delivered = async (parcel: TestParcel, source?: string): Promise<TestParcel> => {
    await send().publish(
      send().created(parcel, source === undefined ? {} : { source }),
      send().delivered(parcel, "2026-11-03T15:22:00.000Z"),
    )
    await whenQueuesAreEmpty(local().exchange, 30, /Record(Shipment|Progress)/)
    return parcel
  }

  const details = {
    phase: "delivered",
    dates: {
      orderedAt: "2026-11-01T10:00:00.000Z",
      since: "2026-11-03T15:22:00.000Z",
      deliveredAt: "2026-11-03T15:22:00.000Z",
    },
    signatureRecorded: true,
  }

  describe("a lookup at the hub", () => {
    let discreet: TestParcel
    let open: TestParcel
    const uniform = {
      status: 404,
      body: { type: expect.any(String), title: expect.any(String), status: 404, code: "notFound" },
    }

    it("shows a recipient with the postal code or the mailed link the details, and not who signed", async () => {
      discreet = await delivered(send().parcel(1_100_001))
      open = await delivered(send().parcel(0, mapleParcel(500_001)), maplebooks)
      const byCode = await ask({
        retailer: "Leafline",
        orderReference: discreet.orderReference,
        postalCode: discreet.postalCode,
      })
      expect(byCode).toMatchObject({
        status: 200,
        body: { shows: "details", retailer: "Leafline", parcels: [details] },
      })
      const byLink = await ask({ linkToken: discreet.linkToken })
      expect(byLink.body).toEqual(byCode.body)
    })

    it("tells nobody without proof whether an order exists, nor anything of a discreet retailer's parcel", async () => {
      const answers = [
        await ask({ retailer: "Leafline", orderReference: discreet.orderReference }),
        await ask({ retailer: "Leafline", orderReference: "LL-9999999" }),
        await ask({ retailer: "Maple Books", orderReference: open.orderReference }),
        await ask({ carrier: "northpost", trackingNumber: discreet.trackingNumber }),
        await ask({ carrier: "northpost", trackingNumber: "NP00000000000" }),
        await ask({
          retailer: "Leafline",
          orderReference: discreet.orderReference,
          postalCode: open.postalCode,
        }),
      ]
      for (const answer of answers) expect(answer).toMatchObject(uniform)
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    })

    it("shows whoever holds a tracking number of an open retailer the phase alone", async () => {
      const { status, body } = await ask({ carrier: "northpost", trackingNumber: open.trackingNumber })
      expect({ status, body }).toEqual({ status: 200, body: { shows: "phase", parcels: [{ phase: "delivered" }] } })
    })

    it("shows a party its own shipments and nobody else's", async () => {
      const question = { retailer: "Leafline", orderReference: discreet.orderReference }
      const own = await post(question, await as("leafline"))
      expect(own).toMatchObject({
        status: 200,
        body: { shows: "own", parcels: [{ shipmentId: discreet.shipmentId, status: "delivered" }] },
      })
      expect(await post(question, await as("maplebooks"))).toMatchObject(uniform)
    })

    it("answers for every parcel of an order", async () => {
      const first = send().parcel(1_100_002)
      const second = send().parcel(1_100_003, { orderReference: first.orderReference, postalCode: first.postalCode })
      await send().publish(send().created(first), send().created(second))
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
      const { body } = await ask({
        retailer: "Leafline",
        orderReference: first.orderReference,
        postalCode: first.postalCode,
      })
      expect(body["parcels"]).toHaveLength(2)
    })

    it("gives a visitor a signed cookie once, and takes no forged one", async () => {
      const question = { carrier: "northpost", trackingNumber: open.trackingNumber }
      const { cookies } = await post(question)
      expect(cookies).toEqual([expect.stringMatching(/^__Host-wayseal=.+; Secure; HttpOnly/)])
      const [pair = ""] = (cookies[0] ?? "").split(";")
      expect((await post(question, { cookie: pair })).cookies).toEqual([])
      const forged = `${pair.slice(0, -4)}AAAA`
      expect((await post(question, { cookie: forged })).cookies).toHaveLength(1)
    })

    it("takes five wrong postal codes for an order, from whomever, and always the mailed link", async () => {
      const parcel = await delivered(send().parcel(1_100_005))
      const guess = (postalCode: string) =>
        ask({ retailer: "Leafline", orderReference: parcel.orderReference, postalCode })
      for (let wrong = 1; wrong <= 5; wrong++) expect((await guess(`V6B ${wrong}A${wrong}`)).status).toBe(404)
      expect((await guess(parcel.postalCode)).status).toBe(404)
      expect((await ask({ linkToken: parcel.linkToken })).status).toBe(200)
    })
  })

  describe("somebody who walks along order numbers at the hub", () => {
    it("learns nothing, is restricted, and takes nobody else's proof away", async () => {
      const parcels = Array.from({ length: 8 }, (_, index) => send().parcel(1_200_001 + index))
      await send().publish(...parcels.map((parcel) => send().created(parcel)))
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
      const walker = visitor()
      for (const { orderReference } of parcels) {
        expect((await ask({ retailer: "Leafline", orderReference }, walker)).status).toBe(404)
      }
      await local().received(
        "leafline",
        "AccessAnomalyDetected",
        ({ data }) => data["tool"] === "guarded" && data["severity"] === "alert",
      )
      const [own] = parcels
      const asWalker = await ask(
        { retailer: "Leafline", orderReference: own?.orderReference, postalCode: own?.postalCode },
        walker,
      )
      expect(asWalker.status).toBe(404)
      const neighbour = { ...visitor(), ip: walker.ip }
      expect((await ask({ linkToken: own?.linkToken }, neighbour)).status).toBe(200)
      const restrictions = await local().exchange.rows("Restrictions")
      expect(restrictions.map((row) => row["scope"])).toContain("subject")
    })
  })
}

/** A parcel of the example's open retailer; its references end in a check digit. */
function mapleParcel(orderNumber: number): Partial<TestParcel> {
  const digits = [...String(orderNumber)].reverse()
  const sum = digits.reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return {
    orderReference: `MB${orderNumber}${(10 - (sum % 10)) % 10}`,
    trackingNumber: `NP88${orderNumber}CA`,
    postalCode: "H2X 1Y4",
    addressLine: `${orderNumber} Rue Canari`,
    signatory: `M. Apleanarysigner${orderNumber}`,
  }
}
