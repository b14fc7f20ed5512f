import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { forwardedIndividualsNotified } from "../../../shared/base/contracts/individuals-notified.ts"
import { caseKeys } from "../../../shared/desk/cases/case-keys.ts"
import { transactionsOfShipments } from "../../../shared/desk/cases/shipment-transactions.ts"
import { exhaustively } from "../../exhaustively.ts"
import { type Notifier, notifiers, rowsOf, worldOf } from "../shared-case-world.ts"

describe("receipts of notices", () => {
  it("do not count a second public notice for shipments that the first may have stood for", async () => {
    const desk = await worldOf(rowsOf("leafline", 1, 10))
    await desk.notify("leafline", "notice-1", "publicNotice", 4)
    await desk.notify("leafline", "notice-2", "publicNotice", 4)
    expect(desk.progress("leafline")).toEqual({ affected: 10, notified: 0, notifiedByPublicNotice: 4 })
    await desk.notify("leafline", "notice-3", "publicNotice", 6)
    expect(desk.progress("leafline")).toEqual({ affected: 10, notified: 0, notifiedByPublicNotice: 6 })
  })

  it("do not count people twice who are notified directly and whom a public notice may have reached", async () => {
    const desk = await worldOf(rowsOf("leafline", 1, 10))
    await desk.notify("leafline", "notice", "publicNotice", 4)
    await desk.notify("leafline", "letters", "letter", rowsOf("leafline", 5, 8))
    expect(desk.progress("leafline")).toEqual({ affected: 10, notified: 4, notifiedByPublicNotice: 0 })
    await desk.notify("leafline", "notice-again", "publicNotice", 4)
    expect(desk.progress("leafline")).toEqual({ affected: 10, notified: 4, notifiedByPublicNotice: 0 })
  })

  it("move people who are notified directly out of those that a public notice named", async () => {
    const desk = await worldOf(rowsOf("leafline", 1, 5))
    await desk.notify("leafline", "notice", "publicNotice", rowsOf("leafline", 1, 3))
    expect(desk.progress("leafline")).toEqual({ affected: 5, notified: 0, notifiedByPublicNotice: 3 })
    await desk.notify("leafline", "mail", "email", rowsOf("leafline", 3, 4))
    expect(desk.progress("leafline")).toEqual({ affected: 5, notified: 2, notifiedByPublicNotice: 2 })
    expect(desk.progress("northpost")).toEqual({ affected: 5, notified: 2, notifiedByPublicNotice: 2 })
    await desk.notify("leafline", "notice-again", "publicNotice", rowsOf("leafline", 1, 4))
    expect(desk.progress("leafline")).toEqual({ affected: 5, notified: 2, notifiedByPublicNotice: 2 })
  })

  it("of a carrier count for each of its retailers only that retailer's people", async () => {
    const desk = await worldOf([...rowsOf("leafline", 1, 4), ...rowsOf("maplebooks", 1, 4)])
    await desk.notify("northpost", "notice", "publicNotice", 4)
    expect(desk.progress("northpost")).toEqual({ affected: 8, notified: 0, notifiedByPublicNotice: 4 })
    expect(desk.progress("leafline")).toEqual({ affected: 4, notified: 0, notifiedByPublicNotice: 0 })
    expect(desk.progress("maplebooks")).toEqual({ affected: 4, notified: 0, notifiedByPublicNotice: 0 })
    await desk.notify("leafline", "own-notice", "publicNotice", 4)
    await desk.notify("northpost", "notice-for-all", "publicNotice", 8)
    for (const retailer of ["leafline", "maplebooks"] as const)
      expect(desk.progress(retailer)).toEqual({ affected: 4, notified: 0, notifiedByPublicNotice: 4 })
    expect(desk.progress("northpost")).toEqual({ affected: 8, notified: 0, notifiedByPublicNotice: 8 })
  })

  it("of a carrier's batch are published to each retailer with the count of its own shipments", async () => {
    const desk = await worldOf([...rowsOf("leafline", 1, 4), ...rowsOf("maplebooks", 1, 3)])
    await desk.notify("northpost", "mail", "email", [...rowsOf("leafline", 1, 3), ...rowsOf("maplebooks", 1, 2)])
    const forwarded = desk.world.exchange.published(forwardedIndividualsNotified)
    expect(forwarded.map(({ metadata, data }) => [metadata.audience, data.shipments])).toEqual([
      ["leafline", 3],
      ["maplebooks", 2],
    ])
    const copies = desk.world
      .rowsOf("timeline")
      .filter(({ entry }) => entry.type === "IndividualsNotified")
      .flatMap((row) => row.copies)
    const read = (partyId: string) => copies.filter((copy) => copy.partyId === partyId).map(({ entry }) => entry.data)
    expect(read("northpost")).toEqual([expect.objectContaining({ shipments: 5, affected: 7, told: 5 })])
    for (const [partyId, shipments] of forwarded.map(
      ({ metadata, data }) => [metadata.audience ?? "", data.shipments] as const,
    )) {
      expect(read(partyId)).toEqual([{ method: "email", notifiedAt: expect.any(String), shipments }])
    }
  })

  it("of a carrier for the people of many retailers fit their transactions, each with the rows of its parties", () => {
    const rows = Array.from({ length: 250 }, (_, place) => {
      const retailerId = `shop-${place % 180}`
      const recordId = `SHIPMENT#${retailerId}#s${place}`
      const seenAt = { firstAt: "2026-11-01T14:00:00.000Z", lastAt: "2026-11-01T14:00:00.000Z", accessors: 1 }
      const key = caseKeys.affected("case-of-many", recordId)
      const of = { caseId: "case-of-many", type: "affected" as const, recordId, retailerId, carrierId: "northpost" }
      return { ...key, ...of, ...seenAt, fields: [], receipts: {} }
    })
    const chunks = transactionsOfShipments(rows)
    expect(chunks.flat()).toEqual(rows)
    for (const chunk of chunks)
      expect(1 + chunk.length + new Set(chunk.flatMap((row) => [row.retailerId, row.carrierId])).size).toBeLessThan(101)
  })

  it("do not count for people whose shipments are added to the case later", async () => {
    const desk = await worldOf(rowsOf("leafline", 1, 3))
    await desk.notify("leafline", "notice", "publicNotice", 3)
    await desk.grow("leafline#4")
    expect(desk.progress("leafline")).toEqual({ affected: 4, notified: 0, notifiedByPublicNotice: 3 })
    await desk.notify("leafline", "notice-again", "publicNotice", 3)
    expect(desk.progress("leafline")).toEqual({ affected: 4, notified: 0, notifiedByPublicNotice: 3 })
    await desk.notify("leafline", "notice-for-more", "publicNotice", 4)
    expect(desk.progress("leafline")).toEqual({ affected: 4, notified: 0, notifiedByPublicNotice: 4 })
  })

  exhaustively("of many shipments at once survive a crash anywhere, and count nothing twice", async () => {
    let crashes = 0
    for (let effects = 1; effects < 300; effects += 3) {
      const desk = await worldOf(rowsOf("leafline", 1, 110))
      await desk.notify("leafline", "mail", "email", rowsOf("leafline", 1, 5))
      desk.crashAfter(effects)
      const crashed = await desk.notify("leafline", "notice", "publicNotice", 105).then(
        () => false,
        () => true,
      )
      desk.crashAfter(Number.POSITIVE_INFINITY)
      await desk.notify("leafline", "notice", "publicNotice", 105)
      await desk.notify("leafline", "notice", "publicNotice", 105)
      expect(desk.progress("leafline")).toEqual({ affected: 110, notified: 5, notifiedByPublicNotice: 105 })
      expect(desk.progress("northpost")).toEqual({ affected: 110, notified: 5, notifiedByPublicNotice: 105 })
      if (!crashed) break
      crashes += 1
    }
    expect(crashes).toBeGreaterThan(5)
  })
})

