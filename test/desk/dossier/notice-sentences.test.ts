import { describe, expect, it } from "@jest/globals"
import { syllable } from "syllable"
import { breachCause, type DocumentLanguage, measureCode } from "../../../shared/base/contracts/words.ts"
import type { DossierDocument, NoticeKind } from "../../../shared/desk/dossier/document.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { CaseFactsInput, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { dischargedAt, everyLaw, ofKind, ofNoticeKind, retailerIn, textOf, under } from "./dossier-documents.ts"
import { carrierFacts, earlyFacts, notifiedFacts, retailerFacts, scenarioFacts } from "./dossier-scenario.ts"

const publicContact = {
  phone: "1-800-555-0142",
  email: "privacy@leafline.example",
  url: "https://leafline.example/privacy",
}
const shopSite = { site: "maplebooks.example", entry: { en: "Track my parcel", fr: "Suivre mon colis" } }
const complete: Partial<PartyFactsInput> = { laws: everyLaw, publicContact, lawEnforcementDelay: false }

const noticesOf = (party: Partial<PartyFactsInput>, change: Partial<CaseFactsInput> = {}) =>
  ofKind(under(retailerIn({ ...complete, ...party }, change)), "notice")
const carrierNotices = (party: Partial<PartyFactsInput> = {}, change: Partial<CaseFactsInput> = {}) => {
  const facts = scenarioFacts({ parties: [retailerFacts, { ...carrierFacts, ...complete, ...party }], ...change })
  return ofKind(under(facts, { party: "northpost" }), "notice")
}

const furtherNotices = (kind: NoticeKind, party: Partial<PartyFactsInput>, change: Partial<CaseFactsInput> = {}) =>
  ofNoticeKind(under(retailerIn({ ...complete, ...party }, change)), kind)
const promised = { writeAgainBy: earlyFacts.writeAgainBy }
const unnotified: Partial<PartyFactsInput> = { ...promised, notice: { affected: 4500, notified: 0 } }
const carrierNow = (kind: NoticeKind, party: Partial<PartyFactsInput>, change: Partial<CaseFactsInput> = {}) => {
  const facts = scenarioFacts({ parties: [retailerFacts, { ...carrierFacts, ...complete, ...party }], ...change })
  return ofNoticeKind(under(facts, { party: "northpost" }), kind)
}

const measures = measureCode.options.map((code) => ({
  at: "2026-11-02T10:00:00Z",
  by: "northpost",
  kind: "mitigation" as const,
  code,
}))
const allFields = ["retailer", "phase", "pickup-point", "address", "signatory-name-or-initials"].map((field) => ({
  field,
  shipments: 4500,
}))
const unlocated = { contained: false }
const noPeriod = { firstExposureAt: undefined, lastExposureAt: undefined }
/** As the scenario has them. */
const sameFacts = {
  ...notifiedFacts,
  shipments: 4500,
  fields: ["postal-code", "delivery-date", "signatory-name-or-initials"],
  lastExposureAt: "2026-11-01T23:58:41Z",
  lawEnforcementDelay: false,
}

/** Cases that differ in what is known, shown and done. */
const scenarios: Readonly<Record<string, readonly DossierDocument[]>> = {
  "a discreet retailer": noticesOf({}),
  "a retailer with a public name": noticesOf({ alias: "Maple Books" }),
  "a retailer whose deliveries were looked up in the exchange": noticesOf(
    { alias: "Maple Books" },
    { tool: { mode: "guarded", operatedBy: "hub" }, containment: unlocated, measures: [] },
  ),
  "everything shown and every measure taken": noticesOf({ exposuresByField: allFields }, { measures }),
  "one delivery on one day, stopped on a day that nobody stated": noticesOf(
    { alias: "Maple Books", shipments: 1, lastExposureAt: retailerFacts.firstExposureAt },
    { containment: { contained: true } },
  ),
  "the police asked to wait": noticesOf({ lawEnforcementDelay: true }),
  "a retailer whose own site leads to the page for recipients": noticesOf({
    alias: "Maple Books",
    trackingSite: shopSite,
  }),
  "a discreet retailer whose own site leads to the page for recipients": noticesOf({ trackingSite: shopSite }),
  "a carrier": carrierNotices(),
  "a carrier that knows every cause": carrierNotices({}, { causes: breachCause.options, cause: null }),
  "a carrier that knows little": carrierNotices({ fieldsNotExposed: [] }, { cause: null, measures: [] }),
  "a retailer that knows nothing yet": furtherNotices("earlyNotice", earlyFacts, { containment: unlocated }),
  "a retailer that knows of some deliveries and not of all": furtherNotices("earlyNotice", {
    ...unnotified,
    alias: "Maple Books",
    possibleShipments: 40,
  }),
  "a carrier that does not know the cause": carrierNow("earlyNotice", promised, { cause: null }),
  "people who are told what is new and what was wrong": furtherNotices("followUp", {
    alias: "Maple Books",
    notifiedFacts,
    exposuresByField: allFields,
    lawEnforcementDelay: true,
  }),
  "people who had an early notice": furtherNotices("followUp", {
    notifiedFacts: { ...notifiedFacts, early: true, shipments: 0, fields: [], ...noPeriod },
  }),
  "people to whom a carrier corrects the cause": carrierNow(
    "followUp",
    { notifiedFacts: { ...notifiedFacts, causes: ["humanError"] } },
    { causes: ["proofNotAsked"] },
  ),
  "people who are promised a notice, and nothing is new": furtherNotices("followUp", {
    ...promised,
    notifiedFacts: sameFacts,
  }),
  "the public, by a discreet retailer": furtherNotices("publicNotice", { publicNoticeGrounds: ["furtherHarm"] }),
  "the public, by a retailer with a public name": furtherNotices("publicNotice", {
    alias: "Maple Books",
    publicNoticeGrounds: ["noContactDetails"],
  }),
  "the public, by a carrier": carrierNow("publicNotice", { publicNoticeGrounds: ["undueHardship"] }),
}

