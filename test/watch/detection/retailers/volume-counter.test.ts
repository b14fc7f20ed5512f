import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { RetailerVolumes } from "../../../../shared/watch/detection/retailers/retailer-volumes.ts"
import { volumeCounter } from "../../../../shared/watch/detection/retailers/volume-counter.ts"
import { memoryRetailerVolumes } from "../memory-stores.ts"

const [stranger, known] = [
  { contacts: 1, strangers: 1 },
  { contacts: 1, strangers: 0 },
]
const guarded = (retailerId: string) => ({ retailerId, tool: "guarded" })

function world(add?: RetailerVolumes["add"]) {
  let time = Date.parse("2026-11-05T10:00:00.000Z")
  let lost = 0
  const volumes = memoryRetailerVolumes()
  const counter = volumeCounter({
    volumes: { add: add ?? volumes.add },
    clock: () => new Date(time),
    onLost: (contacts) => {
      lost += contacts
    },
  })
  return {
    counter,
    /** So many strangers, one lookup after the other. */
    async count(retailerId: string, contacts: number) {
      for (let contact = 0; contact < contacts; contact++) {
        counter.count(guarded(retailerId), stranger)
        await counter.writeDue()
      }
    },
    wait: (seconds: number) => {
      time += seconds * 1000
    },
    lost: () => lost,
    sums: () =>
      volumes
        .rows()
        .map(({ retailerId, startsAt, contacts, strangers }) => ({ retailerId, startsAt, contacts, strangers })),
    total: () => volumes.rows().reduce((sum, { contacts }) => sum + contacts, 0),
  }
}

describe("first contacts in a container's memory", () => {
  it("are written when 25 have gathered, those that wait longest first", async () => {
    const { counter, count, sums } = world()
    await count("maplebooks", 4)
    await count("leafline", 1)
    expect(sums()).toMatchObject([{ retailerId: "maplebooks", contacts: 4 }])
    await count("maplebooks", 1)
    await count("leafline", 23)
    expect(sums()).toHaveLength(1)
    await count("maplebooks", 1)
    await counter.writeDue()
    expect(sums()).toMatchObject([
      { retailerId: "maplebooks", contacts: 4 },
      { retailerId: "leafline", contacts: 24, strangers: 24 },
    ])
  })

  it("are written after 30 seconds where they are fewer, and belong to the ten minutes in which they are written", async () => {
    const { counter, count, sums, wait } = world()
    await count("leafline", 5)
    await count("leafline", 6)
    wait(29)
    await counter.writeDue()
    expect(sums()).toHaveLength(1)
    wait(600)
    await counter.writeDue()
    wait(60)
    await count("leafline", 4)
    expect(sums().map(({ startsAt, contacts }) => [startsAt, contacts])).toEqual([
      ["2026-11-05T10:00:00.000Z", 5],
      ["2026-11-05T10:10:00.000Z", 6],
    ])
  })

  it("add up exactly, however they are cut into batches", async () => {
    const batch = fc.array(fc.record({ retailer: fc.constantFrom("leafline", "maplebooks"), strange: fc.boolean() }))
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 8 }), async (batches) => {
        const { counter, sums, wait } = world()
        for (const contacts of batches) {
          for (const { retailer, strange } of contacts) counter.count(guarded(retailer), strange ? stranger : known)
          await counter.writeAll()
          wait(200)
        }
        for (const retailer of ["leafline", "maplebooks"]) {
          const rows = sums().filter(({ retailerId }) => retailerId === retailer)
          const counted = batches.flat().filter((one) => one.retailer === retailer)
          expect(rows.reduce((sum, { contacts }) => sum + contacts, 0)).toBe(counted.length)
          expect(rows.reduce((sum, { strangers }) => sum + strangers, 0)).toBe(
            counted.filter((one) => one.strange).length,
          )
        }
      }),
    )
  })

  it("cost one write for 25 where there are many, however many retailers they are of", async () => {
    let writes = 0
    const { counter } = world(async () => {
      writes += 1
    })
    for (let contact = 0; contact < 1000; contact++) {
      counter.count(guarded(`retailer-${contact % 60}`), known)
      await counter.writeDue()
    }
    expect(writes).toBe(1 + Math.floor((1000 - 5) / 25))
  })

  it("are lost, and counted as lost, when their write fails: it may have been made, so it is not repeated", async () => {
    const { counter, count, lost, total, wait } = world(async () => {
      throw new Error("throttled")
    })
    await count("leafline", 5)
    wait(60)
    await counter.writeDue()
    await counter.writeAll()
    expect([lost(), total()]).toEqual([5, 0])
  })
})
