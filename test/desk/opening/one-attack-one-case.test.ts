import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { endAsMerged } from "../../../shared/desk/merging/end-as-merged.ts"
import { occasionOfAnomaly } from "../../../shared/desk/opening/occasion.ts"
import { openOrJoin } from "../../../shared/desk/opening/open-case.ts"
import type { Anomaly } from "../../../shared/watch/detection/anomalies/anomaly.ts"
import { breachWorld, seen, soleCase, walkAnomaly } from "../breach-world.ts"

/** A walk from one of many addresses, by a cookie of its own, two seconds after the one before. */
const walkFrom = (place: number, changes: Partial<Anomaly> = {}) =>
  walkAnomaly({
    anomalyId: `anomaly-of-address-${place}`,
    accessorKey: `network#address-${place}`,
    subject: undefined,
    network: `network#address-${place}`,
    crossedAt: new Date(Date.parse("2026-11-01T14:00:50.000Z") + place * 2000).toISOString(),
    tool: "guarded",
    reportedBy: undefined,
    ...changes,
  })

const ofSubject = (name: string): Partial<Anomaly> => ({ accessorKey: `subject#${name}`, subject: `subject#${name}` })

async function casesOf(...anomalies: Anomaly[]) {
  const world = breachWorld()
  for (const anomaly of anomalies) await world.anomalies.raise(anomaly)
  await world.settle()
  return world.heads().filter(({ state }) => state === "open").length
}

describe("an attack from many addresses", () => {
  it("opens one case, alerts each party once, and its case lists what each address saw", async () => {
    const world = breachWorld()
    for (let place = 1; place <= 20; place++) {
      const visitor = {
        network: `network#address-${place}`,
        subject: `subject#cookie-${place}`,
        tool: "guarded",
      } as const
      await world.disclosures.append(seen(place, { ...visitor, accessId: `lookup-${place}` }))
      await world.anomalies.raise(walkFrom(place))
    }
    await world.settle()
    expect(soleCase(world).exposures).toBe(20)
    expect(world.exchange.published(breachCaseOpened)).toHaveLength(2)
  })

  it("is one case whatever the order in which its anomalies arrive, also across the full hour", async () => {
    const before = walkFrom(1, { crossedAt: "2026-11-01T14:59:58.000Z" })
    const after = walkFrom(2, { crossedAt: "2026-11-01T15:00:02.000Z" })
    expect(await casesOf(before, { ...after, chart: "fanOut" })).toBe(1)
    expect(await casesOf(after, before)).toBe(1)
  })

  it("is another one hours later, at another retailer or in another tool", async () => {
    const others: Partial<Anomaly>[] = [
      { crossedAt: "2026-11-01T17:00:50.000Z" },
      { retailerId: "maplebooks" },
      { tool: "observed:northpost", reportedBy: "northpost" },
    ]
    for (const other of others) expect(await casesOf(walkFrom(1), walkFrom(2, other))).toBe(2)
  })

  it("is one hours later too where its addresses are in one IPv6 prefix", async () => {
    const evening = { crossedAt: "2026-11-01T19:00:50.000Z", otherKeys: ["prefix#of-the-site"] }
    expect(await casesOf(walkFrom(1, { otherKeys: ["prefix#of-the-site"] }), walkFrom(2, evening))).toBe(1)
    expect(await casesOf(walkFrom(1, { otherKeys: ["prefix#elsewhere"] }), walkFrom(2, evening))).toBe(2)
  })

  it("takes in cookies, and no account or credential, which are names that somebody had to obtain", async () => {
    const kinds = ["cookie", "anonymous", "account", "staff", "partner"] as const
    const counts = []
    for (const subjectKind of kinds) {
      counts.push(await casesOf(walkFrom(1), walkFrom(2, { ...ofSubject("second"), subjectKind })))
    }
    expect(counts).toEqual([1, 1, 2, 2, 2])
  })

  it("that a party reports takes in every name, but nothing that the hub saw or another party says", async () => {
    const account = { subjectKind: "account", ...ofSubject("second") } as const
    const reported = { tool: "observed:northpost", reportedBy: "northpost" } as const
    expect(await casesOf(walkFrom(1, reported), walkFrom(2, { ...reported, ...account }))).toBe(1)
    expect(await casesOf(walkFrom(1), walkFrom(2, { delegatedBy: "leafline" }))).toBe(2)
    expect(await casesOf(walkFrom(1, { delegatedBy: "northpost" }), walkFrom(2, { delegatedBy: "leafline" }))).toBe(2)
  })

  it("joins the surviving case while the keys of a merged one still lead to the case that ended", async () => {
    const world = breachWorld()
    await world.anomalies.raise(walkFrom(1))
    await world.settle()
    world.passSeconds(5)
    await world.anomalies.raise(walkFrom(2, { crossedAt: "2026-11-01T18:00:50.000Z" }))
    await world.settle()
    const [older, younger] = world.heads().map(({ caseId }) => caseId)
    await endAsMerged(world.desk, younger ?? "", older ?? "")
    const again = walkFrom(2, { crossedAt: "2026-11-01T21:00:50.000Z", anomalyId: "anomaly-again" })
    expect(await openOrJoin(world.desk, occasionOfAnomaly(again, []))).toEqual({
      caseId: older,
      outcome: "joined",
    })
  })
})
