import { describe, expect } from "@jest/globals"
import fc from "fast-check"
import { breachCaseOpened } from "../../shared/base/contracts/breach-case-events.ts"
import type { CaseRow } from "../../shared/desk/cases/case-rows.ts"
import { exposuresOf } from "../../shared/desk/cases/exposure.ts"
import { exposureKey } from "../../shared/desk/cases/exposure-key.ts"
import { verifyChain } from "../../shared/desk/timeline.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { parcelRecordId } from "../../shared/intake/tracking/record-ids.ts"
import type { Disclosure } from "../../shared/watch/lookups/ledger/disclosure.ts"
import { exhaustively } from "../exhaustively.ts"
import { type BreachWorld, breachWorld, seen, shipParcel, walkAnomaly } from "./breach-world.ts"

/** The random numbers of one schedule, which decide order, crashes and repeats. */
function dice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return { next, below: (limit: number) => Math.floor(next() * limit), chance: (share: number) => next() < share }
}

class Crash extends Error {
  override name = "Crash"
}

const block = "block#leafline#7"

/**
 * One walker in two networks and at two retailers, found by several anomalies, with a stranger beside it. A retailer
 * claims some of what the walker sees meanwhile. Others walk among the same numbers, and nobody can distinguish them.
 */
async function walkUnder(seed: number) {
  const roll = dice(seed)
  let faults = true
  const world = breachWorld({
    interrupt: async () => {
      if (!faults) return
      for (let yields = roll.below(4); yields > 0; yields--) await Promise.resolve()
      if (roll.chance(0.02)) throw new Crash()
    },
    failEntry: () => (faults && roll.chance(0.1) ? "ThrottlingException" : undefined),
  })
  const ledger = Array.from({ length: 24 }, (_, place) =>
    seen(place + 1, {
      ...(place >= 12 ? { network: "network#cafe", accessId: `cafe-${place}` } : {}),
      ...(place % 5 === 0 ? { retailerId: "maplebooks" } : place < 6 ? { block } : {}),
    }),
  )
  const claimed = ledger.filter(({ block: known }, place) => known === undefined && place % 3 === 0)
  const asLookedUp = ledger.map((one) => (claimed.includes(one) ? unclaimed(world, one) : one))
  const crowd = Array.from({ length: 6 }, (_, place) =>
    seen(201 + place, {
      subject: `subject#somebody-${place}`,
      network: `network#somewhere-${place}`,
      at: `2026-11-01T14:00:${10 + place * 5}.000Z`,
      block,
    }),
  )
  const stranger = seen(99, { subject: "subject#stranger", accessId: "stranger" })
  const anomalies = [
    walkAnomaly(),
    walkAnomaly({ anomalyId: "anomaly-maple", retailerId: "maplebooks", chart: "guess" }),
    walkAnomaly({ anomalyId: "anomaly-cafe", network: "network#cafe", crossedAt: "2026-11-01T14:03:00.000Z" }),
    walkAnomaly({
      anomalyId: "anomaly-cafe-network",
      accessorKey: "network#cafe",
      network: "network#cafe",
      subject: undefined,
      from: "2026-11-01T14:02:10.000Z",
      crossedAt: "2026-11-01T14:03:10.000Z",
    }),
    walkAnomaly({
      anomalyId: "anomaly-of-block",
      accessorKey: block,
      subject: undefined,
      network: undefined,
      chart: "block",
      from: "2026-11-01T14:00:20.000Z",
    }),
  ]
  const events: (() => Promise<unknown>)[] = [
    ...[...asLookedUp, ...crowd, stranger].map((one) => () => world.disclosures.append(one)),
    ...claimed.map((one) => () => shipParcel(world, one.retailerId, numberOf(one))),
    ...anomalies.map((one) => () => world.anomalies.raise(one)),
  ]
  const todo = [...events]

  const runOne = async (): Promise<void> => {
    if (todo.length > 0 && (world.pending.length === 0 || roll.chance(0.5))) {
      const [event] = todo.splice(Math.min(roll.below(4), todo.length - 1), 1)
      if (event !== undefined) await event().catch(() => todo.push(event))
      return
    }
    const [task] = world.pending.splice(roll.below(Math.min(6, world.pending.length)), 1)
    if (task === undefined) return
    try {
      await task.run()
      if (roll.chance(0.1)) world.pending.push(task)
    } catch {
      world.pending.push(task)
    }
  }
  for (let step = 0; (todo.length > 0 || world.pending.length > 0) && step < 1500; step++) {
    await Promise.all(Array.from({ length: 1 + roll.below(3) }, runOne))
  }
  faults = false
  for (const event of todo.splice(0)) await event()
  await world.settle()
  const watch = makeWatchDuties(world.desk)
  world.passSeconds(120)
  await watch()
  await world.settle()
  return { world, ledger, crowd }
}

