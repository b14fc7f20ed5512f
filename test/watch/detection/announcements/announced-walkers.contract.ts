import { describe, expect, it } from "@jest/globals"
import type {
  AnnouncedAnomaly,
  AnnouncedWalkers,
} from "../../../../shared/watch/detection/announcements/announced-walker.ts"
import type { Anomaly } from "../../../../shared/watch/detection/anomalies/anomaly.ts"
import { anAnomaly } from "../../lookups/access-stores.contract.ts"

const token = (name: string) => ({ tokenKey: `key-of-${name}`, sealed: `sealed-${name}` })

let walkers = 0

/** Anomalies of one walker in the tool of Northpost, whose network nobody else has. */
function oneWalker() {
  const network = `network#of-walker-${++walkers}`
  const idOf = (name: string) => `anomaly-${name}-${network.replace(/\D/g, "")}`
  const found = (name: string, change: Partial<Anomaly> = {}) =>
    anAnomaly({
      anomalyId: idOf(name),
      network,
      tool: "observed:northpost",
      reportedBy: "northpost",
      accessorTokens: [token("session")],
      ...change,
    })
  return { network, found, idOf }
}

const toCarrier = (anomaly: Anomaly, more: Partial<AnnouncedAnomaly> = {}): AnnouncedAnomaly => ({
  anomaly,
  partyId: "northpost",
  refuses: true,
  ...more,
})
const toRetailer = (anomaly: Anomaly): AnnouncedAnomaly => ({ anomaly, partyId: "leafline", refuses: false })

const hoursAfter = (hours: number) => new Date(Date.parse("2026-11-01T10:01:00.000Z") + hours * 3_600_000).toISOString()

