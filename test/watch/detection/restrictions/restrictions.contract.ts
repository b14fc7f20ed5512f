import { describe, expect, it } from "@jest/globals"
import {
  type NewRestriction,
  type Releaser,
  type Restrictions,
  restrictsAt,
} from "../../../../shared/watch/detection/restrictions/restriction.ts"
import { eventually } from "../../lookups/ledger/disclosures.contract.ts"

/** Some token of a carrier as it rests. */
const tokenOfCarrier = (number: number, carrierId = "northpost") => ({
  carrierId,
  tokenKey: `${carrierId}-${number}`.padEnd(43, "-"),
  sealed: `s1.sealed-${number}`,
})

/** A restriction of a day on a subject; `tag` keeps tests apart that share a table. */
export function aRestriction(tag: string, change: Partial<NewRestriction> = {}): NewRestriction {
  return {
    accessorKey: `subject#${tag}`,
    restrictionId: `restriction-${tag}`,
    scope: "subject",
    since: "2026-11-01T10:00:00.000Z",
    until: "2026-11-02T10:00:00.000Z",
    reason: "anomaly",
    evidenceAt: "2026-11-01T09:59:00.000Z",
    anomalyId: `anomaly-${tag}`,
    accessorTokens: [tokenOfCarrier(1)],
    carrierIds: ["northpost"],
    voidsPostalCode: false,
    ...change,
  }
}

const northpost: Releaser = { kind: "party", partyId: "northpost" }
const leafline: Releaser = { kind: "party", partyId: "leafline" }
const falseAlarm: Releaser = { kind: "falseAlarm", caseId: "case-1" }
const during = "2026-11-01T12:00:00.000Z"
const after = "2026-11-02T11:00:00.000Z"

