import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { cite, fieldInWords } from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import type { Dossier, DossierDocument, FactRow } from "../../../shared/breach-desk/dossier/document.ts"
import { dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import { buildDossier, verifyDossier } from "../../../shared/breach-desk/dossier/dossier.ts"
import { findPersonalData } from "../../../shared/breach-desk/dossier/personal-data.ts"
import { deriveDuties } from "../../../shared/breach-desk/duties/derive-duties.ts"
import type { CaseFacts, CaseFactsInput, PartyFactsInput } from "../../../shared/breach-desk/facts.ts"
import { fieldName } from "../../../shared/contracts/words.ts"
import { lawCatalogue } from "../../../shared/law/catalogue.ts"
import type { Rule } from "../../../shared/law/law.ts"
import {
  carrierFacts,
  playSteps,
  retailerFacts,
  scenarioDossierInput,
  scenarioFacts,
  scenarioSteps,
  scenarioTimeline,
} from "./dossier-scenario.ts"

const everyLaw = lawCatalogue.map(({ id }) => id)
const under = (facts: CaseFacts, change: Partial<Parameters<typeof buildDossier>[0]> = {}): Dossier =>
  buildDossier(scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue), ...change }))
const retailerIn = (party: Partial<PartyFactsInput>, change: Partial<CaseFactsInput> = {}): CaseFacts =>
  scenarioFacts({ parties: [{ ...retailerFacts, ...party }, carrierFacts], ...change })

const ofKind = (dossier: Dossier, kind: DossierDocument["kind"]) =>
  dossier.documents.filter((document) => document.kind === kind)
const only = (documents: readonly DossierDocument[]): DossierDocument => {
  const [document] = documents
  if (document === undefined || documents.length > 1) throw new Error(`${documents.length} documents`)
  return document
}
const rowsOf = (document: DossierDocument): readonly FactRow[] =>
  document.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "facts" ? block.rows : [])))
const rowOf = (document: DossierDocument, label: string): FactRow => {
  const row = rowsOf(document).find((candidate) => candidate.label === label)
  if (row === undefined) throw new Error(`no row ${label}`)
  return row
}
const textOf = (value: unknown): string => JSON.stringify(value)

describe("a dossier", () => {
  it("is of its own schema, and the same each time", () => {
    const dossier = buildDossier(scenarioDossierInput())
    expect(dossierSchema.parse(JSON.parse(JSON.stringify(dossier)))).toEqual(dossier)
    expect(buildDossier(scenarioDossierInput())).toEqual(dossier)
  })

  it("holds a summary, a report per regulator, notices per language, register entries and evidence", () => {
    expect(buildDossier(scenarioDossierInput()).documents.map(({ id }) => id)).toEqual([
      "summary",
      "report-ca-on-fippa",
      "notice-ca-on-fippa-en",
      "notice-ca-on-fippa-fr",
      "register-ca-on-fippa",
      "evidence",
    ])
  })

  it("is for a party of the case alone", () => {
    expect(() => buildDossier(scenarioDossierInput({ party: "stranger" }))).toThrow("not a party")
  })

  it("gives the figures of the case", () => {
    const text = textOf(only(ofKind(buildDossier(scenarioDossierInput()), "summary")))
    expect(text).toContain("4,500")
    expect(text).toContain("2.0%")
    expect(text).toContain("3,900 of 4,500 told directly; 600 by public notice.")
  })
})