type Step =
  | { kind: "direct" | "named"; by: Notifier; rows: string[]; again: boolean }
  | { kind: "public"; by: Notifier; shipments: number; again: boolean }
  | { kind: "grow"; row: string }

const initial = [...rowsOf("leafline", 1, 5), ...rowsOf("maplebooks", 1, 3)]
const later = [...rowsOf("leafline", 6, 8), ...rowsOf("maplebooks", 4, 5)]
const ownedBy = (by: Notifier) => (row: string) => by === "northpost" || row.startsWith(`${by}#`)

const step: fc.Arbitrary<Step> = fc.constantFrom(...notifiers).chain((by) =>
  fc.oneof(
    fc.record({
      kind: fc.constantFrom("direct" as const, "named" as const),
      by: fc.constant(by),
      rows: fc.subarray([...initial, ...later].filter(ownedBy(by)), { minLength: 1, maxLength: 5 }),
      again: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("public" as const),
      by: fc.constant(by),
      shipments: fc.integer({ min: 0, max: 10 }),
      again: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("grow" as const), row: fc.constantFrom(...later) }),
  ),
)

/**
 * The smallest number of people that these receipts can prove. A public notice gives a count and names no shipments. So
 * this assumes that it reached people who are also notified in another way, and as few further people as possible.
 */