/** What every store of restrictions must do. */
export function restrictionsContract(where: string, make: () => Promise<Restrictions>): void {
  describe(`restrictions ${where}`, () => {
    it("refuse until they end, and are the same however often they are asked for", async () => {
      const restrictions = await make()
      const row = await restrictions.restrict(aRestriction("ends"))
      expect(restrictsAt(row, during)).toBe(true)
      expect(restrictsAt(row, after)).toBe(false)
      expect(await restrictions.restrict(aRestriction("ends"))).toEqual(row)
      expect(await restrictions.of(["subject#ends", "subject#ends", "subject#nobody"])).toEqual([row])
    })

    it("stay released when the same anomaly asks again", async () => {
      const restrictions = await make()
      await restrictions.restrict(aRestriction("released"))
      expect(await restrictions.release("subject#released", northpost, during)).toBe("released")
      expect(await restrictions.release("subject#released", leafline, during)).toBe("unchanged")
      const again = await restrictions.restrict(aRestriction("released", { since: during }))
      expect(again).toMatchObject({ releasedBy: northpost, releasedAt: during })
      expect(restrictsAt(again, during)).toBe(false)
    })

    it("begin anew on newer evidence after a release, and when asked for again after they ran out", async () => {
      const restrictions = await make()
      await restrictions.restrict(aRestriction("anew"))
      await restrictions.release("subject#anew", northpost, during)
      const other = { restrictionId: "restriction-other", since: "2026-11-01T13:00:00.000Z" }
      expect(await restrictions.restrict(aRestriction("anew", other))).toHaveProperty("releasedAt")
      const newer = { ...other, evidenceAt: "2026-11-01T12:59:00.000Z" }
      expect(await restrictions.restrict(aRestriction("anew", newer))).not.toHaveProperty("releasedAt")

      await restrictions.restrict(aRestriction("ran-out"))
      const later = { since: after, until: "2026-11-03T11:00:00.000Z" }
      expect(restrictsAt(await restrictions.restrict(aRestriction("ran-out", later)), after)).toBe(true)
      expect(await restrictions.restrict(aRestriction("ran-out"))).toMatchObject(later)
    })

    it("stay expired when another anomaly of the same time asks again, and begin anew on newer evidence", async () => {
      const restrictions = await make()
      const key = "subject#expired"
      await restrictions.restrict(aRestriction("expired"))
      const asked = { restrictionId: "restriction-second", until: "2026-11-03T11:00:00.000Z" }
      await restrictions.restrict(aRestriction("expired", asked))
      const isRefusedAfter = async () => (await restrictions.of([key])).some((row) => restrictsAt(row, after))
      expect(await isRefusedAfter()).toBe(false)
      await restrictions.restrict(aRestriction("expired", { ...asked, evidenceAt: "2026-11-02T09:00:00.000Z" }))
      expect(await isRefusedAfter()).toBe(true)
    })

    it("are not released by what was decided before their latest evidence", async () => {
      const restrictions = await make()
      await restrictions.restrict(aRestriction("caught-again"))
      const newer = {
        restrictionId: "restriction-newer",
        since: "2026-11-01T13:00:00.000Z",
        evidenceAt: "2026-11-01T12:59:00.000Z",
      }
      expect(await restrictions.restrict(aRestriction("caught-again", newer))).toMatchObject({
        evidenceAt: newer.evidenceAt,
      })
      expect(await restrictions.release("subject#caught-again", falseAlarm, during)).toBe("unchanged")
      expect(await restrictions.release("subject#caught-again", falseAlarm, newer.since)).toBe("released")
    })

    it("gather tokens and end late when several anomalies ask at once", async () => {
      const restrictions = await make()
      const asked = Array.from({ length: 6 }, (_, index) =>
        aRestriction("many", {
          restrictionId: `restriction-${index}`,
          until: `2026-11-02T1${index}:00:00.000Z`,
          accessorTokens: [tokenOfCarrier(index)],
          voidsPostalCode: index === 3,
        }),
      )
      await Promise.all(asked.map((one) => restrictions.restrict(one)))
      const [row] = await restrictions.of(["subject#many"])
      expect(row?.accessorTokens.map((entry) => entry.tokenKey).toSorted()).toEqual(
        asked.flatMap((one) => one.accessorTokens.map((entry) => entry.tokenKey)),
      )
      expect(row).toMatchObject({ until: "2026-11-02T15:00:00.000Z", voidsPostalCode: true })
    })

    it("keep the latest hundred tokens of each carrier, and change only by a new one", async () => {
      const restrictions = await make()
      const ask = (accessorTokens: NewRestriction["accessorTokens"]) =>
        restrictions.restrict(aRestriction("crowd", { accessorTokens }))
      await ask([tokenOfCarrier(0, "otherpost"), tokenOfCarrier(0)])
      const crowd = Array.from({ length: 100 }, (_, index) => tokenOfCarrier(index + 1))
      const full = await ask(crowd)
      expect(new Set(full.accessorTokens)).toEqual(new Set([tokenOfCarrier(0, "otherpost"), ...crowd]))
      const sealedAgain = crowd.map((token) => ({ ...token, sealed: "s1.sealed-again" }))
      expect(await ask(sealedAgain)).toEqual(full)
      const after = await ask([tokenOfCarrier(101)])
      expect(after.revision).toBe(full.revision + 1)
      expect(after.accessorTokens).toHaveLength(101)
      expect(after.accessorTokens).toContainEqual(tokenOfCarrier(101))
      expect(after.accessorTokens).not.toContainEqual(tokenOfCarrier(1))
    })

    it("restart while they stand, an hour or more at a time, and end seven days after they began at the latest", async () => {
      const restrictions = await make()
      const key = "subject#restarted"
      await restrictions.restrict(aRestriction("restarted"))
      const restart = (at: string) => restrictions.restart(key, at)
      const until = async () => (await restrictions.of([key]))[0]?.until
      expect(await restart("2026-11-01T09:59:00.000Z")).toBe("unchanged")
      expect(await restart("2026-11-01T10:59:59.000Z")).toBe("unchanged")
      expect(await Promise.all([restart(during), restart(during)])).toEqual(
        expect.arrayContaining(["restarted", "unchanged"]),
      )
      expect(await restart("2026-11-01T11:30:00.000Z")).toBe("unchanged")
      expect(await until()).toBe("2026-11-02T12:00:00.000Z")
      for (let hours = 24; hours < 168; hours += 12) {
        await restart(new Date(Date.parse("2026-11-01T10:00:00.000Z") + hours * 3_600_000).toISOString())
      }
      expect(await until()).toBe("2026-11-08T10:00:00.000Z")
      expect(await restart("2026-11-08T10:00:00.000Z")).toBe("unchanged")
    })

    it("of a neighbourhood of numbers restart for 28 days (promise: restriction-ends)", async () => {
      const restrictions = await make()
      const key = "neighbourhood#leafline#7"
      await restrictions.restrict(aRestriction("numbers", { accessorKey: key, scope: "neighbourhood" }))
      for (let hours = 23; hours < 29 * 24; hours += 23) {
        await restrictions.restart(
          key,
          new Date(Date.parse("2026-11-01T10:00:00.000Z") + hours * 3_600_000).toISOString(),
        )
      }
      expect((await restrictions.of([key]))[0]?.until).toBe("2026-11-29T10:00:00.000Z")
    })

    it("do not restart for a network, or once they are released", async () => {
      const restrictions = await make()
      await restrictions.restrict(aRestriction("network", { accessorKey: "network#network-1", scope: "network" }))
      await restrictions.restrict(aRestriction("let-go"))
      await restrictions.release("subject#let-go", northpost, during)
      for (const key of ["network#network-1", "subject#let-go", "subject#unknown"]) {
        expect(await restrictions.restart(key, "2026-11-01T13:00:00.000Z")).toBe("unchanged")
      }
    })

    it("can be renewed while they stand, and are found by their id", async () => {
      const restrictions = await make()
      await restrictions.restrict(aRestriction("renewed"))
      expect(await restrictions.renew("subject#renewed", "2026-11-05T10:00:00.000Z", during)).toBe("renewed")
      expect(await restrictions.renew("subject#renewed", "2026-11-09T10:00:00.000Z", "2026-11-06T10:00:00.000Z")).toBe(
        "unchanged",
      )
      const withId = async (id: string) => [(await restrictions.withId(id)) ?? []].flat()
      const [found] = await eventually(() => withId("restriction-renewed"), 1)
      expect(found).toMatchObject({ accessorKey: "subject#renewed", until: "2026-11-05T10:00:00.000Z" })
      expect(await restrictions.withId("restriction-nobodys")).toBeUndefined()
    })
  })
}