describe("a regulator's report", () => {
  const reports = ofKind(under(retailerIn({ laws: everyLaw })), "regulatorReport")

  it("exists for every law of the pack", () => {
    expect(reports.map(({ law }) => law)).toEqual(everyLaw)
  })

  it.each(lawCatalogue.map((law) => [law.id, law] as const))(
    "under %s answers every item that the law asks for",
    (id, law) => {
      const report = only(reports.filter((candidate) => candidate.law === id))
      const rule = law.rules.find(({ kind }) => kind === "tellRegulator")
      const rows = rowsOf(report)
      for (const item of rule?.content ?? []) {
        const row = rows.find(({ label, section }) => label === item.label.en && section === item.section)
        expect(row?.values.join("").length).toBeGreaterThan(0)
      }
    },
  )

  it("says of what is unknown that it is unknown", () => {
    const { assessment: _assessment, contact: _contact, ...bare } = retailerFacts
    const facts = scenarioFacts({
      parties: [
        {
          ...bare,
          people: null,
          shareOfTotal: null,
          exposuresByField: [],
          firstExposureAt: null,
          lastExposureAt: null,
        },
      ],
      cause: null,
    })
    const report = only(ofKind(under(facts), "regulatorReport"))
    const standing = (label: string) => rowOf(report, label).standing
    expect(standing("How the information came to be used or disclosed without authority")).toBe("unknown")
    expect(standing("Date or date range")).toBe("unknown")
    expect(standing("Types of personal information")).toBe("unknown")
    expect(standing("Number of individuals affected")).toBe("unknown")
    expect(standing("Assessment of the real risk of significant harm")).toBe("unknown")
    expect(standing("Contact person")).toBe("toComplete")
    expect(report.warnings.join()).toContain("To be completed before sending: Contact person")
  })

  it("says the cause in its own language, in the officer's words beside the codes", () => {
    const stated = scenarioFacts({ causes: ["proofNotAsked"], cause: "The page was built before the rules changed." })
    const causeIn = (language: "en" | "fr") =>
      rowsOf(only(ofKind(under(stated, { language }), "regulatorReport"))).flatMap(({ values }) => values)
    expect(causeIn("en")).toContain("The tool answered without asking for proof of who was looking.")
    expect(causeIn("en")).toContain("The page was built before the rules changed.")
    expect(causeIn("fr")).toContain("L’outil répondait sans exiger de preuve de l’identité de la personne.")
  })

  it("says how the breach was found", () => {
    const found = (facts: CaseFacts) =>
      rowOf(only(ofKind(under(facts), "regulatorReport")), "How the breach was discovered").values
    expect(found(scenarioFacts({ finder: undefined }))).toEqual([
      expect.stringContaining("The exchange’s detector opened the case on"),
    ])
    expect(found(scenarioFacts({ finder: { kind: "staff", receivedAt: "2026-11-01T16:00:00Z" } }))).toEqual([
      expect.stringMatching(/reported it on 1 November 2026/),
    ])
  })

  it("names what only the party can say, and does not fill it in", () => {
    const report = only(ofKind(buildDossier(scenarioDossierInput({ party: "northpost" })), "regulatorReport"))
    expect(rowOf(report, "Safeguards in place at the time")).toMatchObject({ standing: "toComplete" })
  })

  it("asks for reasons when the 72 hours of the GDPR have passed, and not before", () => {
    const reason = (preparedAt: string) =>
      rowOf(
        only(ofKind(under(retailerIn({ laws: ["eu-gdpr"] }), { preparedAt }), "regulatorReport")),
        "Reasons for the delay, if later than 72 hours",
      ).standing
    expect(reason("2026-11-04T00:00:00Z")).toBe("known")
    expect(reason("2026-11-06T00:00:00Z")).toBe("toComplete")
  })

  it("counts the residents of Québec apart, or says that it does not know", () => {
    const residents = (party: Partial<PartyFactsInput>) =>
      rowOf(
        only(ofKind(under(retailerIn({ laws: ["ca-qc-private-sector-act"], ...party })), "regulatorReport")),
        "Number of persons concerned who reside in Québec",
      )
    expect(residents({ peopleByJurisdiction: { "CA-QC": 211 } })).toMatchObject({ values: ["211"], standing: "known" })
    expect(residents({}).standing).toBe("unknown")
  })

  it("calls a target a target, and a legal deadline a legal deadline", () => {
    expect(textOf(only(ofKind(buildDossier(scenarioDossierInput()), "regulatorReport")))).toContain(
      "Own target: 6 November 2026, 10:00",
    )
    expect(
      textOf(only(ofKind(buildDossier(scenarioDossierInput({ party: "northpost" })), "regulatorReport"))),
    ).toContain("Legal deadline: 10 November 2026, 23:59")
  })
})