const isOfLaw =
  (id: string) =>
  ({ law }: DossierDocument): boolean =>
    law === id

/** The body that a person reads, without headings. A list of things is part of the sentence that opens it. */
const bodyOf = ({ sections }: DossierDocument): string =>
  sections
    .flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "paragraph" ? [block.text] : block.kind === "list" ? block.items : [])),
    )
    .join(" ")

/** Sentences of the body. An address, a number or a code counts as one short word, as a reader skips it. */
const sentencesOf = (document: DossierDocument): readonly (readonly string[])[] =>
  bodyOf(document)
    .replaceAll(/https?:\S+|\S+@\S+(?=\.)|WS-\w+|\d[\d,-]*/g, "it")
    .split(/(?<=[.?!])\s+/)
    .map((sentence) => sentence.match(/\p{L}+(?:[’'-]\p{L}+)*/gu) ?? [])
    .filter((words) => words.length > 0)

/** Groups of vowels; a final e, es or ent is silent after a consonant, if the word has another vowel. */
const syllablesInFrench = (word: string): number =>
  word
    .toLowerCase()
    .split(/[’'-]/)
    .map((part) => part.replace(/(?<=[aeiouyàâéèêëîïôùû].*[^aeiouyàâéèêëîïôùû])(?:e|es)$/u, ""))
    .map((part) => part.match(/[aeiouyàâéèêëîïôöùûüœæ]+/gu)?.length ?? 0)
    .reduce((sum, one) => sum + one, 0) || 1

function readingOf(document: DossierDocument, syllablesOf: (word: string) => number) {
  const sentences = sentencesOf(document)
  const words = sentences.flat()
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return { perSentence: words.length / sentences.length, perWord: syllables / words.length }
}

/** The school year of Flesch and Kincaid: 8 is read at 14. */
function gradeOf(document: DossierDocument): number {
  const { perSentence, perWord } = readingOf(document, syllable)
  return 0.39 * perSentence + 11.8 * perWord - 15.59
}

/** The ease of reading of Kandel and Moles, Flesch's for French: 60 to 70 is plain. */
function easeOf(document: DossierDocument): number {
  const { perSentence, perWord } = readingOf(document, syllablesInFrench)
  return 207 - 1.015 * perSentence - 73.6 * perWord
}

const inLanguage = (documents: readonly DossierDocument[], wanted: DocumentLanguage) =>
  documents.filter(({ language }) => language === wanted)

describe.each(Object.entries(scenarios))("the notices of %s", (_name, documents) => {
  it("are final, in both languages", () => {
    expect(documents.flatMap(({ missing }) => missing)).toEqual([])
    expect(inLanguage(documents, "en").length).toBeGreaterThan(5)
    expect(inLanguage(documents, "fr").length).toBeGreaterThan(5)
  })

  it.each(inLanguage(documents, "en").map((one) => [one.id, one] as const))("%s can be read at 14", (_id, document) => {
    expect(gradeOf(document)).toBeLessThanOrEqual(8)
  })

  it.each(inLanguage(documents, "fr").map((one) => [one.id, one] as const))("%s can be read at 14", (_id, document) => {
    expect(easeOf(document)).toBeGreaterThanOrEqual(60)
  })

  it("say the same in both languages: as many parts and lines, the same days, numbers, names and addresses", () => {
    const shape = ({ sections }: DossierDocument) =>
      sections.map(({ blocks }) =>
        blocks.map((block) => {
          const lines = block.kind === "list" ? block.items : block.kind === "paragraph" ? [block.text] : []
          const named = lines.map((line) => line.match(/\d+|\S+@\S+|Northpost|Maple Books/g)?.sort() ?? [])
          return [block.kind, lines.length, named]
        }),
      )
    for (const english of inLanguage(documents, "en")) {
      const french = documents.find(({ law, language }) => law === english.law && language === "fr")
      if (french !== undefined) expect(shape(french)).toEqual(shape(english))
    }
  })
})

describe("the measure of readability", () => {
  it("finds a text too hard", () => {
    const [notice] = noticesOf({ laws: ["ca-pipeda"] })
    if (notice === undefined) throw new Error("no notice")
    const hard = (text: string): DossierDocument => ({
      ...notice,
      sections: [{ heading: "-", blocks: [{ kind: "paragraph", text, tone: "plain" }] }],
    })
    expect(
      gradeOf(hard("The organisation determined that unauthorised consultation of delivery information occurred.")),
    ).toBeGreaterThan(12)
    expect(
      easeOf(hard("L’organisation a déterminé que des consultations non autorisées de renseignements sont survenues.")),
    ).toBeLessThan(50)
  })
})

describe("a sentence of a notice stands only if its fact is on record", () => {
  const english = (documents: readonly DossierDocument[]) => textOf(inLanguage(documents, "en"))

  it("“one after another” only if a walk was found", () => {
    const fanOut = scenarioFacts().accessor
    expect(english(noticesOf({}))).toContain("one after another")
    expect(english(noticesOf({}, { accessor: { ...fanOut, charts: ["fanOut"] } }))).not.toContain("one after another")
  })

  it("“has stopped” only if containment is attested", () => {
    expect(english(noticesOf({}))).toContain("On 1 November 2026 it was confirmed that this has stopped.")
    const open = english(noticesOf({}, { containment: unlocated }))
    expect(open).not.toContain("confirmed")
    expect(open).toContain("We cannot say yet that this has stopped.")
  })

  it("a visit to the door only if the address was shown", () => {
    expect(english(noticesOf({}))).not.toContain("come to your door.")
    expect(english(noticesOf({ exposuresByField: allFields }))).toContain("Someone could also come to your door.")
  })

  it("conclusions from the sender’s name only if it was shown and the goods allow some, and never the goods", () => {
    const ofGoods = (goods: PartyFactsInput["goods"], exposuresByField = allFields) =>
      noticesOf({ laws: ["ca-pipeda"], goods, exposuresByField })
        .map(bodyOf)
        .join(" ")
    for (const goods of ["health", "ageRestricted"] as const) {
      expect(ofGoods(goods)).toContain("draw conclusions about you from the sender’s name")
      expect(ofGoods(goods)).toContain("des conclusions à votre sujet du nom de l’expéditeur")
      expect(ofGoods(goods)).not.toMatch(/\bhealth|\bage\b|restricted|santé|âge/)
    }
    expect(ofGoods("health", retailerFacts.exposuresByField)).not.toContain("conclusions")
    expect(ofGoods("ordinary")).not.toContain("conclusions")
    expect(ofGoods(undefined)).toBe(
      noticesOf({ laws: ["ca-pipeda"], exposuresByField: allFields })
        .map(bodyOf)
        .join(" "),
    )
  })

  it("“these details” only if it says which ones", () => {
    const early = noticesOf({ laws: ["ca-pipeda"], exposuresByField: [] }).map(bodyOf)
    expect(early.join(" ")).not.toMatch(/these details|s’en servir/)
    expect(early[0]).toContain("Someone could use details of a delivery")
    expect(noticesOf({ laws: ["ca-pipeda"] }).map(bodyOf)[0]).toContain("Someone could use these details")
  })

  it("“was shown” only of what was shown of every delivery", () => {
    const [notice] = noticesOf({ laws: ["ca-pipeda"] })
    const information = notice?.sections.find(({ heading }) => heading === "What information was involved")?.blocks
    expect(information?.slice(0, 4)).toEqual([
      { kind: "paragraph", text: "What was shown:", tone: "plain", general: true },
      { kind: "list", items: ["The postal code"], general: true },
      {
        kind: "paragraph",
        text: "What was shown for some deliveries, maybe for yours:",
        tone: "plain",
        general: true,
      },
      { kind: "list", items: ["The date of delivery", "The name or initials of the person who signed"], general: true },
    ])
  })

  it("what the finder declared only if that is on record, and as unchecked", () => {
    expect(english(noticesOf({}))).not.toContain("The person has")
    const declared = english(noticesOf({}, { measures: measures.filter(({ code }) => code === "finderAttested") }))
    expect(declared).toContain("The person has said what was done with the details. We cannot check this ourselves.")
  })

  it("help, and numbers that cannot be guessed, only from the party whose people read the notice", () => {
    const offered = measures.filter(({ code }) => code === "peopleSupported" || code === "referencesReissued")
    expect(english(noticesOf({}, { measures: offered }))).not.toMatch(/Help is offered|can no longer be guessed/)
    const own = offered.map((measure) => ({ ...measure, by: "leafline" }))
    expect(english(noticesOf({}, { measures: own }))).toMatch(/Help is offered.*can no longer be guessed/)
    expect(english(carrierNotices({}, { measures: own }))).not.toMatch(/Help is offered|can no longer be guessed/)
  })

  it("that a regulator was told only of the regulator of the law under which it is given", () => {
    const facts = retailerIn({ ...complete, laws: ["ca-pipeda", "us-ca-civil-1798-82"] })
    const duties = deriveDuties(facts, lawCatalogue).map((duty) => dischargedAt(duty, "2026-11-04T10:00:00Z"))
    const toldIn = (law: string) =>
      textOf(inLanguage(ofKind(under(facts, { duties }), "notice"), "en").filter(isOfLaw(law)))
    expect(toldIn("ca-pipeda")).toContain("We have told the Office of the Privacy Commissioner of Canada.")
    expect(toldIn("ca-pipeda")).not.toContain("Attorney General")
    expect(toldIn("us-ca-civil-1798-82")).toContain("We have told the California Attorney General.")
    expect(toldIn("us-ca-civil-1798-82")).not.toContain("Privacy Commissioner")
  })

  it("not that a regulator was told if only that of a law with a rule of the same name was", () => {
    const facts = retailerIn({ ...complete, laws: ["ca-pipeda", "ch-fadp"] })
    const duties = deriveDuties(facts, lawCatalogue).map((duty) =>
      duty.law === "ch-fadp" ? dischargedAt(duty, "2026-11-04T10:00:00Z") : duty,
    )
    const told = textOf(inLanguage(ofKind(under(facts, { duties }), "notice"), "en").filter(isOfLaw("ca-pipeda")))
    expect(told).not.toContain("We have told")
  })

  it("the body that takes complaints, which need not be everybody whom a report goes to", () => {
    const [english, french] = (["en", "fr"] as const).map((language) =>
      textOf(inLanguage(carrierNotices({ laws: ["ca-privacy-act"] }), language)),
    )
    expect(english).toContain("You may complain to the Office of the Privacy Commissioner of Canada.")
    expect(french).toContain("porter plainte auprès du Commissariat à la protection de la vie privée du Canada.")
  })

  it("the cause only from the carrier, and only once it is stated", () => {
    expect(english(carrierNotices({}, { cause: null }))).toContain("We do not know yet how this was possible.")
    const known = english(carrierNotices({}, { cause: null, causes: ["proofNotAsked"] }))
    expect(known).toContain("without proof of who was looking")
    expect(known).not.toContain("We do not know yet")
    expect(english(noticesOf({}, { cause: null }))).not.toContain("how this was possible")
  })

  it("the emergency number is that of the law’s country", () => {
    const of = (law: string) => english(noticesOf({ laws: [law] }))
    expect(of("ca-pipeda")).toContain("call 911.")
    expect(of("uk-gdpr")).toContain("call 999.")
    expect(of("au-privacy-act")).toContain("call 000.")
    expect(of("eu-gdpr")).toContain("call 112.")
  })
})

describe("the notice of a discreet retailer", () => {
  it("names it only where the law asks for the sender", () => {
    const naming = noticesOf({}).filter((document) =>
      textOf({ ...document, envelope: "" }).includes("Leafline Cannabis"),
    )
    const asksForSender = [
      "au-privacy-act",
      "ca-bc-foippa",
      "us-ca-civil-1798-82",
      "us-tx-bcc-521-053",
      "us-ny-gbl-899-aa",
    ]
    expect([...new Set(naming.map(({ law }) => law))].sort()).toEqual(asksForSender.sort())
    expect(textOf(noticesOf({ laws: ["ca-pipeda"], alias: "Leafline" }))).toContain("Leafline Cannabis Store")
  })
})
