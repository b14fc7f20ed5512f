import { describe, expect, it } from "@jest/globals"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { type Dossier, type DossierDocument, noticeKind } from "../../../shared/desk/dossier/document.ts"
import { remedyInWords } from "../../../shared/desk/dossier/missing-facts.ts"
import { whenToUse } from "../../../shared/desk/dossier/notice-kinds.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { publishedWalk } from "../../builders/findings.ts"
import { everyLaw, ofKind, only, retailerIn, textOf, under } from "./dossier-documents.ts"
import { earlyFacts, notifiedFacts, retailerFacts, scenarioDossierInput } from "./dossier-scenario.ts"

const outgoing = ({ documents }: Pick<Dossier, "documents">): readonly DossierDocument[] =>
  documents.filter(({ audience }) => audience === "outgoing")

describe("what leaves the house", () => {
  const finding = publishedWalk()
  const parties = [{ notifiedFacts, publicNoticeGrounds: ["noContactDetails" as const] }, earlyFacts]
  const dossiers = documentLanguages.flatMap((language) =>
    parties.map((party) =>
      under(retailerIn({ laws: everyLaw, ...party }, { findings: [finding] }), {
        language,
        preparedAt: "2029-01-01T00:00:00Z",
      }),
    ),
  )

  it("is among others each kind of notice to people", () => {
    const kinds = dossiers.flatMap(outgoing).flatMap(({ noticeKind }) => noticeKind ?? [])
    expect([...new Set(kinds)].sort()).toEqual(["earlyNotice", "followUp", "publicNotice"])
  })

  it("is every report, notice and register entry, and the summary and the evidence stay inside", () => {
    const kindsOf = (audience: string) => [
      ...new Set(
        dossiers.flatMap(({ documents }) => documents.flatMap((one) => (one.audience === audience ? [one.kind] : []))),
      ),
    ]
    expect(kindsOf("outgoing").sort()).toEqual(["notice", "registerEntry", "regulatorReport"])
    expect(kindsOf("internal").sort()).toEqual(["evidence", "summary"])
  })

  it("holds no hash, no score, no fingerprint, no remark of counsel and no overdue review", () => {
    const { head, headMac } = scenarioDossierInput()
    const notes = lawCatalogue.flatMap(({ rules }) => rules.flatMap(({ note }) => (note === undefined ? [] : [note])))
    const texts = dossiers.flatMap(outgoing).map(textOf)
    expect(texts.length).toBeGreaterThan(20)
    for (const text of texts) {
      expect(text).not.toContain(head.hash.slice(0, 8))
      expect(text).not.toContain(headMac?.mac)
      expect(text).not.toMatch(/n_41aa7be0c9d2f610|s_9f2c41d07be6a8f3/)
      expect(text).not.toMatch(
        /counsel|conseiller|\bconfidential\b|\bconfidentiel\b|\bscore\b|was due by|devait être revue/i,
      )
      for (const { en, fr } of notes) {
        expect(text).not.toContain(en)
        expect(text).not.toContain(fr)
      }
    }
  })

  it("speaks of no visitor as an accessor and of no party as unnamed, and cites no web page of a law", () => {
    for (const text of dossiers.flatMap(outgoing).map(textOf)) {
      expect(text).not.toMatch(/accessor|auteur de l’accès|not named|non nommé|\bhub\b/i)
      expect(text).not.toMatch(/https?:/)
    }
  })

  it("carries no warnings", () => {
    for (const document of dossiers.flatMap(outgoing)) expect(document.warnings).toBeUndefined()
  })

  it("leaves all of that to the internal documents", () => {
    const [english] = dossiers
    const text = textOf(english && only(ofKind(english, "evidence")))
    expect(text).toContain("score")
    expect(text).toContain("Open questions for counsel")
    expect(text).toContain("review was due by")
  })
})

