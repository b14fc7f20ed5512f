import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { breachReported } from "../../../shared/base/contracts/breach-reported.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import { openReportedCase } from "../../../shared/desk/opening/report-breach.ts"
import { letterText } from "../../../shared/parties/channels/letter-text.ts"
import { testLinks } from "../alerting-parties.ts"
import { aloneWorld, rangeOf, referenceOf, swift, toolOfSwift } from "../alone-world.ts"
import { partyIn, seen, soleCase } from "../breach-world.ts"
import { takeOut } from "../take-out.ts"

describe("a report of what the tool of a carrier that takes no part showed", () => {
  it("opens a case with possible exposures of the retailer's shipments in the range", async () => {
    const { world, report, view } = await aloneWorld(3)
    const { statusCode } = await report(rangeOf(2, 9))
    await world.settle()
    expect(statusCode).toBe(201)
    expect((await view())["counts"]).toMatchObject({ shipments: 0, possibleShipments: 2 })
    expect(soleCase(world)).toMatchObject({ parties: ["leafline", swift], tool: toolOfSwift, exposures: 0 })
    expect(world.rowsOf("affected")).toMatchObject([
      { shipmentId: "s2", carrierId: swift, possible: true, fields: ["signatory-name-or-initials", "postal-code"] },
      { shipmentId: "s3", possible: true },
    ])
    expect(world.rowsOf("search")).toEqual([])
    // The report names nobody who looked.
    expect(world.rowsOf("accessor")).toEqual([])
  })

  it("is in the reporter's view as it was reported, beside a carrier that is asked by letter", async () => {
    const { world, report, view } = await aloneWorld(3)
    const { kind: _, firstReference: first, lastReference: last, ...lookups } = rangeOf(2, 9)
    await report(rangeOf(2, 9))
    await world.settle()
    expect(await view()).toMatchObject({
      reported: { ...lookups, range: { first, last } },
      others: [{ alias: "Swiftpost", byLetter: true }],
    })
  })

  it.each([
    ["range", { kind: "referenceRange", firstReference: "LL-2", lastReference: "ll 3" }],
    ["list", { kind: "references", references: ["LL-2", "LL-0000003", "LL-3"] }],
  ])("takes the numbers of a %s as people say them, without leading zeros", async (_, named) => {
    const { world, report } = await aloneWorld(4)
    const { since, until, fields } = rangeOf(1, 1)
    expect((await report({ since, until, fields, ...named })).statusCode).toBe(201)
    await world.settle()
    expect(world.rowsOf("affected").map(({ shipmentId }) => shipmentId)).toEqual(["s2", "s3"])
  })

  it("says what may have been seen, and no longer that it was not", async () => {
    const { world, report, view } = await aloneWorld(2)
    await report(rangeOf(1, 2))
    await world.settle()
    const shown = await view()
    expect(shown).toMatchObject({
      fieldsExposed: [],
      fieldsPossiblyExposed: ["signatory-name-or-initials", "postal-code"],
    })
    // Nobody reports what the tool showed, so nobody knows of any field that it was hidden.
    expect(shown).toMatchObject({ fieldsNotExposed: [], counts: { atLeast: true } })
    const [opened] = world.exchange.published(breachCaseOpened, "leafline")
    expect(opened?.data).toMatchObject({ fieldsNotExposed: [], counts: { shipments: 0, atLeast: true } })
  })

  it.each([
    ["en", "not known", /Could not be seen: not known|\bshipments exposed \(not known\)|people \(not known\)/],
    ["fr", "on ne le sait pas", /nombre inconnu/],
  ] as const)(
    "says in mail and documents that nobody knows how many, and what was not seen (%s)",
    async (language, words, pattern) => {
      const { world, call, report, view } = await aloneWorld(3)
      await report({ kind: "timeRange", since: "2026-10-31T00:00:00.000Z", until: "2026-11-01T00:00:00.000Z" })
      await world.settle()
      const { counts } = z.object({ counts: z.record(z.string(), z.unknown()) }).parse(await view())
      expect(counts).toEqual({ shipments: 0, exposures: 0, atLeast: true })
      const leafline = world.directory.named("leafline")
      const [opened] = world.rowsOf("timeline").flatMap(({ outbox }) => outbox)
      if (leafline === undefined || opened === undefined) throw new Error("nobody was alerted")
      const mail = letterOf(opened, mailReader({ ...leafline, language }, testLinks))
      expect(letterText(mail?.letter ?? { language, subject: "", sections: [] })).toContain(words)
      const { text } = await takeOut(world, call, "leafline", { format: "markdown", language })
      expect(text).toMatch(pattern)
      expect(text).not.toMatch(/^.*\b0 (people|shipments|personne|envoi|person)/m)
      expect(text).not.toMatch(/Not exposed: |Non exposés : |Not shown: /)
    },
  )

  it("says that a log of the tool shows the least, and not all", async () => {
    const { world, report, view } = await aloneWorld(1)
    await report(rangeOf(1, 1))
    await world.settle()
    await world.disclosures.append(seen(1, { carrierId: swift, tool: toolOfSwift, reportedBy: undefined }))
    expect(await view()).toMatchObject({ fieldsNotExposed: [], counts: { atLeast: true } })
  })

  it("names single references too", async () => {
    const { world, report } = await aloneWorld(3)
    const { firstReference: _, lastReference: __, ...seen } = rangeOf(1, 1)
    const references = [referenceOf(3), referenceOf(1), "LL-9999999"]
    expect((await report({ ...seen, kind: "references", references })).statusCode).toBe(201)
    await world.settle()
    expect(
      world
        .rowsOf("affected")
        .map(({ shipmentId }) => shipmentId)
        .sort(),
    ).toEqual(["s1", "s3"])
  })

  it("leaves out shipments of another carrier, and those that came after the last lookup", async () => {
    const { world, ship, report } = await aloneWorld(1)
    await ship(2, { carrierId: "northpost" })
    await ship(3, { at: "2026-11-01T00:00:01.000Z" })
    await report(rangeOf(1, 3))
    await world.settle()
    expect(world.rowsOf("affected").map(({ shipmentId }) => shipmentId)).toEqual(["s1"])
  })

  it("goes on page by page, and keeps no reference that somebody could read", async () => {
    const { world, pass } = await aloneWorld(3)
    const leafline = world.directory.named("leafline")
    if (leafline === undefined) throw new Error("no such party")
    const { desk } = world
    let pages = 0
    const page: typeof desk.references.page = async (search, after) => {
      pages += 1
      // The reporter waits for five seconds at most.
      if (pages === 2) world.passSeconds(10)
      return desk.references.page(search, after)
    }
    const references = { ...desk.references, page }
    await openReportedCase({ ...desk, references }, leafline, {
      id: "r1",
      finder: "finder",
      tool: toolOfSwift,
      receivedAt: "2026-11-01T14:00:00.000Z",
      evidence: breachReported.data.shape.evidence.parse(rangeOf(1, 1_000)),
    })
    expect(world.rowsOf("search")).toMatchObject([{ search: { named: { kind: "references" } } }])
    expect(JSON.stringify(world.cases.rows())).not.toContain("LL-0")
    await pass(0)
    expect(world.rowsOf("search")).toEqual([])
    expect(world.rowsOf("affected")).toHaveLength(3)
  })

  it("puts the carrier into the case with the duties of its laws, and sends it no event and no mail", async () => {
    const { world, report, view } = await aloneWorld(1)
    await report(rangeOf(1, 1))
    await world.settle()
    expect(partyIn(world, swift)).toMatchObject({ kind: "carrier", counterparties: ["leafline"] })
    const { others } = await view()
    expect(others).toMatchObject([
      {
        kind: "carrier",
        alias: "Swiftpost",
        duties: expect.arrayContaining([expect.objectContaining({ law: "ca-privacy-act" })]),
      },
    ])
    expect(world.exchange.published(breachCaseOpened, "leafline")).toMatchObject([
      { data: { reportedByCarrier: false, counts: { shipments: 0, possibleShipments: 1 } } },
    ])
    expect(JSON.stringify(world.exchange.events)).not.toContain(`"audience":"${swift}"`)
    expect(JSON.stringify(world.mail)).not.toContain("privacy@swiftpost.example")
  })

  it("opens a case even if no shipment of the hub is among them, because letters can go out at once", async () => {
    const { world, report } = await aloneWorld(0)
    await report(rangeOf(1, 3))
    await world.settle()
    expect(soleCase(world).parties).toEqual(["leafline", swift])
  })

  it.each([
    ["of another retailer's counterparty", {}, { party: "maplebooks" }, "tool unknownParty"],
    ["of it by a carrier that takes part", {}, { party: "northpost" }, "tool unknownParty"],
    ["of a carrier that nobody named", {}, { tool: "observed:leafline--other" }, "tool unknownParty"],
    ["of a carrier that takes part", {}, { tool: "observed:northpost" }, "evidence.kind notAllowed"],
    ["of the hub's own tool", {}, { tool: "guarded" }, "evidence.kind notAllowed"],
    ["that ends before it begins", { lastReference: "LL-0000000" }, {}, "evidence.lastReference format"],
    ["in another form", { lastReference: "ORDER 7" }, {}, "evidence.lastReference format"],
    ["of too many references", { lastReference: "LL-0020001" }, {}, "evidence.lastReference tooBig"],
    ["of a time to come", { until: "2026-11-02T00:00:00.000Z" }, {}, "evidence.until tooBig"],
  ])("is refused: a range %s", async (_what, change, from, problem) => {
    const [path, rule] = problem.split(" ")
    const { world, report } = await aloneWorld(1)
    const { statusCode, json } = await report(rangeOf(1, 3, change), from)
    expect([statusCode, json["problems"]]).toMatchObject([400, [{ path: `body.${path}`, rule }]])
    expect(json["detail"]).toMatch(new RegExp(`^body\\.${path}: \\w.+\\.$`))
    expect(world.heads()).toEqual([])
  })

  it("is refused without a format of the retailer's numbers, which can name single references", async () => {
    const { world, call } = await aloneWorld(1)
    const evidence = rangeOf(1, 3)
    const report = { finder: "finder", tool: "observed:maplebooks--swiftpost", receivedAt: "2026-11-01T14:00:00.000Z" }
    const refused = await call("maplebooks", "POST", "/v1/cases", { ...report, evidence })
    expect(refused.json["problems"]).toMatchObject([{ path: "body.evidence.lastReference", rule: "format" }])
    const { firstReference: _, lastReference: __, ...seen } = evidence
    const listed = { ...seen, kind: "references", references: ["MB-1"] }
    expect((await call("maplebooks", "POST", "/v1/cases", { ...report, evidence: listed })).statusCode).toBe(201)
    await world.settle()
    expect(soleCase(world).parties).toEqual(["maplebooks", "maplebooks--swiftpost"])
  })
})
