import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { sealedToken } from "../../doubles/accessor-tokens.ts"
import { aRestriction } from "../../watch/detection/restrictions/restrictions.contract.ts"
import { breachWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const answer = z.looseObject({
  decisions: z.array(z.looseObject({ restrictionId: z.string(), change: z.string() })),
  asOf: z.string(),
  next: z.string().optional(),
})

async function decided() {
  const world = breachWorld({ startsAt: "2026-11-01T12:00:00.000Z" })
  const call = caller(world)
  const ask = async (query = "", party = "northpost") =>
    answer.parse((await call(party, "GET", `/v1/decisions${query}`)).json)
  const restrict = async (tag: string, change: Parameters<typeof aRestriction>[1] = {}) => {
    const accessorTokens = [{ carrierId: "northpost", ...(await sealedToken(`tok_${tag}`)) }]
    await world.restrictions.restrict(aRestriction(tag, { accessorTokens, ...change }))
    await world.settle()
  }
  const changesSince = async (since: string) => {
    const { decisions, asOf } = await ask(`?since=${since}`)
    return { asOf, changes: decisions.map(({ restrictionId, change }) => [restrictionId, change]) }
  }
  return { world, ask, restrict, changesSince }
}

describe("GET /v1/decisions", () => {
  it("names what a carrier's tool should refuse, with the carrier's own tokens, and nothing to others", async () => {
    const { ask, restrict } = await decided()
    const other = { carrierId: "southpost", ...(await sealedToken("tok_other", "southpost")) }
    const own = { carrierId: "northpost", ...(await sealedToken("tok_own")) }
    await restrict("walker", { accessorTokens: [own, other] })
    const { decisions } = await ask()
    expect(decisions).toEqual([
      {
        restrictionId: "restriction-walker",
        change: "new",
        scope: "subject",
        since: "2026-11-01T10:00:00.000Z",
        until: "2026-11-02T10:00:00.000Z",
        reason: "anomaly",
        accessorTokens: ["tok_own"],
      },
    ])
    for (const party of ["leafline", "maplebooks"]) expect((await ask("", party)).decisions).toEqual([])
  })

  it("says to a program that asks again what is new, renewed, released and expired since", async () => {
    const { world, restrict, changesSince } = await decided()
    const { asOf } = await changesSince("2026-11-01T11:00:00Z")
    await restrict("ends")
    await restrict("renewed")
    await restrict("released")
    const first = await changesSince(asOf)
    expect(first.changes.toSorted()).toEqual([
      ["restriction-ends", "new"],
      ["restriction-released", "new"],
      ["restriction-renewed", "new"],
    ])
    world.passSeconds(600)
    await world.restrictions.renew("subject#renewed", "2026-11-05T10:00:00.000Z", world.clock().toISOString())
    await world.restrictions.release(
      "subject#released",
      { kind: "party", partyId: "northpost" },
      world.clock().toISOString(),
    )
    await world.settle()
    world.passSeconds(61)
    const second = await changesSince(new Date(world.clock().getTime() - 120_000).toISOString())
    expect(second.changes).toEqual([
      ["restriction-released", "released"],
      ["restriction-renewed", "renewed"],
    ])
    world.passSeconds(86_400)
    const third = await changesSince(second.asOf)
    // The one that was renewed is looked at when it would have ended, and is still in force.
    expect(third.changes.toSorted()).toEqual([
      ["restriction-ends", "expired"],
      ["restriction-released", "released"],
      ["restriction-renewed", "renewed"],
    ])
    expect((await changesSince(third.asOf)).changes).toEqual([])
  })

  it("without a time comes to what is in force alone", async () => {
    const { world, ask, restrict } = await decided()
    await restrict("stands")
    await restrict("released")
    await world.restrictions.release(
      "subject#released",
      { kind: "falseAlarm", caseId: "c" },
      world.clock().toISOString(),
    )
    await world.settle()
    expect((await ask()).decisions.map(({ restrictionId }) => restrictionId)).toEqual(["restriction-stands"])
  })

  it("says that a restriction is over whose accessor has another one", async () => {
    const { world, restrict, changesSince } = await decided()
    await restrict("walker")
    await world.restrictions.release("subject#walker", { kind: "falseAlarm", caseId: "c" }, world.clock().toISOString())
    const later = { since: "2026-11-01T13:00:00.000Z", evidenceAt: "2026-11-01T13:00:00.000Z" }
    await restrict("walker", { ...later, restrictionId: "restriction-second" })
    expect((await changesSince("2026-11-01T11:00:00Z")).changes.toSorted()).toEqual([
      ["restriction-second", "new"],
      ["restriction-walker", "expired"],
    ])
  })

  it("says of a restriction of numbers that there is nothing to refuse, because it names nobody", async () => {
    const { world, restrict, changesSince } = await decided()
    await restrict("numbers", { scope: "codeBlock" })
    expect((await changesSince("2026-11-01T11:00:00Z")).changes).toEqual([])
    const of = { carrierId: "northpost", accessorKey: "subject#numbers", restrictionId: "restriction-numbers" }
    const place = `${world.clock().toISOString()}#restriction-numbers#new`
    await world.decisionNotes.write([{ ...of, place, change: "new", expiresAt: 1_900_000_000 }])
    expect((await changesSince("2026-11-01T11:00:00Z")).changes).toEqual([["restriction-numbers", "expired"]])
  })

  it("comes in pages, each restriction on them once or more, and none is missing", async () => {
    const { ask, restrict } = await decided()
    for (let number = 1; number <= 5; number += 1) await restrict(`walker-${number}`)
    const seen: string[] = []
    let pages = 0
    for (let after: string | undefined = ""; after !== undefined; pages += 1) {
      const query: string = after === "" ? "?limit=2" : `?limit=2&after=${encodeURIComponent(after)}`
      const page: z.infer<typeof answer> = await ask(query)
      expect(page.decisions.length).toBeLessThanOrEqual(2)
      seen.push(...page.decisions.map(({ restrictionId }) => restrictionId))
      after = page.next
    }
    expect(pages).toBe(3)
    expect(new Set(seen).size).toBe(5)
  })

  it("refuses a time that is none", async () => {
    const { world } = await decided()
    const { statusCode, json } = await caller(world)("northpost", "GET", "/v1/decisions?since=yesterday")
    expect([statusCode, json]).toEqual([400, expect.objectContaining({ code: "invalid" })])
  })

  it("refuses a time to come, after which a tool would ask for nothing until then", async () => {
    const { world } = await decided()
    const { statusCode, json } = await caller(world)("northpost", "GET", "/v1/decisions?since=2026-11-01T12:00:00.001Z")
    expect([statusCode, json["problems"]]).toEqual([400, [{ path: "query.since", rule: "inFuture" }]])
  })
})