describe("what only the party can say", () => {
  const incomplete = {
    ...retailerFacts,
    laws: everyLaw,
    contact: undefined,
    publicContact: undefined,
    assessments: {},
    exposuresByField: [],
    firstExposureAt: null,
    lastExposureAt: null,
  }
  const details = {
    safeguards: "The tool limited each network to 300 lookups an hour.",
    relationships: "Buyers of the retailer, and people who signed for them.",
    location: "The carrier's data centre in Ottawa.",
    informationBanks: "Not applicable.",
    delayReason: "The log was incomplete until Monday.",
    noNoticeReason: "Nobody can be reached.",
  }

  it("has a call, or a field of the parties file, for every fact that any law asks for", () => {
    const late = { preparedAt: "2029-01-01T00:00:00Z" }
    const missing = outgoing(under(retailerIn(incomplete), late)).flatMap((one) => one.missing)
    expect(missing.length).toBeGreaterThan(40)
    expect(missing.map(({ setBy }) => setBy).filter((call) => /No call/.test(call))).toEqual([])
  })

  it("fills a report in the officer's own words, so that it can become final", () => {
    const report = (facts: object) =>
      only(ofKind(under(retailerIn({ laws: ["ca-privacy-act"] }, facts)), "regulatorReport"))
    const names = (one: DossierDocument) => one.missing.map(({ setBy }) => setBy.replace(/.* with /, ""))
    expect(names(report({}))).toEqual([
      "details.relationships",
      "details.safeguards",
      "details.location",
      "details.informationBanks",
    ])
    expect(report({ details })).toMatchObject({ missing: [], title: expect.not.stringMatching(/^Draft/) })
    expect(textOf(report({ details }))).toContain(details.safeguards)
  })

  it("is withheld from a report if it seems to hold personal data (promise: free-texts-stay-as-written)", () => {
    const facts = retailerIn(
      { ...retailerFacts, laws: ["ca-privacy-act"] },
      { details: { ...details, location: "K1A 0B1" } },
    )
    const report = only(ofKind(under(facts), "regulatorReport"))
    expect(textOf(report)).not.toContain("K1A")
    expect(report.missing.map(({ sentence }) => sentence).join()).toContain("held a postal code and was withheld")
  })
})

describe("what is missing", () => {
  const { contact: _contact, publicContact: _public, assessments: _assessments, ...bare } = retailerFacts
  const dossier = under(retailerIn({ ...bare, contact: undefined, publicContact: undefined, assessments: {} }))

  it("is a list of facts with what sets each, and makes a document a draft", () => {
    for (const { title, missing } of outgoing(dossier)) {
      expect(/^(Draft|Projet) – /.test(title)).toBe(missing.length > 0)
      for (const { setBy } of missing) expect(setBy).toMatch(/POST|parties file|No call/)
    }
  })

  it("shows as a visible gap in the draft, once for each fact", () => {
    for (const { missing, sections } of outgoing(dossier)) {
      expect(textOf(sections).match(/\[(to be added|à ajouter)\]/g) ?? []).toHaveLength(missing.length)
    }
  })

  it("is listed in the summary beside each document, with how many facts it waits for", () => {
    const summary = textOf(only(ofKind(dossier, "summary")))
    expect(summary).toContain("Notice to each person affected (French)")
    for (const { id, kind, title, missing } of outgoing(dossier)) {
      expect(summary).not.toContain(id)
      if (kind !== "notice") expect(summary).toContain(title)
      for (const fact of missing) expect(summary).toContain(remedyInWords(fact, "en"))
    }
    expect(summary).toContain("Draft: 2 facts are missing")
    expect(summary).toContain("Draft: 1 fact is missing")
  })

  it.each(documentLanguages)("is said to officers in %s without a call of the API", (language) => {
    const { documents } = under(retailerIn({ ...bare, laws: everyLaw }), { language })
    const missing = outgoing({ documents }).flatMap((document) => document.missing)
    const remedies = missing.map((fact) => remedyInWords(fact, language))
    expect(remedies.length).toBeGreaterThan(0)
    const uses = [undefined, ...noticeKind.options].map((kind) => whenToUse(kind, language))
    expect([...remedies, ...uses].filter((text) => /[a-z][A-Z]|\/v1\//.test(text))).toEqual([])
    for (const { sections } of documents) expect(textOf(sections)).not.toMatch(/\b(GET|POST|PUT) |\/v1\//)
  })

  it("is nothing once the facts are set: the documents are final", () => {
    const complete = under(retailerIn({}))
    expect(outgoing(complete).map(({ title, missing }) => [/Draft|Projet/.test(title), missing])).toEqual(
      outgoing(complete).map(() => [false, []]),
    )
    expect(textOf(only(ofKind(complete, "summary")))).toContain("Final")
  })
})
