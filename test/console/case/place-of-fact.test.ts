import { describe, expect, it } from "@jest/globals"
import { placeOfFact } from "../../../console/case/place-of-fact.ts"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import {
  missingAuthority,
  missingFact,
  missingPromise,
  missingWayToCheck,
  whereInWords,
} from "../../../shared/desk/dossier/missing-facts.ts"
import { findLaw } from "../../../shared/desk/law/catalogue.ts"
import { contentSourceSchema } from "../../../shared/desk/law/content-item.ts"

const item = { id: "item", label: { en: "Item", fr: "Élément" } }

/** What a party enters in its settings. */
const settingsMissing = (language: "en" | "fr") => [
  missingWayToCheck(language),
  ...(findLaw("eu-gdpr")?.rules.flatMap((rule) => missingAuthority(rule, language)) ?? []),
]

/** What sets each fact that a document can miss, as the API says it in a language. */
const calls = (language: "en" | "fr") =>
  [
    ...contentSourceSchema.options.map((source) => missingFact({ ...item, source }, language)),
    missingPromise(language),
    ...settingsMissing(language),
  ].map(({ setBy }) => setBy.replaceAll("{caseAlias}", "WS-4K7QX2M9TB"))

describe("the place where a missing fact is stated", () => {
  it("is the same in both languages", () => {
    expect(calls("fr").map(placeOfFact)).toEqual(calls("en").map(placeOfFact))
  })

  it("is a place of its own on a page for each fact that a call states", () => {
    for (const call of calls("en").filter((one) => one.startsWith("POST") && !one.includes("/accesses")))
      expect(placeOfFact(call)).toEqual({ kind: "page", path: expect.stringMatching(/#/) })
  })

  it.each([
    ["en", english],
    ["fr", french],
  ] as const)("is said in documents by the title of the page in %s", (language, words) => {
    for (const call of calls(language))
      expect(whereInWords(call, language).includes(words["page.facts"])).toBe(placeOfFact(call).kind === "page")
  })

  it("is the settings for how people check a notice, and for the authority of a party", () => {
    for (const [language, page] of [
      ["en", english["settings.title"]] as const,
      ["fr", french["settings.title"]] as const,
    ]) {
      const missing = settingsMissing(language).map(({ setBy }) => setBy)
      expect(missing.length).toBeGreaterThan(1)
      for (const setBy of missing) {
        expect(placeOfFact(setBy)).toEqual({ kind: "settings" })
        expect(whereInWords(setBy, language)).toContain(page)
      }
    }
  })

  it.each([
    ["POST /v1/cases/WS-4K7QX2M9TB/measures with kind prevention", { kind: "page", path: "facts#measures" }],
    ["POST /v1/cases/WS-4K7QX2M9TB/facts with details.safeguards", { kind: "page", path: "facts#safeguards" }],
    ["POST /v1/cases/WS-4K7QX2M9TB/facts with assessment.consequences", { kind: "page", path: "facts#assessment" }],
    ["documents.contact of the party in the parties file", { kind: "operator" }],
    ["No call sets it: write it into the document before you send it.", { kind: "document" }],
  ])("of %s", (call, place) => {
    expect(placeOfFact(call)).toEqual(place)
  })
})
