import { describe, expect, it } from "@jest/globals"
import { progressOf, sendInTurn } from "../../../console/api/in-turn.ts"
import { receiptBatches } from "../../../console/mail-merge/receipt-batches.ts"
import { receiptsBody } from "../../../shared/desk/api/desk-bodies.ts"
import { affectedOrder } from "./affected-orders.ts"

const told = Array.from({ length: 1_203 }, (_, place) => affectedOrder(`LL-${place}`, { receiptId: `shp_${place}` }))
const sent = {
  caseAlias: "WS-NYPRTQ5MDM",
  partyKind: "retailer",
  method: "email",
  notifiedAt: "2026-11-02T15:38:20.000Z",
} as const

describe("receipts for those who were told", () => {
  it("go out up to 500 shipments at a time, as the API takes them", async () => {
    const batches = await receiptBatches(told, sent)
    expect(batches.map(({ items }) => items)).toEqual([500, 500, 203])
    for (const { body } of batches) expect(receiptsBody.parse(body)).toEqual(body)
    expect(new Set(batches.map(({ key }) => key)).size).toBe(3)
  })

  it("name tracking numbers where a carrier gives them", async () => {
    const parcels = ["NP0002", "NP0001"].map((receiptId) => affectedOrder(receiptId, { receiptId }))
    const [batch] = await receiptBatches(parcels, { ...sent, partyKind: "carrier" })
    expect(receiptsBody.parse(batch?.body).recipients).toMatchObject({ trackingNumbers: ["NP0001", "NP0002"] })
  })

  it("have the same keys for the same people, in whatever order, and told already or not", async () => {
    const keys = async (of: typeof told) => (await receiptBatches(of, sent)).map(({ key }) => key)
    const again = told.toReversed().map((one) => ({ ...one, isTold: true }))
    expect(await keys([...again, ...again])).toEqual(await keys(told))
  })

  it("have other keys in another case, for another time or method", async () => {
    const keyOf = async (change: Partial<typeof sent> | object) =>
      (await receiptBatches(told.slice(0, 1), { ...sent, ...change }))[0]?.key
    const keys = await Promise.all(
      [{}, { caseAlias: "WS-8Z3PN5V1RC" }, { method: "letter" }, { notifiedAt: "2026-11-03T00:00:00.000Z" }].map(keyOf),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it("leave out shipments that have no id", async () => {
    expect(await receiptBatches([affectedOrder("LL-1", { receiptId: undefined })], sent)).toEqual([])
  })

  it("go on where they stopped, and send the interrupted call again under its key", async () => {
    const batches = await receiptBatches(told, sent)
    const keys: string[] = []
    let callsDone = 0
    const steps = {
      send: async ({ key }: { key: string }) => {
        keys.push(key)
        if (keys.length === 2) throw new Error("connection lost")
      },
      noteDone: (done: number) => {
        callsDone = done
      },
    }
    await expect(sendInTurn(batches, 0, steps)).rejects.toThrow("connection lost")
    expect(progressOf(batches, callsDone)).toEqual({ calls: 3, callsDone: 1, items: 1_203, itemsDone: 500 })
    expect(await sendInTurn(batches, callsDone, steps)).toBe(3)
    expect(keys).toEqual([0, 1, 1, 2].map((place) => batches[place]?.key))
  })

  it("stop when the officer says so", async () => {
    const batches = await receiptBatches(told, sent)
    const stop = new AbortController()
    const done = await sendInTurn(batches, 0, { send: async () => stop.abort(), noteDone: () => {} }, stop.signal)
    expect(done).toBe(1)
  })
})
