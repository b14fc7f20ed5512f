import { describe, expect, it } from "@jest/globals"
import { alertEvents } from "../../../shared/desk/alerts/alert-events.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { applyDutyAction } from "../../../shared/desk/duties/duty-actions.ts"
import { dutyKey } from "../../../shared/desk/duties/duty-key.ts"
import { dutiesOfEvent } from "../../../shared/desk/duties/duty-line.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { mailIn, opened, side } from "../alerts/letters.ts"
import { ofKind, only, textOf, under } from "../dossier/dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const shops = Array.from({ length: 44 }, (_, place) => `shop-${place + 1}`)
const shopFacts = shops.map(
  (party, place): PartyFactsInput => ({
    ...retailerFacts,
    party,
    name: `Shop ${place + 1} Ltd.`,
    alias: `Shop ${place + 1}`,
    caseAlias: `WS-5T7Q2H8${String(place).padStart(3, "0")}`,
    laws: [],
    counterparties: ["northpost"],
  }),
)
const facts = scenarioFacts({
  parties: [
    {
      ...carrierFacts,
      counterparties: shops,
      byRetailer: shops.map((retailer) => ({ retailer, notice: { affected: 100, notified: 0 } })),
    },
    ...shopFacts,
  ],
})
const owed = deriveDuties(facts, lawCatalogue)
const isNotice = ({ kind }: Pick<Duty, "kind">) => kind === "tellOtherOrganisation"

/** The duties once the carrier has notified the first of its retailers. */
const afterNotices = (count: number): readonly Duty[] => {
  const told = new Set(shops.slice(0, count))
  return owed.map((duty) => {
    if (!isNotice(duty) || !told.has(duty.towards ?? "")) return duty
    const receipt = {
      kind: "organisationNotified",
      reference: `NP-${duty.towards}`,
      at: "2026-11-02T09:00:00Z",
    } as const
    const context = { by: "northpost", at: "2026-11-02T09:05:00Z", parties: ["northpost", ...shops] }
    const decision = applyDutyAction(duty, { operation: "discharge", receipt }, context)
    if (!decision.ok) throw new Error(decision.refusal)
    return decision.duty
  })
}

const linesOf = (duties: readonly Duty[]) =>
  duties.map((duty) => ({
    dutyId: dutyKey(duty),
    duty,
    ...(duty.towards === undefined ? {} : { towards: { kind: "retailer", alias: duty.towards } as const }),
  }))

describe("one duty of a carrier to each of 44 retailers", () => {
  it("leaves room in an event for everything else that the carrier owes, and one of each list", () => {
    expect(owed.length).toBeGreaterThan(88)
    const { duties } = dutiesOfEvent(linesOf(owed), lawCatalogue)
    expect(duties).toHaveLength(40)
    expect(new Set(duties.map(({ kind }) => kind))).toEqual(new Set(owed.map(({ kind }) => kind)))
  })

  it("is one line of a mail with the number of retailers, also of those that the event leaves out", () => {
    const facts = dutiesOfEvent(linesOf(afterNotices(3)), lawCatalogue)
    const { text } = mailIn("en", opened(facts))
    expect(text.match(/notify 41 retailers/gi)).toHaveLength(1)
    expect(text.match(/who ordered from 44 retailers/g)).toHaveLength(1)
    expect(text).not.toMatch(/shop-\d/)
    const french = mailIn("fr", opened(facts)).text
    expect(french.match(/aviser 41 détaillants/gi)).toHaveLength(1)
    expect(french.match(/chez 44 détaillants/g)).toHaveLength(1)
  })

  it("is named in a mail where one retailer is left", () => {
    const last = afterNotices(43).filter(isNotice)
    const { text } = mailIn("en", opened(dutiesOfEvent(linesOf(last), lawCatalogue)))
    expect(text).toMatch(/notify shop-44 /i)
    expect(text.match(/Done: notify 43 retailers/g)).toHaveLength(1)
  })

  it("says in the event itself nothing of what the mail counts", () => {
    const head = { seq: 1, hash: "0".repeat(64), mac: "mac" }
    const entry = { ...head, at: side.openedAt, actor: "hub", type: "PartyAlerted", data: {}, salt: "0".repeat(16) }
    const chained = { ...entry, contentHash: "0".repeat(64), prevHash: "0".repeat(64) }
    const message = { ...opened(dutiesOfEvent(linesOf(owed), lawCatalogue)), eventId: "e1", audience: "northpost" }
    const [event] = alertEvents({
      entry: chained,
      outbox: [message],
      copies: [{ partyId: "northpost", entry: chained, head }],
      belongsTo: "case",
    })
    expect(JSON.stringify(event)).toContain("tellOtherOrganisation")
    expect(JSON.stringify(event)).not.toContain("alike")
  })

  it.each([
    ["en", "to 44 retailers", ["Done: 40", "Open: 4"]],
    ["fr", "à 44 détaillants", ["Remplie : 40", "Ouverte : 4"]],
  ] as const)("is one row of the dossier, beside a table of each (%s)", (language, toWhom, states) => {
    const duties = afterNotices(40)
    const summary = only(ofKind(under(facts, { party: "northpost", duties, language }), "summary"))
    const tables = summary.sections.flatMap(({ blocks }) =>
      blocks.flatMap((each) => (each.kind === "table" ? [each] : [])),
    )
    const rows = tables.flatMap((table) => table.rows).filter(([what = ""]) => what.split("\n")[1] === toWhom)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.[2]?.replaceAll("\u00a0", " ").split("\n")).toEqual(expect.arrayContaining([...states]))
    const each = tables.find(({ columns }) => columns[0]?.label.endsWith(toWhom))
    expect(each?.rows).toHaveLength(44)
    expect(each?.rows[0]).toEqual(["Shop 1", expect.stringContaining("NP-shop-1")])
    expect(each?.rows[43]?.[1]).not.toContain("NP-")
  })

  it("leaves a duty that is owed to one retailer in a row of its own", () => {
    const alone = scenarioFacts({
      parties: [{ ...carrierFacts, counterparties: ["shop-1"] }, ...shopFacts.slice(0, 1)],
    })
    const text = textOf(only(ofKind(under(alone, { party: "northpost" }), "summary")))
    expect(text).toContain("to Shop 1")
    expect(text).not.toContain("to 1 retailer")
  })
})
