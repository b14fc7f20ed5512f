import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { everyLaw, lawsWithDuties, ofKind, only, retailerIn, textOf, under } from "./dossier-documents.ts"
import { retailerFacts, scenarioFacts } from "./dossier-scenario.ts"

describe("a notice", () => {
  const notices = ofKind(under(retailerIn({ laws: everyLaw })), "notice")

  it("is written in every language of its law", () => {
    expect(notices.map(({ id }) => id)).toEqual(
      lawsWithDuties.flatMap((law) => law.noticeLanguages.map((language) => `notice-${law.id}-${language}`)),
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

  it("says what was shown of each delivery, what only of some, and what was not, in its own language", () => {
    const french = notices.find(({ id }) => id === "notice-ca-pipeda-fr")
    const [, , information] = french?.sections ?? []
    const text = (what: string) => ({ kind: "paragraph", tone: "plain", text: what })
    expect(information?.blocks).toEqual([
      text("Ce qui a été affiché :"),
      { kind: "list", items: ["Le code postal"] },
      text("Affiché pour certaines livraisons, peut-être la vôtre :"),
      { kind: "list", items: ["La date de livraison", "Le nom ou les initiales de la personne qui a signé"] },
      text("Ce qui n’a pas été affiché :"),
      {
        kind: "list",
        items: [
          "Le nom de la personne qui a commandé",
          "L’adresse de livraison",
          "Les renseignements de paiement",
          "Le contenu de la commande",
        ],
      },
    ])
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
    expect(notice.title).toBe("Draft – Notice of Data Breach")
    expect(notice.envelope?.subject).toBe("Notice of Data Breach")
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
    expect(textOf(notice.sections[1])).toContain("6 November 2026")
    expect(notice.missing).toEqual([
      {
        item: "law-enforcement",
        sentence: "“Delay” is missing.",
        setBy: "POST /v1/cases/{caseAlias}/facts with lawEnforcementDelay",
      },
    ])
    const stated = ofKind(under(retailerIn({ laws: everyLaw, lawEnforcementDelay: false })), "notice")
    const complete = only(stated.filter(({ law }) => law === "us-ca-civil-1798-82"))
    expect(complete).toMatchObject({ title: "Notice of Data Breach", missing: [] })
    expect(textOf(complete)).toContain("The police did not ask us to wait.")
  })

  it("without a place to ask is a draft, shows the gap and says what sets it", () => {
    const { publicContact: _publicContact, ...bare } = retailerFacts
    const [notice] = ofKind(under(scenarioFacts({ parties: [bare] })), "notice")
    expect(notice?.title).toMatch(/^Draft – /)
    expect(notice?.missing).toMatchObject([
      { item: "further-information", setBy: "documents.publicContact of the party in the parties file" },
    ])
    expect(notice?.sections.find(({ heading }) => heading === "Where to ask")?.blocks).toEqual([
      { kind: "paragraph", text: "[to be added]", tone: "gap" },
    ])
  })
})

describe("notices in two languages", () => {
  it.each(lawsWithDuties.map((law) => [law.id, law] as const))("under %s have the same parts", (id, law) => {
    const notices = ofKind(under(retailerIn({ laws: [id] })), "notice")
    expect(notices.map(({ language }) => language)).toEqual(law.noticeLanguages)
    const rule = law.rules.find(({ kind }) => kind === "tellIndividuals")
    const parts = rule?.content.filter((item) => item.under === undefined) ?? []
    for (const { language, sections } of notices) {
      expect(sections.map(({ heading }) => heading).sort()).toEqual(parts.map(({ label }) => label[language]).sort())
      for (const { blocks } of sections) expect(blocks.length).toBeGreaterThan(0)
    }
  })

  it.each(lawsWithDuties.map((law) => [law.id, law] as const))(
    "under %s say what happened before when, what was seen, and when the sender learned of it",
    (id, law) => {
      const content = law.rules.find(({ kind }) => kind === "tellIndividuals")?.content ?? []
      const headingsOf = (...sources: string[]) =>
        content.filter(({ source, under: above }) => above === undefined && sources.includes(source))
      for (const { language, sections } of ofKind(under(retailerIn({ laws: [id] })), "notice")) {
        const place = (item: (typeof content)[number]) =>
          sections.findIndex(({ heading }) => heading === item.label[language])
        const [happened] = headingsOf("circumstances").map(place)
        for (const later of headingsOf("awareness", "period", "information").map(place))
          expect(happened).toBeLessThan(later)
      }
    },
  )
})
