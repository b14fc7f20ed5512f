import { describe, expect, it } from "@jest/globals"
import { provisionOf } from "../../../shared/desk/duties/citation.ts"
import { basisInWords, explainClock } from "../../../shared/desk/duties/clock-in-words.ts"
import { defaultDutyTargets } from "../../../shared/desk/duties/default-targets.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const explain = (duty: Parameters<typeof explainClock>[0]) => explainClock(duty, lawCatalogue, defaultDutyTargets)

const everyRule = lawCatalogue.flatMap((law) =>
  law.rules.map((rule) => [`${law.id} ${rule.id}`, { law, rule }] as const),
)

describe("why a duty is due then", () => {
  it.each(everyRule)("is told of %s in French by the law's French name and section, and in no English", (_, of) => {
    const { law, rule } = of
    for (const standsIn of [false, true]) {
      const { en, fr } = basisInWords(law, rule, { targets: defaultDutyTargets, standsIn })
      expect(en.startsWith(`${provisionOf(law, rule, "en")}: `)).toBe(true)
      expect(fr.startsWith(`${provisionOf(law, rule, "fr")}\u00a0: `)).toBe(true)
      expect(fr.slice(law.shortName.fr.length)).not.toMatch(/\b(of|the|within|after|hours|days|names|counted|breach)\b/)
      expect(en.includes("; counted from awareness")).toBe(standsIn)
      expect(fr.includes("; compté à partir de la prise de connaissance")).toBe(standsIn)
    }
  })

  it("says what moves the end of a term in days or months, and nothing of a term in hours", () => {
    const told = everyRule.flatMap(([, { law, rule }]) => {
      const { en, fr } = basisInWords(law, rule, { targets: defaultDutyTargets, standsIn: false })
      expect(/the due time leaves that out\.$/.test(en)).toBe(/l’échéance n’en tient pas compte\.$/.test(fr))
      return en.endsWith("the due time leaves that out.") ? [`${law.id} ${rule.id}`] : []
    })
    expect(told).toEqual([
      "eu-nis2 final-report",
      "us-ny-gbl-899-aa disclose-to-residents",
      "us-ny-gbl-899-aa notify-state-agencies",
      "us-ny-gbl-899-aa holder-tells-owner",
      "us-ny-gbl-899-aa disclose-to-residents-2024",
      "us-ny-gbl-899-aa notify-state-agencies-2024",
      "us-ny-gbl-899-aa holder-tells-owner-2024",
      "us-tx-bcc-521-053 disclose-to-individuals",
      "us-tx-bcc-521-053 notify-attorney-general",
      "us-tx-bcc-521-053 notify-attorney-general-2020",
    ])
  })

  it("has the number of the law's term, and of the deployment's own target, in both languages", () => {
    for (const [, { law, rule }] of everyRule) {
      const { en, fr } = basisInWords(law, rule, { targets: defaultDutyTargets, standsIn: false })
      const { clock } = rule
      const number = clock.kind === "within" ? clock.amount : defaultDutyTargets[`${clock.standard}Hours`]
      const isMonth = clock.kind === "within" && clock.unit === "calendarMonths"
      const terms = isMonth ? ["one month ", "le mois "] : [`${number} `, `${number} `]
      expect([en, fr]).toEqual(terms.map((term) => expect.stringContaining(term)))
    }
  })

  it("is found again in both languages for each duty as it is stored", () => {
    const laws = lawCatalogue.map(({ id }) => id)
    for (const determinedAt of [undefined, "2026-11-01T15:00:00.000Z"]) {
      const facts = scenarioFacts({ parties: [{ ...retailerFacts, laws, determinedAt }] })
      const duties = deriveDuties(facts, lawCatalogue)
      expect(duties.length).toBeGreaterThan(10)
      for (const duty of duties) expect(explain(duty)?.en).toBe(duty.clock.basis)
    }
  })

  it("is in no second language if the law pack has other words than the stored sentence, or no such rule", () => {
    const [duty] = deriveDuties(scenarioFacts(), lawCatalogue)
    if (duty === undefined) throw new Error("no duty")
    expect(explain(duty)?.fr).toContain("LAIPVP de l’Ontario art. 40.1\u00a0: le plus tôt possible après")
    expect(explain({ ...duty, clock: { ...duty.clock, basis: "As an older release said it." } })).toBeUndefined()
    expect(explain({ ...duty, rule: "a-rule-that-is-gone" })).toBeUndefined()
  })
})