describe("personal data", () => {
  const secrets = fc.constantFrom(
    "jane.roe@example.org",
    "203.0.113.77",
    "2001:db8:0:0:1:2:3:4",
    "K1A 0B1",
    "416-555-0199",
    "4012 3456 7890 1234",
  )
  const places = fc.constantFrom("cause", "explanation", "consequences")

  it("typed by an officer reaches no document, and the reader is told which item held it", () => {
    fc.assert(
      fc.property(secrets, places, fc.constantFrom("en", "fr"), (secret, place, language) => {
        const text = `Looked up by ${secret} it seems`
        const base = scenarioFacts()
        const facts = scenarioFacts({
          ...(place === "cause" ? { cause: text } : {}),
          parties: [
            {
              ...retailerFacts,
              laws: everyLaw,
              assessment: {
                realRiskOfSignificantHarm: "yes",
                sensitivity: "high",
                probabilityOfMisuse: "low",
                reasons: ["realRisk"],
                assessedBy: "Privacy Officer",
                assessedAt: base.openedAt,
                ...(place === "explanation" ? { explanation: text } : {}),
                ...(place === "consequences" ? { consequences: text } : {}),
              },
            },
          ],
        })
        const { documents } = under(facts, { language })
        expect(textOf(documents)).not.toContain(secret)
        expect(documents.flatMap(({ warnings }) => warnings).join()).toMatch(
          language === "en" ? /was withheld/ : /a été retenu/,
        )
      }),
      { numRuns: 30 },
    )
  })

  it("is found in no report but for the contact that the law asks for", () => {
    const { contact: _contact, publicContact: _publicContact, ...bare } = retailerFacts
    const facts = scenarioFacts({ parties: [{ ...bare, laws: everyLaw }, carrierFacts] })
    for (const report of ofKind(under(facts), "regulatorReport")) {
      const texts = rowsOf(report)
        .flatMap(({ values }) => values)
        .filter((text) => !text.startsWith("https://"))
      expect(texts.flatMap(findPersonalData)).toEqual([])
    }
  })
})

describe("a notice", () => {
  const notices = ofKind(under(retailerIn({ laws: everyLaw })), "notice")

  it("is written in every language of its law", () => {
    expect(notices.map(({ id }) => id)).toEqual(
      lawCatalogue.flatMap((law) => law.noticeLanguages.map((language) => `notice-${law.id}-${language}`)),
    )
  })

  it("has the same sender and subject for every party, whatever it sells", () => {
    const words = fc
      .array(fc.stringMatching(/^[A-Z][a-z]{4,9}$/), { minLength: 1, maxLength: 3 })
      .map((list) => list.join(" "))
    fc.assert(
      fc.property(words, words, (name, alias) => {
        const others = ofKind(under(retailerIn({ laws: everyLaw, name, alias })), "notice")
        expect(others.map(({ envelope }) => envelope)).toEqual(notices.map(({ envelope }) => envelope))
      }),
      { numRuns: 20 },
    )
  })

  it("names no goods, no party and no field in sender and subject", () => {
    for (const { envelope } of notices) {
      expect(`${envelope?.sender} ${envelope?.subject}`).not.toMatch(
        /leafline|cannabis|order|purchase|deliver|parcel|commande|achat|livraison|colis/i,
      )
    }
  })

  it("takes the neutral sender that a party has configured", () => {
    const [notice] = ofKind(under(retailerIn({ noticeSender: "LL Privacy" })), "notice")
    expect(notice?.envelope?.sender).toBe("LL Privacy")
  })

  it("says what could and what could not be seen, in the language of the notice", () => {
    const french = notices.find(({ id }) => id === "notice-ca-pipeda-fr")
    expect(textOf(french)).toContain(
      "Ce qui pouvait être vu : le code postal; la date de livraison; le nom ou les initiales du signataire.",
    )
    expect(textOf(french)).toContain("Ce qui ne pouvait pas être vu : le nom de l’acheteur")
  })

  it("says on which day the sender learned of it, where the law's letter does, and not to the minute", () => {
    const learned = (language: string) =>
      textOf(
        notices
          .find(({ id }) => id === `notice-ca-privacy-act-${language}`)
          ?.sections.find(({ heading }) => /^(When we learned|Quand nous)/.test(heading)),
      )
    expect(learned("en")).toMatch(/We learned of it on \d+ November 2026\./)
    expect(learned("fr")).toMatch(/Nous l’avons appris le \d+(er)? novembre 2026\./)
  })

  it("in California has the title and the headings that the law words, and under them what it asks", () => {
    const notice = only(notices.filter(({ law }) => law === "us-ca-civil-1798-82"))
    expect(notice.title).toBe("Notice of Data Breach")
    expect(notice.sections.map(({ heading }) => heading)).toEqual([
      "From",
      "Date of this notice",
      "What Happened?",
      "What Information Was Involved?",
      "What We Are Doing",
      "What You Can Do",
      "For More Information",
    ])
    const happened = textOf(notice.sections.find(({ heading }) => heading === "What Happened?"))
    expect(happened).toMatch(/Date of the breach: This happened (on|between) \d/)
    expect(happened).toContain("Delay: ")
    expect(notice.warnings.join()).toContain("To be completed before sending: Date of this notice")
  })

  it("without a place to ask is marked as not ready to send", () => {
    const { publicContact: _publicContact, ...bare } = retailerFacts
    const [notice] = ofKind(under(scenarioFacts({ parties: [bare] })), "notice")
    expect(notice?.warnings.join()).toContain("To be completed before sending: Where to ask")
  })
})

