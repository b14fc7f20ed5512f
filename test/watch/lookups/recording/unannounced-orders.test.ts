import { describe, expect, it } from "@jest/globals"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { decodeProfile } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { accessWorld, anAccess } from "../access-world.ts"

const firstOrder = 90_000

/** A lookup of a number that the hub knows no order of, by a customer who is signed in to the carrier's tool. */
function signedIn(customer: number, place: number, step: number): TrackingAccess {
  return anAccess(firstOrder + place, {
    accessId: `acc-${step}`,
    at: new Date(Date.parse("2026-11-04T10:00:00.000Z") + step * 600_000).toISOString(),
    accessor: { kind: "raw", ip: `198.51.100.${customer}`, account: `account-${customer}` },
    accessorToken: `token-${customer}`,
    proof: "account",
  })
}

/** Lookups by forty customers, one each, in no order among 320 numbers, far fewer than a block of misses has. */
const byManyCustomers = Array.from({ length: 40 }, (_, step) => signedIn(1 + step, ((step * 17) % 40) * 8, step))

/** Lookups by one customer of twenty numbers, all over the range of the retailer. */
const byOneCustomer = Array.from({ length: 20 }, (_, step) => signedIn(1, ((step * 7) % 20) * 100_003, step))

/** What a tool reports of a number that it knows nothing of either. */
const notFound = { outcome: "miss", fields: [] } as const satisfies Partial<TrackingAccess>

async function findingsOf(accesses: readonly TrackingAccess[], change: Partial<TrackingAccess> = {}) {
  const world = accessWorld()
  for (const access of accesses) await world.report([{ ...access, ...change }])
  const charts = world.anomalies.rows().map(({ chart, severity }) => `${chart} ${severity}`)
  const entriesOf = (kind: string) =>
    world.profiles
      .rows()
      .filter(({ profileKey }) => profileKey.startsWith(`${kind}#`))
      .flatMap(({ entries }) => {
        const attributes = Object.entries(entries).map(([name, value]) => ({ name, value }))
        return decodeProfile(attributes, kind === "missBlock" ? "block" : "accessor")
      })
  return { charts, entriesOf }
}

describe("an order that its retailer has not announced", () => {
  it("raises nothing about its numbers when customers of the carrier look their own ones up", async () => {
    const { charts, entriesOf } = await findingsOf(byManyCustomers)
    expect(charts).toEqual([])
    expect(entriesOf("missBlock")).toEqual([])
    expect(entriesOf("subject")).toHaveLength(40)
  })

  it("raises an alarm about its numbers when people without proof look it up as closely", async () => {
    const { charts } = await findingsOf(byManyCustomers, { proof: "none" })
    expect(charts).toContain("blockMisses alert")
  })

  it("is no guess of a customer who has twenty of them", async () => {
    expect((await findingsOf(byOneCustomer)).charts).toEqual([])
    expect((await findingsOf(byOneCustomer, { proof: "none" })).charts).toContain("guess alert")
  })

  it("no longer counts among the misses of its numbers once the customer has signed in", async () => {
    const [access = signedIn(1, 0, 0)] = byManyCustomers
    const signedInLater = { ...access, accessId: "later", at: "2026-11-04T10:05:00.000Z" }
    const { entriesOf } = await findingsOf([{ ...access, proof: "none" }, signedInLater])
    expect(entriesOf("missBlock")).toMatchObject([{ outcome: "miss", proof: "strong" }])
  })
})

describe("a number that the carrier knows nothing of either", () => {
  it("is a guess, though the visitor is signed in", async () => {
    expect((await findingsOf(byOneCustomer, notFound)).charts).toContain("guess alert")
    expect((await findingsOf(byManyCustomers, notFound)).charts).toContain("blockMisses alert")
  })

  it("was looked up for a case, if the carrier's staff say so", async () => {
    const accessor = { kind: "raw", ip: "198.51.100.1", account: "agent-1", accountKind: "staff" } as const
    const { charts, entriesOf } = await findingsOf(byOneCustomer, { ...notFound, accessor })
    expect(charts).toEqual([])
    expect(new Set(entriesOf("subject").map(({ proof }) => proof))).toEqual(new Set(["strong"]))
  })
})
