import { describe, expect, it } from "@jest/globals"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { findLaw } from "../../../shared/desk/law/catalogue.ts"
import { lawSchema } from "../../../shared/desk/law/law.ts"
import { retailerIn, rowOf, textOf, under } from "./dossier-documents.ts"
import { retailerFacts } from "./dossier-scenario.ts"

/** The day after the last exposure, on which the retailer became aware. */
const dayAfter = "2026-11-02"

/** A law, one rule of which has an older version too. The breach itself decides which of them counts. */
function withVersions(id: string, ruleId: string) {
  const law = findLaw(id)
  if (law === undefined) throw new Error(`no law ${id}`)
  const rules = law.rules.flatMap((rule) => {
    if (rule.id !== ruleId) return [rule]
    const later = { ...rule, inForceFrom: dayAfter, inForceBy: "breach" as const }
    const title = { en: `Older: ${rule.title.en}`, fr: `Ancien : ${rule.title.fr}` }
    const [item] = rule.content
    if (item === undefined) throw new Error(`no item of ${ruleId}`)
    const content = [{ ...item, label: { en: "An older item", fr: "Un ancien élément" } }]
    return [later, { ...later, id: `${ruleId}-older`, inForceFrom: "2020-01-01", title, content }]
  })
  return lawSchema.parse({ ...law, rules })
}

/** The documents of a retailer whose every hour was watched. Its duties were derived without a look at that. */
function documentsUnder(law: ReturnType<typeof withVersions>, party: Partial<PartyFactsInput>) {
  const known = { laws: [law.id], awareAt: retailerFacts.awareAt, ...party }
  const duties = deriveDuties(retailerIn({ ...known, unknownBecause: ["notCounted"] }), [law])
  const { documents } = under(retailerIn({ ...known, unknownBecause: [] }), { laws: [law], duties })
  return { duties, documents }
}

describe("a document about a rule with versions that the breach decides", () => {
  it("encloses the notice of the version that the duty to notify people follows", () => {
    const law = withVersions("us-ca-civil-1798-82", "disclose-to-residents")
    const { duties, documents } = documentsUnder(law, {})
    expect(duties.find(({ kind }) => kind === "tellIndividuals")).toMatchObject({ rule: "disclose-to-residents" })
    const report = documents.find(({ id }) => id === `report-${law.id}`)
    expect(textOf(report)).toContain("Sample of the notice")
    expect(textOf(report)).not.toContain("An older item")
  })

  it("repeats in a supplement the report of the version that the duty to report follows", () => {
    const law = withVersions("ca-qc-private-sector-act", "notify-commission")
    const told = { at: "2026-11-03T20:55:00Z", shipments: 4350, fields: ["postal-code"] }
    const { duties, documents } = documentsUnder(law, { reported: { [law.id]: told } })
    expect(duties.find(({ kind }) => kind === "tellRegulator")).toMatchObject({ rule: "notify-commission" })
    const supplement = documents.find(({ id }) => id === `supplement-${law.id}`)
    if (supplement === undefined) throw new Error("no supplement")
    expect(rowOf(supplement, "Nom de l’organisation").values).toEqual([`${retailerFacts.name} (Canada)`])
    expect(textOf(supplement)).not.toContain("An older item")
  })
})