describe("the words about what proves it", () => {
  const verified = (receivedHeads: number, language: "en" | "fr") => {
    const input = scenarioDossierInput({ language })
    const heads = Array.from({ length: receivedHeads }, () => ({ at: "2026-11-03T00:00:00Z", head: input.head }))
    return textOf(only(ofKind(buildDossier({ ...input, receivedHeads: heads }), "evidence")))
  }

  it("speak of one head as one, and name the MAC as people do", () => {
    expect(verified(1, "en")).toContain("The one head that this party received earlier lies on it.")
    expect(verified(2, "en")).toContain("All 2 heads that this party received earlier lie on it.")
    expect(verified(1, "fr")).toContain("La seule tête reçue auparavant par cette partie s’y trouve.")
    expect(verified(1, "fr")).not.toContain("HMAC_")
  })
})

describe("a register entry", () => {
  const kept = (law: string, language: "en" | "fr" = "en") =>
    textOf(
      only(ofKind(under(retailerIn({ laws: [law] }), { language }), "registerEntry")).sections.find(({ heading }) =>
        ["Retention", "Conservation"].includes(heading),
      ),
    )

  it("says how long the law wants it kept", () => {
    expect(kept("ca-pipeda")).toMatch(/Keep for 24 months from .*\(SOR\/2018-64 s\. 6\(1\)\)/)
    expect(kept("ca-pipeda", "fr")).toMatch(/À conserver 24 mois à compter de .*art\. 6\(1\)/)
  })

  it("says that a law names no time, and invents none", () => {
    expect(kept("eu-gdpr")).toContain("The law names no time (art. 33(5))")
    expect(kept("eu-gdpr", "fr")).toContain("La loi ne fixe aucune durée (art. 33(5))")
  })

  it("says in which form the law wants it", () => {
    const entry = only(ofKind(under(retailerIn({ laws: ["ca-pipeda"] })), "registerEntry"))
    expect(textOf(entry.sections.at(-1))).toContain("on request (s. 10.3(2))")
  })

  it("says that the time was not established where the law was not read", () => {
    expect(kept("ca-on-fippa")).toContain("not established; see the warning")
  })
})

