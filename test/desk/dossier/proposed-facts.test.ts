import { describe, expect, it } from "@jest/globals"
import type { AssessmentFactor } from "../../../shared/base/contracts/legal-words.ts"
import { type FactEvidence, withFacts } from "../../../shared/desk/dossier/proposed-facts.ts"
import { legalQuestions } from "../../../shared/desk/duties/legal-questions.ts"
import { knownLawIds, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { publishedWalk, walkEvidence } from "../../builders/findings.ts"

const nothing: FactEvidence = {
  timeZone: "America/Toronto",
  shipments: 0,
  people: null,
  possibleShipments: 0,
  exposuresByField: [],
  fieldsNotExposed: [],
  fieldsPossiblyExposed: [],
  unknownBecause: [],
  isAtLeast: false,
  unwatched: [],
  firstExposureAt: null,
  lastExposureAt: null,
  findings: [],
  tool: "guarded",
  measures: [],
  notices: { affected: 0, told: 0 },
}
const walked: FactEvidence = {
  ...nothing,
  shipments: 4500,
  people: 4100,
  possibleShipments: 12,
  exposuresByField: [
    { field: "postal-code", shipments: 4500 },
    { field: "nature-of-delivery", shipments: 3900 },
  ],
  fieldsNotExposed: ["address", "payment"],
  firstExposureAt: "2026-11-01T14:00:10.000Z",
  lastExposureAt: "2026-11-01T14:40:10.000Z",
  findings: [
    publishedWalk(),
    publishedWalk({ score: 31.4, evidence: { ...walkEvidence, references: 30 } }),
    publishedWalk({ chart: "guess", evidence: { ...walkEvidence, challengeFailed: 7, ordinaryMissShare: 0.05 } }),
  ],
  restrictedSince: "2026-11-01T14:00:53.000Z",
  measures: [
    { code: "dataDestroyed", at: "2026-11-02T14:00:00.000Z" },
    { code: "proofRequired", at: "2026-11-03T14:00:00.000Z" },
  ],
  finder: { kind: "finder", receivedAt: "2026-11-01T16:00:00.000Z" },
  notices: { affected: 4500, told: 3900 },
}
const awareAt = "2026-11-01T16:00:00.000Z"
const everyQuestion = (evidence: FactEvidence) =>
  legalQuestions(lawCatalogue, { laws: [...knownLawIds], timeZone: evidence.timeZone, awareAt }).map((question) =>
    withFacts(question, evidence),
  )

/** The facts beside a factor, under the first law that names it. */
function beside(factor: AssessmentFactor, evidence: FactEvidence) {
  const found = everyQuestion(evidence)
    .flatMap(({ factors }) => factors)
    .find(({ code }) => code === factor)
  return (found?.facts ?? []).map(({ source, amount, fact }) => [source, amount, fact.en])
}

describe("facts proposed beside a legal test", () => {
  it("says which fields were shown of how many shipments, for the sensitivity", () => {
    expect(beside("sensitivity", walked)).toEqual([
      ["exposures", 4500, "Shown for 4,500 of 4,500 exposed shipments: the postal code."],
      ["exposures", 3900, "Shown for 3,900 of 4,500 exposed shipments: the nature of the delivery."],
      ["exposures", 2, "Not shown for any exposed shipment: the delivery address and payment information."],
    ])
  })

  it("says what a retailer sells, once it has stated it", () => {
    const stated = (goods: FactEvidence["goods"]) => beside("sensitivity", { ...walked, goods }).slice(3)
    expect(stated(undefined)).toEqual([])
    expect(stated("ordinary")).toEqual([["party", undefined, "The retailer states that it sells ordinary goods."]])
    expect(stated("health")[0]?.[2]).toMatch(/can show a condition or a treatment\./)
    expect(stated("ageRestricted")[0]?.[2]).toMatch(/restricted by age\./)
  })

  it("says how the lookups ran, for the probability of misuse, with the strongest finding of each chart", () => {
    const facts = beside("probabilityOfMisuse", walked)
    expect(facts.filter(([source]) => source === "findings").map(([, amount]) => amount)).toEqual([30, 5, 7, 1])
    const texts = facts.map(([, , text]) => text).join("\n")
    expect(texts).toContain("One visitor walked along a retailer’s reference numbers. 30 different references")
    expect(texts).toContain("By the detector’s model, ordinary use shows this less than once in")
    expect(texts).toContain("References for which a wrong postal code or other proof was tried: 7.")
    expect(texts).toContain("The exchange has refused lookups by the same visitor since 1 November 2026, 09:00 (EST).")
    expect(texts).toContain("Nobody has attested yet that the breach has ended.")
    expect(texts).toContain("The person who found the breach reported it on 1 November 2026, 11:00 (EST).")
    expect(texts).toContain("confirmed in writing that nothing was kept.")
  })

  it("does not say that a carrier’s own tool refuses a visitor", () => {
    const texts = beside("probabilityOfMisuse", { ...walked, tool: "observed:northpost" }).map(([, , text]) => text)
    expect(texts).toContain(
      "Since 1 November 2026, 09:00 (EST), the exchange has named this visitor to the carrier as one to refuse. Whether the carrier’s tool refuses it is not known.",
    )
    expect(texts.join("\n")).not.toContain("has refused lookups")
  })

  it("says what is on record of harm, of what people can do, and of security measures", () => {
    expect(beside("harm", walked).map(([, amount]) => amount)).toEqual([4500, 4500, 4100, 12, 2400])
    expect(beside("stepsOfTheIndividual", walked)).toEqual([
      ["receipts", 3900, "Notified, directly or by public notice: 3,900 of 4,500."],
    ])
    expect(beside("securityMeasures", walked).map(([source]) => source)).toEqual([
      "findings",
      "restrictions",
      "measures",
    ])
  })

  it("proposes nothing that is not on record", () => {
    const sources = everyQuestion(nothing).flatMap(({ factors, facts }) =>
      [...facts, ...factors.flatMap((factor) => factor.facts)].map(({ fact }) => fact.en),
    )
    expect(new Set(sources)).toEqual(new Set(["Nobody has attested yet that the breach has ended."]))
  })

  it("puts facts beside the whole test only where its law names no factors", () => {
    const questions = everyQuestion(walked)
    expect(questions.length).toBeGreaterThan(15)
    for (const { factors, facts } of questions) expect(facts.length > 0).toBe(factors.length === 0)
    const acquired = questions.find(({ test }) => test === "definedPersonalInformation")
    expect(acquired?.facts.map(({ fact }) => fact.fr)).toContain(
      "Affiché pour 4\u00a0500 des 4\u00a0500 envois exposés : le code postal.",
    )
  })

  it("suggests no answer, in either language", () => {
    const texts = everyQuestion(walked).flatMap(({ factors, facts }) =>
      [...facts, ...factors.flatMap((factor) => factor.facts)].flatMap(({ fact }) => [fact.en, fact.fr]),
    )
    for (const text of texts) {
      expect(text).not.toMatch(/\b(yes|no risk|likely|unlikely|serious|significant|harm|deliberate|should)\b/i)
      expect(text).not.toMatch(/\b(oui|probable|improbable|grave|sérieux|préjudice|délibéré|devrait)\b/i)
    }
  })
})