const numberOf = ({ shipmentId = "" }: Disclosure) => Number(shipmentId.slice(1))

/** The same lookup under the key of the parcel, before a shipment claimed it. */
function unclaimed(world: BreachWorld, one: Disclosure): Disclosure {
  const { shipmentId: _, ...others } = one
  const trackingNumber = `NP${String(numberOf(one)).padStart(6, "0")}CA`
  const recordId = parcelRecordId("northpost", world.hashes.hash("tracking-number", "northpost", trackingNumber))
  return { ...others, recordId, retailerId: "northpost" }
}

/** The case of the block holds what was seen in it during the episode, as possible exposures alone. */
function checkBlock(world: BreachWorld, lookups: Disclosure[]): void {
  const [head, ...others] = world.heads().filter(isOfBlock)
  expect(others).toEqual([])
  expect(head).toMatchObject({ exposures: 0, toAlert: [] })
  expect(world.rowsOf("pending").filter((row) => row.caseId === head?.caseId)).toEqual([])
  const among = lookups.filter((one) => one.block === block && one.at >= "2026-11-01T14:00:20.000Z")
  const recount = exposuresOf(among)
  const exposures = world.rowsOf("exposure").filter((row) => row.caseId === head?.caseId)
  expect(new Set(exposures.map(exposureKey))).toEqual(new Set(recount.keys()))
  expect(exposures.every(({ possible }) => possible === true)).toBe(true)
  const [side] = world.rowsOf("party").filter((row) => row.caseId === head?.caseId && row.partyId === "leafline")
  expect(side).toMatchObject({
    exposures: 0,
    shipments: 0,
    possible: { exposures: recount.size, shipments: recount.size },
  })
}

const isOfBlock = ({ charts }: CaseRow) => charts.includes("block")

function checkInvariants(world: BreachWorld, ledger: ReturnType<typeof seen>[]): void {
  const live = world.heads().filter((row) => row.state !== "merged" && !isOfBlock(row))
  expect(live.map((row) => row.state)).toEqual(["open"])
  const [head] = live
  if (head === undefined) return
  expect(head.toAlert).toEqual([])
  expect(world.rowsOf("pending").filter((row) => row.caseId === head.caseId)).toEqual([])
  const recount = exposuresOf(ledger)
  const exposures = world.rowsOf("exposure").filter((row) => row.caseId === head.caseId)
  expect(new Set(exposures.map(exposureKey))).toEqual(new Set(recount.keys()))
  for (const row of exposures) expect(row).toMatchObject(recount.get(exposureKey(row)) ?? {})
  expect(head.exposures).toBe(recount.size)
  for (const partyId of ["leafline", "maplebooks", "northpost"]) {
    const mine = [...recount.values()].filter((one) => one.retailerId === partyId || one.carrierId === partyId)
    const row = world.rowsOf("party").find((one) => one.caseId === head.caseId && one.partyId === partyId)
    expect(row).toMatchObject({ shipments: mine.length, exposures: mine.length })
    const opened = world.exchange
      .published(breachCaseOpened, partyId)
      .filter(({ data }) => data.caseAlias === row?.alias)
    expect(new Set(opened.map(({ metadata }) => metadata.id)).size).toBe(1)
  }
  for (const one of world.heads()) {
    const entries = world
      .rowsOf("timeline")
      .filter((row) => row.caseId === one.caseId)
      .map((row) => row.entry)
      .sort((a, b) => a.seq - b.seq)
    expect(verifyChain(entries, { seq: one.head.seq, hash: one.head.hash })).toMatchObject({ ok: true })
  }
}

describe("events that are repeated, reordered, handled at the same time or cut short", () => {
  exhaustively("leave one case with exact counts, and alert each party once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
        const { world, ledger, crowd } = await walkUnder(seed)
        checkInvariants(world, ledger)
        checkBlock(world, [...ledger, ...crowd])
      }),
      { numRuns: 60 },
    )
  })
})