describe("a rule past its review", () => {
  const rules = lawCatalogue.flatMap((law) => law.rules.map((rule) => ({ law, rule })))
  const told = /review was due by|devait être revue au plus tard|REVIEW OVERDUE/
  const dayAfter = (isoDate: string) => new Date(Date.parse(isoDate) + 86_400_000).toISOString()
  const readings = (party: Partial<PartyFactsInput>, rule: Rule, preparedAt: string) => {
    const dossier = under(retailerIn(party), { preparedAt })
    const made = dossier.documents.filter((document) => document.rule === rule.id)
    const evidence = textOf(only(ofKind(dossier, "evidence")).sections.at(-1))
    return { made, summary: only(ofKind(dossier, "summary")).warnings.join(), evidence }
  }

  it.each(rules.map(({ law, rule }) => [`${law.id} ${rule.id}`, law, rule] as const))(
    "%s warns from the day after, in every document made under it",
    (_name, law, rule) => {
      const [role] = rule.owedBy
      const party = { laws: [law.id], ...(role === undefined ? {} : { role }) }
      const late = readings(party, rule, dayAfter(rule.reviewBy))
      expect(late.made.length > 0 || rule.kind === "tellOtherOrganisation").toBe(true)
      for (const { warnings } of late.made) expect(warnings.join()).toMatch(told)
      expect(late.summary).toContain(`${law.shortName.en} ${rule.citation.section} (review was due by`)
      expect(late.evidence).toContain("REVIEW OVERDUE")

      const inTime = readings(party, rule, `${rule.reviewBy}T12:00:00Z`)
      for (const { warnings } of inTime.made) expect(warnings.join()).not.toMatch(told)
      expect(inTime.summary).not.toContain(`${rule.citation.section} (review was due by`)
    },
  )

  it("is told with its date in the language of the document", () => {
    const late = under(retailerIn({ laws: ["ca-pipeda"] }), { preparedAt: "2028-01-01T00:00:00Z" })
    const warnings = (id: string) => late.documents.find((document) => document.id === id)?.warnings.join()
    expect(warnings("notice-ca-pipeda-en")).toContain("review was due by 25 May 2027")
    expect(warnings("notice-ca-pipeda-fr")).toContain("devait être revue au plus tard le 25 mai 2027")
  })
})

describe("notices in two languages", () => {
  it.each(lawCatalogue.map((law) => [law.id, law] as const))("under %s have the same parts", (id, law) => {
    const notices = ofKind(under(retailerIn({ laws: [id] })), "notice")
    expect(notices.map(({ language }) => language)).toEqual(law.noticeLanguages)
    const rule = law.rules.find(({ kind }) => kind === "tellIndividuals")
    const parts = rule?.content.filter((item) => item.under === undefined) ?? []
    for (const { language, sections } of notices) {
      expect(sections.map(({ heading }) => heading)).toEqual(parts.map(({ label }) => label[language]))
      for (const { blocks } of sections) expect(blocks.length).toBeGreaterThan(0)
    }
  })
})

describe("what a party reads of others", () => {
  const third: PartyFactsInput = {
    ...retailerFacts,
    party: "maplebooks",
    name: "Maple Books Inc",
    alias: "MapleBooks",
    caseAlias: "WS-THIRDALIAS",
    laws: ["ca-pipeda"],
    shipments: 77123,
    people: 77123,
  }
  const facts = scenarioFacts({
    parties: [retailerFacts, carrierFacts, third],
    measures: [{ at: "2026-11-05T00:00:00Z", by: "maplebooks", kind: "prevention", code: "peopleSupported" }],
  })
  const steps = [
    {
      at: "2026-11-03T15:00:00Z",
      by: "maplebooks",
      key: "northpost#ca-privacy-act#tellIndividuals",
      action: { operation: "request" } as const,
    },
    ...scenarioSteps,
  ]
  const duties = playSteps(facts, steps)
  const dossierFor = (party: string) => {
    const { entries, head } = scenarioTimeline()
    return buildDossier(
      scenarioDossierInput({
        facts,
        duties,
        party,
        timeline: entries,
        head,
      }),
    )
  }

  it("retailers never hear of each other, in no document and in no data", () => {
    const text = textOf(dossierFor("leafline"))
    expect(text).not.toMatch(/maple/i)
    expect(text).not.toContain("WS-THIRDALIAS")
    expect(text).not.toMatch(/77,?123/)
    expect(text).not.toContain("Help is offered to the people affected.")
    expect(text).not.toContain("ca-pipeda")
  })

  it("a discreet retailer is not named to the carrier", () => {
    const text = textOf(ofKind(dossierFor("northpost"), "summary"))
    expect(text).not.toMatch(/leafline/i)
    expect(text).toContain("MapleBooks")
  })

  it("another party's receipt and assessment stay with it, what passed between the two is shown", () => {
    const retailer = textOf(dossierFor("leafline"))
    expect(retailer).not.toContain("OPC PA-067122")
    expect(retailer).toContain("IPC PI26-00417")
    expect(retailer).toContain("the requester should tell them")
    expect(textOf(dossierFor("northpost"))).not.toContain("IPC PI26-00417")
  })
})

