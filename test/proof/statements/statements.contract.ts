import { describe, expect, it } from "@jest/globals"
import { type StatementRow, type Statements, statementsKey } from "../../../shared/proof/statements/statements.ts"
import type { SentFindings } from "../../../shared/watch/alerts/sent-findings.ts"
import { findingsKey } from "../../../shared/watch/alerts/sent-findings.ts"

const aStatement = (party: string, number: number, signature = "A"): StatementRow => ({
  pk: statementsKey(party),
  sk: `2026-11-0${number}`,
  type: "statement",
  party,
  number,
  madeAt: "2026-11-02T01:05:00.000Z",
  statement: `eyJhbGciOiJFUzI1NiJ9.e30.${signature.repeat(86)}`,
})

/** What every store of statements must do. */
export function statementsContract(store: string, make: () => Promise<Statements>): void {
  describe(`statements in ${store}`, () => {
    it("are kept once, and told of once", async () => {
      const statements = await make()
      const row = aStatement("keep", 1)
      expect(await statements.latest("keep")).toBeUndefined()
      expect(await statements.keep(row)).toEqual(row)
      expect(await statements.keep(aStatement("keep", 1, "B"))).toEqual(row)
      await statements.told(row, "2026-11-02T01:06:00.000Z")
      const told = { ...row, toldAt: "2026-11-02T01:06:00.000Z" }
      expect(await statements.get("keep", "2026-11-01")).toEqual(told)
      expect(await statements.keep(aStatement("keep", 1, "B"))).toEqual(told)
      expect(await statements.get("keep", "2026-11-02")).toBeUndefined()
    })

    it("are listed for one party, the latest first, before a day and up to a limit", async () => {
      const statements = await make()
      for (const number of [2, 1, 3]) await statements.keep(aStatement("list", number))
      await statements.keep(aStatement("list-other", 9))
      const numbers = async (page: { limit: number; before?: string }) =>
        (await statements.ofParty("list", page)).map(({ number }) => number)
      expect(await numbers({ limit: 9 })).toEqual([3, 2, 1])
      expect(await numbers({ limit: 1 })).toEqual([3])
      expect(await numbers({ limit: 9, before: "2026-11-03" })).toEqual([2, 1])
      expect((await statements.latest("list"))?.number).toBe(3)
    })
  })
}

/** What every store of sent findings must do. */
export function sentFindingsContract(store: string, make: () => Promise<SentFindings>): void {
  describe(`sent findings in ${store}`, () => {
    it("are those of one party and day, in order and once each", async () => {
      const findings = await make()
      const row = (party: string, day: string, sk: string) => ({
        ...{ pk: findingsKey(party, day), sk, type: "finding" as const },
        ...{ party, expiresAt: 1_900_000_000 },
      })
      await findings.note([row("leafline", "2026-11-01", "b"), row("leafline", "2026-11-01", "a")])
      await findings.note([row("leafline", "2026-11-01", "b"), row("leafline", "2026-11-02", "c")])
      await findings.note([row("maplebooks", "2026-11-01", "d")])
      const found: string[] = []
      for await (const id of findings.ofDay("leafline", "2026-11-01")) found.push(id)
      expect(found).toEqual(["a", "b"])
    })
  })
}
