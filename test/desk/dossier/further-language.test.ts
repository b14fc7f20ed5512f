import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { runNoticeSentences } from "../../../infra/cli/notice-sentences/run-notice-sentences.ts"
import { documentWishSchema, storedWish, wishOf } from "../../../shared/desk/documents/requested-document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { furtherLanguageFile, problemsOfSentences } from "../../../shared/desk/dossier/further-language.ts"
import { renderDossierDocx } from "../../../shared/desk/dossier/render-docx.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { textOf } from "./dossier-documents.ts"
import { earlyFacts, retailerFacts, scenarioDossierInput, scenarioFacts } from "./dossier-scenario.ts"
import { openedDocx } from "./opened-docx.ts"

const path = "test/desk/dossier/notice-sentences.de.json"
const german = furtherLanguageFile.parse(JSON.parse(readFileSync(path, "utf8")))
const gdpr = lawCatalogue.filter(({ id }) => id === "eu-gdpr")

function dossierWith(noticeLanguages: (typeof german)[]) {
  const party = {
    ...retailerFacts,
    alias: "Ahorn Bücher",
    laws: ["eu-gdpr"],
    timeZone: "Europe/Berlin",
    noticeLanguages,
  }
  const facts = scenarioFacts({ parties: [party] })
  return buildDossier(scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue) }))
}
const noticeIn = (noticeLanguages: (typeof german)[]) =>
  dossierWith(noticeLanguages).documents.find(({ id }) => id === "notice-eu-gdpr-de")

