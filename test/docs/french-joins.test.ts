import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { fill } from "../../shared/desk/alerts/mail-words.ts"
import { frenchMail } from "../../shared/desk/alerts/mail-words-fr.ts"
import { buildDossier } from "../../shared/desk/dossier/dossier.ts"
import { gapsOf, noticeWords, tell } from "../../shared/desk/dossier/notice-words.ts"
import { complaintInWords, complaintsAddressee } from "../../shared/desk/dossier/notices-in-words.ts"
import { settledElsewhere } from "../../shared/desk/duties/obstacle-remedies.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { french as frenchLetter } from "../../shared/pages/letter/letter-words-fr.ts"
import { viewWordsIn } from "../../shared/pages/letter/view-words.ts"
import { everyLaw, retailerIn, under } from "../desk/dossier/dossier-documents.ts"
import {
  carrierFacts,
  playSteps,
  retailerFacts,
  scenarioDossierInput,
  scenarioFacts,
  scenarioSteps,
} from "../desk/dossier/dossier-scenario.ts"

/** What a text can be about: names that begin with a vowel, nouns with an article, and neither. */
const names = ["Amazon", "Émile Livraison", "UPS", "un détaillant", "une autre partie", "le transporteur", "Northpost"]

const nouns = "transporteur|détaillant|destinataires|Commissa|Procureur|Préposé|Bureau"
/** A word that should have been joined to the next one: "de un", "que Amazon", "le Amazon", "à le transporteur". */
const unjoined = new RegExp(
  String.raw`(?<![\p{L}’-])(?:(?:de|que|jusque|lorsque|puisque|le|la) (?=[aeiouàâäéèêëîïôöùûüœæ])(?!onze|oui)|(?:de|à) (?=les? (?:${nouns})))\S+`,
  "iu",
)

/** The strings of a value, however deep. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value.replaceAll("\u00a0", " ")]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

const expectJoined = (texts: readonly string[]) => {
  expect(texts.length).toBeGreaterThan(0)
  expect(texts.flatMap((text) => text.match(unjoined)?.[0] ?? [])).toEqual([])
}

const filledWith = (name: string) => (text: string) =>
  fill(
    text,
    Object.fromEntries(
      gapsOf(text)
        .split(" ")
        .map((gap) => [gap.slice(1, -1), name]),
    ),
  )

describe("French that is put together", () => {
  it.each(names)("is joined in every mail, letter and page about %j", (name) => {
    for (const words of [frenchMail, frenchLetter, viewWordsIn("fr")])
      expectJoined(stringsIn(words).map(filledWith(name)))
  })

  it.each(names)("is joined in every sentence of a notice about %j", (name) => {
    expectJoined([...noticeWords.values()].map(({ fr }) => filledWith(name)(fr)))
    expectJoined([tell({ language: "fr" }, "toolOf", { name })])
  })

  it("names the authority that takes complaints with its article", () => {
    for (const law of lawCatalogue) {
      const text = complaintInWords(law, { language: "fr" })
      expectJoined([text])
      if (complaintsAddressee(law) !== undefined)
        expect(text).toMatch(/auprès (?:du (?:Commissa|Bureau|Procureur|Préposé)|de la Commission|de l’Autorité)/)
    }
  })

  it.each(names)("is joined where %j keeps a case from being closed", (name) => {
    const duty = playSteps(scenarioFacts(), scenarioSteps).find(({ takenOver }) => takenOver !== undefined)
    if (duty?.takenOver === undefined) throw new Error("no duty was taken over")
    const owed = { dutyId: "dty_1", duty, law: { en: "PIPEDA", fr: "LPRPDE" } }
    const reader = { id: duty.takenOver.by, at: "2026-11-06T00:00:00Z" }
    const { fr } = settledElsewhere("/v1/cases/WS-1", owed, { en: name, fr: name }, reader)
    expect(fr).toContain("à la place d")
    expectJoined([fr])
  })

  it.each([...names.slice(0, 3), undefined])(
    "is joined in every document of a case with a carrier named %j",
    (alias) => {
      const { alias: _, ...unnamed } = carrierFacts
      const carrier = alias === undefined ? unnamed : { ...carrierFacts, alias, name: alias }
      const retailer = alias === undefined ? retailerFacts : { ...retailerFacts, alias: `Éco ${alias}`, name: alias }
      const facts = scenarioFacts({ parties: [retailer, carrier] })
      const duties = playSteps(facts, scenarioSteps)
      for (const party of ["leafline", "northpost"])
        expectJoined(textsOf(buildDossier(scenarioDossierInput({ facts, duties, party, language: "fr" }))))
      expectJoined(textsOf(under(retailerIn({ ...retailer, laws: everyLaw }), { language: "fr" })))
    },
  )

  it("is joined in the console, whose messages have no name after such a word", () => {
    const messages: unknown = JSON.parse(readFileSync("console/messages/fr.json", "utf8"))
    // Numbers, references and tracking numbers need no joining.
    const plain = stringsIn(messages).map((text) =>
      text.replaceAll(/\{(?:first|last|score|threshold|level)\b[^}]*\}/g, "4"),
    )
    expectJoined(plain.map((text) => text.replaceAll(/\{\w+\}/g, "Amazon")))
  })
})

/** What French documents say. The quotes of laws are in their own language. */
const textsOf = ({ documents }: ReturnType<typeof buildDossier>): readonly string[] =>
  documents
    .filter(({ language }) => language === "fr")
    .flatMap(({ sections, title, subtitle }) => stringsIn([sections, title, subtitle]))
    .filter((text) => /[éèàêçù’]| (?:le|la|les|un|une|des) /.test(text))
