import { describe, expect, it } from "@jest/globals"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { anAccess } from "../access-world.ts"
import { firstOrder, worldWithOrders } from "./reported-walk.ts"

const steps = 6

/** One of many visitors of one address who walks a part of the numbers. */
function walkOf(visitor: number, change: (step: number) => Partial<TrackingAccess>): TrackingAccess[] {
  return Array.from({ length: steps }, (_, step) =>
    anAccess(firstOrder + ((visitor * steps + step) % 40), {
      accessId: `acc-${visitor}x${step}`,
      at: new Date(Date.parse("2026-11-05T09:00:00.000Z") + (visitor * steps + step) * 2_000).toISOString(),
      ...change(step),
    }),
  )
}

const address = { kind: "raw", ip: "203.0.113.7" } as const
const sessionOf = (visitor: number): Partial<TrackingAccess> => ({
  accessor: { ...address, session: `session-${visitor}`, sessionStartedAt: "2026-11-05T08:00:00.000Z" },
})

describe("visitors of a network that is restricted", () => {
  it("make a handful of anomalies that parties receive, however many cookies they collected, and all restrictions", async () => {
    const world = await worldWithOrders()
    for (let visitor = 0; visitor < 100; visitor++) await world.report(walkOf(visitor, () => sessionOf(visitor)))
    const announced = world.anomalies.rows().filter(({ behindRestriction }) => behindRestriction !== true)
    expect(announced.length).toBeLessThanOrEqual(5)
    expect(announced.some(({ accessorKey }) => accessorKey.startsWith("network#"))).toBe(true)
    expect(world.restrictions.rows().filter(({ scope }) => scope === "subject").length).toBe(100)
  })

  it("are news with an account, which nobody has for nothing", async () => {
    const world = await worldWithOrders()
    for (let visitor = 0; visitor < 10; visitor++) await world.report(walkOf(visitor, () => sessionOf(visitor)))
    await world.report(walkOf(10, () => ({ accessor: { ...address, account: "account-1" } })))
    const ofAccount = world.anomalies.rows().filter(({ subjectKind }) => subjectKind === "account")
    expect(ofAccount.length).toBeGreaterThan(0)
    expect(ofAccount.every(({ behindRestriction }) => behindRestriction === undefined)).toBe(true)
  })
})