describe("a notice in a further language", () => {
  it("is in the words of the party's file, with days and counts as its language writes them", async () => {
    const notice = noticeIn([german])
    expect(notice).toMatchObject({
      furtherLanguage: "de",
      title: "Wichtige Mitteilung zu Ihrem Datenschutz",
      missing: [],
    })
    expect(notice?.sections.map(({ heading }) => heading)).toEqual([
      "Was geschehen ist",
      "Um welche Angaben es geht",
      "Was die Folgen sein können",
      "Was getan wurde",
      "Was Sie tun können",
      "Wo Sie fragen können",
    ])
    const text = textOf(notice?.sections)
    expect(text).toContain("Insgesamt wurden etwa 4.500 Lieferungen abgefragt.")
    expect(text).toContain("Am 1. November 2026 wurde bestätigt, dass das aufgehört hat.")
    expect(text).toContain("Die Postleitzahl")
    expect(text).not.toMatch(/\b(the|was shown|Someone|You)\b/)
    const docx = await renderDossierDocx(dossierWith([german]), { document: "notice-eu-gdpr-de" })
    expect(openedDocx(docx).get("word/styles.xml")).toContain('<w:lang w:val="de"/>')
  })

  it("is of people alone, beside the notices in English and French, and only for a party with such a file", () => {
    const withFile = dossierWith([german]).documents.map(({ id }) => id)
    const without = dossierWith([]).documents.map(({ id }) => id)
    expect(withFile.filter((id) => !without.includes(id))).toEqual(["notice-eu-gdpr-de"])
  })

  it("is a draft that names each key which is missing, unknown, or has other gaps, and repeats no text", () => {
    const { yoursToo: _, ...others } = german.sentences
    const sentences = { ...others, stoppedOn: "Am Montag hat das aufgehört.", zzz: "SECRET", see: " " }
    const notice = noticeIn([{ ...german, sentences }])
    expect(notice?.title).toMatch(/^Entwurf – /)
    const said = (notice?.missing ?? []).map(({ sentence }) => sentence)
    expect([...said].sort()).toEqual([
      "“see” is empty: translate it.",
      "“stoppedOn” must have the gaps of the English sentence: {day}.",
      "“yoursToo” is missing: translate it.",
      "“zzz” is no key of a notice: remove it.",
    ])
    expect(notice?.missing[0]?.setBy).toContain("noticeLanguages (de)")
    expect(said.join(" ")).not.toMatch(/SECRET|Montag/)
  })

  it("is final without the words of an early notice, which stays a draft until the file has them", () => {
    const { writeAgain: _, ...others } = german.sentences
    const party = { ...retailerFacts, ...earlyFacts, laws: ["eu-gdpr"], timeZone: "Europe/Berlin" }
    const noticesWith = (sentences: Record<string, string>, more: Partial<PartyFactsInput> = {}) => {
      const facts = scenarioFacts({ parties: [{ ...party, ...more, noticeLanguages: [{ ...german, sentences }] }] })
      const { documents } = buildDossier(scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue) }))
      return documents.filter(({ furtherLanguage }) => furtherLanguage === "de")
    }
    const [early] = noticesWith(german.sentences)
    expect(early).toMatchObject({ id: "early-notice-eu-gdpr-de", missing: [] })
    expect(textOf(early)).toContain("Wir schreiben Ihnen bis zum 20. November 2026 wieder")
    const { exposuresByField, firstExposureAt } = retailerFacts
    const known = { alias: "Ahorn Bücher", exposuresByField, firstExposureAt }
    expect(noticesWith(others, known).map(({ id, missing }) => [id, missing])).toEqual([
      [
        "early-notice-eu-gdpr-de",
        [expect.objectContaining({ item: "words", sentence: "“writeAgain” is missing: translate it." })],
      ],
      ["notice-eu-gdpr-de", []],
    ])
  })

  it("needs the words for the way to the page for recipients only if the party has one", () => {
    const { goToSite: _, ...others } = german.sentences
    const noticeOf = (trackingSite: PartyFactsInput["trackingSite"], sentences: Record<string, string>) => {
      const party = { ...retailerFacts, alias: "Ahorn Bücher", laws: ["eu-gdpr"], timeZone: "Europe/Berlin" }
      const noticeLanguages = [{ ...german, sentences }]
      const facts = scenarioFacts({ parties: [{ ...party, noticeLanguages, trackingSite }] })
      const { documents } = buildDossier(scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue) }))
      return documents.find(({ id }) => id === "notice-eu-gdpr-de")
    }
    const site = { site: "ahornbuecher.example" }
    expect(noticeOf(undefined, others)?.missing).toEqual([])
    expect(noticeOf(site, others)?.missing.map(({ sentence }) => sentence)).toEqual([
      "“goToSite” is missing: translate it.",
    ])
    expect(textOf(noticeOf(site, german.sentences)?.sections)).toContain(
      "Gehen Sie wie immer auf ahornbuecher.example. Zu Ihrer Lieferung zeigt sie den Code WS-7K2M9Q4XHT.",
    )
  })

  it("needs the headings and names of each law that binds the party", () => {
    expect(problemsOfSentences(german.sentences, gdpr)).toEqual([])
    const pipeda = lawCatalogue.filter(({ id }) => id === "eu-gdpr" || id === "ca-pipeda")
    expect(problemsOfSentences(german.sentences, pipeda)).toContain(
      "“heading.When it happened” is missing: translate it.",
    )
  })

  it("has a file of English sentences to translate, which the command writes and checks", async () => {
    const { data } = await runNoticeSentences({ laws: "eu-gdpr", language: "de" })
    const template = furtherLanguageFile.parse(data)
    expect(Object.keys(template.sentences)).toEqual(Object.keys(german.sentences))
    expect(problemsOfSentences(template.sentences, gdpr)).toEqual([])
    expect(await runNoticeSentences({ laws: "eu-gdpr", language: "de", check: path })).toMatchObject({ status: 0 })
    const bad = await runNoticeSentences({ laws: "eu-gdpr,ca-pipeda", language: "de", check: path })
    expect([bad.status, bad.text]).toEqual([1, expect.stringContaining("“heading.When it happened” is missing")])
    await expect(runNoticeSentences({ laws: "gdpr", language: "de" })).rejects.toThrow("no law of the pack")
  })

  it("can be asked for, in a row that release 0.1.0 reads as the English notice", () => {
    const wish = documentWishSchema.parse({ format: "pdf", document: "notice-eu-gdpr-de" })
    const row = storedWish(wish)
    expect(row).toEqual({
      wish: { format: "pdf", language: "en", document: "notice-eu-gdpr-en" },
      furtherLanguage: "de",
    })
    expect(wishOf(row)).toEqual(wish)
    // A law by its form: a case keeps the text of one that the deployment no longer has.
    const isTaken = (document: string) => documentWishSchema.safeParse({ format: "pdf", document }).success
    expect(["notice-xx-law-de", "notice-law-de", "notice-eu-gdpr-german"].map(isTaken)).toEqual([true, false, false])
  })

  it.each([
    ["early-notice-eu-gdpr-fr", { document: "notice-eu-gdpr-fr" }, { noticeKind: "earlyNotice" }],
    ["follow-up-notice-ca-on-fippa-en", { document: "notice-ca-on-fippa-en" }, { noticeKind: "followUp" }],
    [
      "public-notice-eu-gdpr-de",
      { document: "notice-eu-gdpr-en" },
      { noticeKind: "publicNotice", furtherLanguage: "de" },
    ],
  ])("%s can be asked for, in a row that release 0.1.0 reads as the notice with all facts", (document, read, more) => {
    const wish = documentWishSchema.parse({ format: "pdf", document })
    const row = storedWish(wish)
    expect(row).toEqual({ wish: { format: "pdf", language: "en", ...read }, ...more })
    expect(wishOf(row)).toEqual(wish)
    expect(
      documentWishSchema.safeParse({ format: "pdf", document: document.replace("notice", "letter") }).success,
    ).toBe(false)
  })
})