describe("a dossier in French", () => {
  it("has no English but the titles of English instruments", () => {
    const facts = retailerIn(
      { laws: everyLaw, assessment: undefined },
      { cause: null, measures: [], containment: { contained: false } },
    )
    const { documents } = under(facts, { language: "fr" })
    for (const document of documents.filter(({ language, kind }) => language === "fr" && kind !== "evidence")) {
      expect(`${document.id} ${textOf({ ...document, rule: undefined })}`).not.toMatch(
        /\b(the|of|with|was|not|and|shipments|Not known)\b/,
      )
    }
  })

  it("writes days, counts and shares as French does", () => {
    const text = textOf(only(ofKind(buildDossier(scenarioDossierInput({ language: "fr" })), "summary")))
    expect(text).toContain("1er novembre 2026")
    expect(text).toContain("4\u00a0500")
    expect(text).toContain("2,0\u00a0%")
  })
})

describe("a citation", () => {
  const sections = lawCatalogue.flatMap(({ rules }) =>
    rules.flatMap(({ citation, content }) => [citation.section, ...content.map(({ section }) => section)]),
  )

  it("names in French what the French text names", () => {
    expect(cite("SOR/2018-64 s. 2(1)(a)", "fr")).toBe("DORS/2018-64 art. 2(1)(a)")
    expect(cite("Policy on Privacy Protection s. 4.2.12; PIN 2024-02 s. 4", "fr")).toBe(
      "Politique sur la protection de la vie privée art. 4.2.12; Avis 2024-02 art. 4",
    )
  })

  it.each([...new Set(sections)])("%s has no English word in French", (section) => {
    expect(cite(section, "fr")).not.toMatch(
      /\b(s|ss|on|of|and|form|letter|guidance|toolkit|sample|breach|Appendix|Policy|Privacy|SOR|PIN)\b/,
    )
  })
})

describe("words", () => {
  it.each(fieldName.options)("has words for the field %s in both languages", (field) => {
    expect(fieldInWords(field, "en")).not.toBe(fieldInWords(field, "fr"))
  })
})

describe("verifying a dossier", () => {
  const dossier = buildDossier(scenarioDossierInput())
  const right = async () => true

  it("accepts it as it was built", async () => {
    expect(await verifyDossier(dossier, right)).toMatchObject({ ok: true, macHolds: true, strayHeads: [] })
  })

  it("says that the MAC was not checked when nobody could", async () => {
    expect(await verifyDossier(dossier)).toMatchObject({ ok: true, macHolds: null })
  })

  it("refuses a head whose MAC does not hold", async () => {
    expect(await verifyDossier(dossier, async () => false)).toMatchObject({ ok: false, macHolds: false })
  })

  it("refuses an altered entry and names it", async () => {
    const timeline = dossier.timeline.map((entry, index) =>
      index === 4 ? { ...entry, at: "2026-11-03T15:10:01Z" } : entry,
    )
    expect(await verifyDossier({ ...dossier, timeline }, right)).toMatchObject({ ok: false, chain: { firstBadSeq: 5 } })
  })

  it("refuses a chain on which a head that the party received does not lie", async () => {
    const stray = { seq: 3, hash: "f".repeat(64) }
    expect(await verifyDossier(dossier, right, [stray])).toMatchObject({ ok: false, strayHeads: [stray] })
  })
})