/** What every store of announced walkers must do. */
export function announcedWalkersContract(where: string, make: () => Promise<AnnouncedWalkers>): void {
  describe(`what a party received of a walker ${where}`, () => {
    it("is one anomaly for its charts and for its session, network and prefix", async () => {
      const store = await make()
      const { found, network, idOf } = oneWalker()
      const prefix = "prefix#of-walker"
      const first = { anomalyId: idOf("first"), revision: 1 }
      expect(await store.announce(toCarrier(found("first")))).toEqual(first)
      const further = [
        found("of-network", { accessorKey: network }),
        found("guess", { chart: "guess", crossedAt: hoursAfter(0.5) }),
        found("notice", { chart: "fanOut", severity: "notice", accessorTokens: [token("neighbour")] }),
      ]
      for (const one of further) expect(await store.announce(toCarrier(one))).toBeUndefined()
      const [site, ofPrefix] = [oneWalker(), { accessorKey: prefix, otherKeys: [] }]
      expect(await store.announce(toRetailer(site.found("a", { otherKeys: [prefix] })))).toMatchObject({ revision: 1 })
      expect(await store.announce(toRetailer(site.found("b", { network: "network#b", ...ofPrefix })))).toBeUndefined()
    })

    it("is the same for a repeat of an anomaly, and for one of two that come at once", async () => {
      const store = await make()
      const { found, idOf } = oneWalker()
      await store.announce(toCarrier(found("first")))
      await store.announce(toCarrier(found("second", { accessorTokens: [token("next")] })))
      expect(await store.announce(toCarrier(found("first")))).toEqual({ anomalyId: idOf("first"), revision: 1 })
      const update = { anomalyId: idOf("first"), revision: 2 }
      expect(await store.announce(toCarrier(found("second", { accessorTokens: [token("next")] })))).toEqual(update)
      const other = oneWalker()
      const both = ["one", "two"].map((anomalyId) => store.announce(toCarrier(other.found(anomalyId))))
      const announced = (await Promise.all(both)).flatMap((one) => one ?? [])
      expect(announced).toEqual([{ anomalyId: expect.any(String), revision: 1 }])
    })

    it("is updated by an alert after a notice, and not by a notice after an alert", async () => {
      const store = await make()
      const { found, idOf } = oneWalker()
      const notice = { severity: "notice", chart: "fanOut" } as const
      expect(await store.announce(toRetailer(found("notice", notice)))).toEqual({
        anomalyId: idOf("notice"),
        revision: 1,
      })
      expect(await store.announce(toRetailer(found("alert")))).toEqual({ anomalyId: idOf("notice"), revision: 2 })
      expect(await store.announce(toRetailer(found("late-notice", notice)))).toBeUndefined()
    })

    it("is updated by an alert about an accessor that only a notice named before", async () => {
      const store = await make()
      const { found } = oneWalker()
      const neighbour = { accessorTokens: [token("neighbour")] }
      const announced = [
        await store.announce(toCarrier(found("notice", { severity: "notice", ...neighbour }))),
        await store.announce(toCarrier(found("alert"))),
        await store.announce(toCarrier(found("alert-about-neighbour", neighbour))),
      ]
      expect(announced.map((one) => one?.revision)).toEqual([1, 2, 3])
    })

    it("is updated by each accessor to refuse, for the party whose tool it is alone", async () => {
      const store = await make()
      const { found, network, idOf } = oneWalker()
      const tokenless = { accessorTokens: [] }
      const all = [
        found("first"),
        found("next-session", { accessorTokens: [token("session"), token("next")] }),
        found("known-sessions", { accessorKey: network, accessorTokens: [token("next"), token("session")] }),
        found("without-token", { accessorKey: "subject#other", ...tokenless }),
        found("without-token-again", { accessorKey: "subject#other", chart: "guess", ...tokenless }),
      ]
      const announced = []
      for (const anomaly of all) announced.push((await store.announce(toCarrier(anomaly)))?.revision)
      expect(announced).toEqual([1, 2, undefined, 3, undefined])
      expect(await store.announce(toRetailer(found("first")))).toEqual({ anomalyId: idOf("first"), revision: 1 })
      for (const anomaly of all.slice(1)) expect(await store.announce(toRetailer(anomaly))).toBeUndefined()
    })

    it("goes on for as long as a day does not pass between two anomalies, and then begins anew", async () => {
      const store = await make()
      const { found, idOf } = oneWalker()
      for (const hours of [0, 20, 40]) {
        const announced = await store.announce(toRetailer(found(`${hours}`, { crossedAt: hoursAfter(hours) })))
        expect(announced?.revision).toBe(hours === 0 ? 1 : undefined)
      }
      const back = found("back", { crossedAt: hoursAfter(64.1) })
      expect(await store.announce(toRetailer(back))).toEqual({ anomalyId: idOf("back"), revision: 1 })
    })

    it("is one of each party, tool, reporter and network", async () => {
      const store = await make()
      const { found } = oneWalker()
      const others = [
        found("of-this"),
        found("of-another-network", { network: "network#elsewhere" }),
        found("of-another-reporter", { reportedBy: "paneast" }),
        found("of-the-hub", { tool: "guarded" }),
      ]
      for (const one of others)
        expect(await store.announce(toRetailer(one))).toEqual({ anomalyId: one.anomalyId, revision: 1 })
      expect(await store.announce({ ...toRetailer(found("of-this")), partyId: "maplebooks" })).toBeDefined()
    })

    it("is one anomaly for the blocks that many went through together, updated where proof is asked for longer", async () => {
      const store = await make()
      const inBlock = (block: number, hours = 0) =>
        anAnomaly({
          anomalyId: `anomaly-block-${block}-${walkers}`,
          accessorKey: `block#retailer-${walkers}#${block}`,
          chart: "block",
          crossedAt: hoursAfter(hours),
        })
      const asked = (block: number, hours: number) =>
        store.announce(toCarrier(inBlock(block, hours), { proofRequiredUntil: hoursAfter(24 + hours) }))
      expect((await asked(7, 0))?.revision).toBe(1)
      expect(await asked(8, 11)).toBeUndefined()
      expect(await asked(9, 12)).toEqual({ anomalyId: `anomaly-block-7-${walkers}`, revision: 2 })
    })

    it("is each notice about a retailer's volume", async () => {
      const store = await make()
      for (const day of ["monday", "tuesday"]) {
        const volume = { anomalyId: `volume-${day}`, accessorKey: "retailer#leafline", chart: "volume" } as const
        const announced = await store.announce(toRetailer(anAnomaly({ ...volume, severity: "notice" })))
        expect(announced).toEqual({ anomalyId: volume.anomalyId, revision: 1 })
      }
    })
  })
}
