import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { formatOrderReference } from "../../shared/intake/tracking/order-reference.ts"
import type { LocalExchange } from "./local-exchange.ts"
import { maplebooks, type Senders } from "./senders.ts"

type Visitor = { ip: string; session: string; sessionStartedAt: string }
type Answer = { status: number; body: Record<string, unknown>; cookies: string[] }

/** The hub's own lookup API: what it shows to whom, with which proof. */
export function lookupsSuite(local: () => LocalExchange, send: () => Senders): void {
  let visitors = 0

  /** A new visitor on a network of its own. */
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

  const delivered = async (parcel: RawParcel, source?: string): Promise<RawParcel> => {
    await send().publish(
      send().created(parcel, source === undefined ? {} : { source }),
      ...(source === undefined ? [send().handedOver(parcel, "8841-20931")] : [send().handedOverByMaple(parcel)]),
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
    let discreet: RawParcel
    let open: RawParcel
    const uniform = {
      status: 404,
      body: { type: expect.any(String), title: expect.any(String), status: 404, code: "notFound" },
    }

    it("shows details without the signatory to a recipient with the postal code or the link", async () => {
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

    it("shows the same on the page for recipients, and one page for every miss", async () => {
      const page = async (form: Record<string, string>) => {
        const body = new URLSearchParams({ lang: "en", ...form })
        const response = await fetch(`${local().exchange.apiUrl}/t`, { method: "POST", body })
        return { status: response.status, text: await response.text() }
      }
      const opened = await page({ linkToken: discreet.linkToken })
      expect([opened.status, opened.text]).toEqual([200, expect.stringContaining("<h1>Your parcel</h1>")])
      expect(opened.text).toContain("Who looked at my parcel")
      const misses = [
        await page({ linkToken: "a-token-that-nobody-has-got" }),
        await page({ retailer: "Leafline", reference: "LL-9999999", postalCode: "K1A 0B1" }),
        await page({ retailer: "Nobody", reference: discreet.orderReference, postalCode: "K1A 0B1" }),
      ]
      // But for what was typed, which stays in the form.
      const pages = misses.map(
        ({ status, text }) => `${status} ${text.replaceAll(/(<input id="\w+" name="\w+") value="[^"]*"/g, "$1")}`,
      )
      expect(new Set(pages).size).toBe(1)
      expect(misses[0]?.status).toBe(404)
    })

    it("gives one answer without proof, whether an order exists or not", async () => {
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

    it("shows the phase alone to a visitor with a tracking number of a retailer that is not discreet", async () => {
      const { status, body } = await ask({ carrier: "northpost", trackingNumber: open.trackingNumber })
      expect({ status, body }).toEqual({ status: 200, body: { shows: "phase", parcels: [{ phase: "delivered" }] } })
    })

    it("shows a party its own shipments alone", async () => {
      const question = { retailer: "Leafline", orderReference: discreet.orderReference }
      const own = await post(question, await as("leafline"))
      expect(own).toMatchObject({
        status: 200,
        body: { shows: "own", parcels: [{ shipmentId: discreet.shipmentId, status: "delivered" }] },
      })
      expect(await post(question, await as("maplebooks"))).toMatchObject(uniform)
    })

    it("shows every parcel of an order", async () => {
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

    it("sets a signed cookie once, and ignores a forged one", async () => {
      const question = { carrier: "northpost", trackingNumber: open.trackingNumber }
      const { cookies } = await post(question)
      expect(cookies).toEqual([expect.stringMatching(/^__Host-wayseal=.+; Secure; HttpOnly/)])
      const [pair = ""] = (cookies[0] ?? "").split(";")
      expect((await post(question, { cookie: pair })).cookies).toEqual([])
      const forged = `${pair.slice(0, -4)}AAAA`
      expect((await post(question, { cookie: forged })).cookies).toHaveLength(1)
    })

    it("accepts no postal code for an order after five wrong ones, but always the link", async () => {
      const parcel = await delivered(send().parcel(1_100_005))
      const guess = (postalCode: string) =>
        ask({ retailer: "Leafline", orderReference: parcel.orderReference, postalCode })
      for (let wrong = 1; wrong <= 5; wrong++) expect((await guess(`V6B ${wrong}A${wrong}`)).status).toBe(404)
      expect((await guess(parcel.postalCode)).status).toBe(404)
      expect((await ask({ linkToken: parcel.linkToken })).status).toBe(200)
    })
  })

  describe("wrong postal codes that a retailer's invented visitors give", () => {
    it("refuse no right code of its other orders on the hub's page", async () => {
      const parcels = Array.from({ length: 22 }, (_, index) =>
        send().parcel(1_450_001 + index, { addressLine: `${30_001 + index} Canary Lane` }),
      )
      await send().publish(...parcels.map((parcel) => send().created(parcel)))
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
      const statusOf = async ({ orderReference }: RawParcel, postalCode: string, headers = {}) =>
        (await post({ retailer: "Leafline", orderReference, postalCode }, headers)).status
      for (const parcel of parcels.slice(0, 12))
        expect(await statusOf(parcel, "V6B 9Z9", await as("leafline", visitor()))).toBe(404)
      for (const parcel of parcels.slice(12)) expect(await statusOf(parcel, parcel.postalCode)).toBe(200)
    })
  })

  describe("a recipient on a network of guessers", () => {
    it("is answered with the house number, and not with the postal code alone", async () => {
      const parcels = Array.from({ length: 8 }, (_, index) =>
        send().parcel(1_400_001 + index, { addressLine: `${20_001 + index} Canary Lane` }),
      )
      await send().publish(...parcels.map((parcel) => send().created(parcel)))
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
      const [own, ...others] = parcels
      const network = visitor().ip
      const isRestricted = async () =>
        (await local().exchange.rows("Restrictions")).some((row) => row["voidsPostalCode"] === true)
      for (const { orderReference } of others) {
        for (const postalCode of ["V6B 1A1", "V6B 2A2", "V6B 3A3"]) {
          const guesser = { ...visitor(), ip: network }
          expect((await ask({ retailer: "Leafline", orderReference, postalCode }, guesser)).status).toBe(404)
        }
      }
      expect(await isRestricted()).toBe(true)
      const recipient = { ...visitor(), ip: network }
      const byCode = { retailer: "Leafline", orderReference: own?.orderReference, postalCode: own?.postalCode }
      expect((await ask(byCode, recipient)).status).toBe(404)
      expect((await ask({ ...byCode, houseNumber: "20001" }, recipient)).status).toBe(200)
    })
  })

  describe("a visitor who walks along order numbers at the hub", () => {
    it("sees nothing and is restricted, and other visitors of its network keep their proof", async () => {
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

/** A parcel of the example's retailer that is not discreet. Its references end with a check digit. */
function mapleParcel(orderNumber: number): Partial<RawParcel> {
  return {
    orderReference: formatOrderReference(orderNumber, { prefix: "MB", digits: 6, checkDigit: "luhn" }),
    trackingNumber: `NP88${orderNumber}CA`,
    postalCode: "H2X 1Y4",
    addressLine: `${orderNumber} Rue Canari`,
    signatory: `M. Apleanarysigner${orderNumber}`,
  }
}