function leastNotified(steps: readonly Step[]) {
  const rows = new Set(initial)
  const direct = new Set<string>()
  const definite = new Set<string>()
  const covered = new Map<Notifier, Set<string>>(notifiers.map((by) => [by, new Set()]))
  steps.forEach((one, place) => {
    if (one.kind === "grow") {
      rows.add(one.row)
      return
    }
    const cover = covered.get(one.by) ?? new Set()
    if (one.kind !== "public") {
      for (const row of one.rows.filter((row) => rows.has(row))) {
        definite.add(row)
        if (one.kind === "direct") direct.add(row)
        else cover.add(row)
      }
      return
    }
    const pool = [...rows].filter((row) => ownedBy(one.by)(row) && !definite.has(row) && !cover.has(row))
    const gain = Math.max(0, one.shipments - cover.size)
    const notifiedLater = new Set(steps.slice(place + 1).flatMap((next) => ("rows" in next ? next.rows : [])))
    const others = new Set(notifiers.filter((by) => by !== one.by).flatMap((by) => [...(covered.get(by) ?? [])]))
    const rank = (row: string) => (notifiedLater.has(row) ? 0 : others.has(row) ? 1 : 2)
    pool.sort((left, right) => rank(left) - rank(right))
    for (const row of pool.slice(0, gain)) cover.add(row)
    if (gain > 0 && gain >= pool.length) for (const row of cover) if (rows.has(row)) definite.add(row)
  })
  const notified = new Set([...direct, ...definite, ...[...covered.values()].flatMap((cover) => [...cover])])
  return { rows, direct, notified }
}

describe("receipts in any order and with repeats", () => {
  exhaustively("count a person once, and only if some party certainly notified them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        const desk = await worldOf(initial)
        for (const [place, one] of steps.entries()) {
          if (one.kind === "grow") {
            await desk.grow(one.row)
            continue
          }
          const method = one.kind === "direct" ? "email" : "publicNotice"
          const what = one.kind === "public" ? one.shipments : one.rows
          await desk.notify(one.by, `receipt-${place}`, method, what)
          if (one.again) await desk.notify(one.by, `receipt-${place}`, method, what)
        }
        const least = leastNotified(steps)
        for (const party of notifiers) {
          const mine = [...least.rows].filter(ownedBy(party))
          const { affected, notified, notifiedByPublicNotice } = desk.progress(party)
          expect(affected).toBe(mine.length)
          expect(notified).toBe(mine.filter((row) => least.direct.has(row)).length)
          expect(notified + notifiedByPublicNotice).toBeLessThanOrEqual(
            mine.filter((row) => least.notified.has(row)).length,
          )
        }
        const everybody = [...least.rows].every((row) => least.notified.has(row))
        const closing = await desk.closes("northpost", "close")
        const obstacles = "obstacles" in closing ? (closing.obstacles ?? []).map(({ code }) => code) : []
        if (!everybody) expect(obstacles.some((code) => code.startsWith("peopleToldByNobody"))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  exhaustively("count exactly if they name shipments, in any order", async () => {
    const named = step.filter((one) => one.kind === "direct" || one.kind === "named")
    const shuffled = fc
      .array(named, { minLength: 1, maxLength: 6 })
      .chain((steps) => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length })))
    await fc.assert(
      fc.asyncProperty(shuffled, async (orders) => {
        const [one, other] = await Promise.all(
          orders.map(async (steps) => {
            const desk = await worldOf(initial)
            for (const [place, receipt] of steps.entries()) {
              if (!("rows" in receipt)) continue
              await desk.notify(
                receipt.by,
                `receipt-${place}`,
                receipt.kind === "direct" ? "email" : "publicNotice",
                receipt.rows,
              )
            }
            return notifiers.map((party) => desk.progress(party))
          }),
        )
        expect(one).toEqual(other)
        const least = leastNotified(orders[0])
        expect(one).toEqual(
          notifiers.map((party) => {
            const mine = [...least.rows].filter(ownedBy(party))
            const notified = mine.filter((row) => least.direct.has(row)).length
            return {
              affected: mine.length,
              notified,
              notifiedByPublicNotice: mine.filter((row) => least.notified.has(row)).length - notified,
            }
          }),
        )
      }),
      { numRuns: 60 },
    )
  })
})
