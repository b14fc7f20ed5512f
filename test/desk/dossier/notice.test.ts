import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { DossierDocument, NoticeKind } from "../../../shared/desk/dossier/document.ts"
import { tell } from "../../../shared/desk/dossier/notice-words.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import {
  dischargedAt,
  everyLaw,
  lawsWithNotices,
  ofKind,
  ofNoticeKind,
  only,
  retailerIn,
  textOf,
  under,
} from "./dossier-documents.ts"
import { earlyFacts, notifiedFacts, retailerFacts, scenarioFacts } from "./dossier-scenario.ts"

describe("a notice", () => {
  const notices = ofKind(under(retailerIn({ laws: everyLaw })), "notice")

  it("is written in every language of its law", () => {
    expect(notices.map(({ id }) => id)).toEqual(
      lawsWithNotices.flatMap((law) => law.noticeLanguages.map((language) => `notice-${law.id}-${language}`)),
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
    const general = true
    const text = (what: string) => ({ kind: "paragraph", tone: "plain", text: what })
    expect(information?.blocks).toEqual([
      { ...text("Ce qui a été affiché :"), general },
      { kind: "list", items: ["Le code postal"], general },
      { ...text("Affiché pour certaines livraisons, peut-être la vôtre :"), general },
      { kind: "list", items: ["La date de livraison", "Le nom ou les initiales de la personne qui a signé"], general },
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
    expect(happened).toMatch(/Date of the breach: This happened (on|between) \w+ \d+, 2026/)
    expect(happened).toContain("Delay: ")
    expect(textOf(notice.sections[1])).toContain("November 6, 2026")
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

  it("gives the code of the case, which the recipient's page and whoever answers name too", () => {
    for (const alias of [{}, { alias: "Maple Books" }])
      for (const notice of ofKind(under(retailerIn(alias)), "notice"))
        expect(textOf(notice)).toContain(retailerFacts.caseAlias)
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

const meaningHeading = { en: "What it can mean", fr: "Ce que cela peut signifier" }

describe("notices in two languages", () => {
  it.each(lawsWithNotices.map((law) => [law.id, law] as const))("under %s have the same parts", (id, law) => {
    const notices = ofKind(under(retailerIn({ laws: [id] })), "notice")
    expect(notices.map(({ language }) => language)).toEqual(law.noticeLanguages)
    const rule = law.rules.find(({ kind }) => kind === "tellIndividuals")
    const parts = rule?.content.filter((item) => item.under === undefined) ?? []
    for (const { language, sections } of notices) {
      const asksMeaning = rule?.content.some(({ source }) => source === "consequences")
      const meaning = law.noticeTitle === undefined && asksMeaning === false ? [meaningHeading[language]] : []
      const asksWhomToAsk = parts.some(({ source }) => source === "furtherInformation")
      const check = asksWhomToAsk ? [] : [tell({ language }, "headingCheck")]
      const headings = [...parts.map(({ label }) => label[language]), ...meaning, ...check]
      expect(sections.map(({ heading }) => heading).sort()).toEqual(headings.sort())
      for (const { blocks } of sections) expect(blocks.length).toBeGreaterThan(0)
    }
  })

  it.each(lawsWithNotices.map((law) => [law.id, law] as const))(
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

const contactable = { laws: ["ca-pipeda"], publicContact: { phone: "1-800-555-0142" } }
const idsOf = (party: Parameters<typeof retailerIn>[0], change: Parameters<typeof under>[1] = {}) =>
  under(retailerIn({ ...contactable, ...party }), change).documents.flatMap(({ id, noticeKind }) =>
    noticeKind === undefined ? [] : [id],
  )
const furtherIn = (kind: NoticeKind, party: Parameters<typeof retailerIn>[0]) =>
  ofNoticeKind(under(retailerIn({ ...contactable, ...party })), kind)
const headingsOf = ([notice]: readonly DossierDocument[]) => notice?.sections.map(({ heading }) => heading)
const early = ["early-notice-ca-pipeda-en", "early-notice-ca-pipeda-fr"]
const followUp = ["follow-up-notice-ca-pipeda-en", "follow-up-notice-ca-pipeda-fr"]

it("bears the day on which it was drawn, in the party's zone, whichever notice to people it is", () => {
  const facts = { laws: everyLaw, timeZone: "Pacific/Kiritimati", publicNoticeGrounds: ["noContactDetails" as const] }
  for (const party of [earlyFacts, { notifiedFacts }]) {
    const notices = under(retailerIn({ ...contactable, ...party, ...facts })).documents.filter(
      ({ kind, addressee }) => kind === "notice" && addressee === undefined,
    )
    expect(new Set(notices.map(({ noticeKind }) => noticeKind)).size).toBe(3)
    for (const notice of notices) {
      const { language, law, envelope } = notice
      const isOfStates = law?.startsWith("us-") === true
      const day = language === "fr" ? "7 novembre 2026" : isOfStates ? "November 7, 2026" : "7 November 2026"
      if (law === "us-ca-civil-1798-82") expect(textOf(notice.sections[1])).toContain(day)
      else expect(envelope?.date).toBe(day)
    }
  }
})

it("says what it can mean for the person after what was shown, whatever its law asks, and never that there is no risk", () => {
  for (const party of [{}, { notifiedFacts }, { publicNoticeGrounds: ["noContactDetails" as const] }, earlyFacts]) {
    const { documents } = under(retailerIn({ ...contactable, ...party, laws: everyLaw }))
    const notices = documents.filter(({ kind, addressee }) => kind === "notice" && addressee === undefined)
    expect(notices.length).toBeGreaterThan(20)
    for (const notice of notices) {
      const text = textOf(notice)
      const could = text.search(/Someone could use|Quelqu’un pourrait se servir/)
      expect(could).toBeGreaterThan(0)
      for (const shown of ["What was shown", "Ce qui a été affiché", "Affiché pour"])
        expect(text.lastIndexOf(shown)).toBeLessThan(could)
      expect(text).not.toMatch(/no risk|aucun risque/i)
    }
  }
})

describe("an early notice", () => {
  it("exists only while facts are missing, the duty runs and nobody was notified", () => {
    expect(idsOf(earlyFacts)).toEqual(early)
    expect(idsOf({ notice: { affected: 4500, notified: 0 } })).toEqual([])
    expect(idsOf({ notice: { affected: 4500, notified: 0 }, possibleShipments: 1 })).toEqual(early)
    expect(idsOf({ possibleShipments: 1 })).toEqual([])
    const facts = retailerIn({ ...contactable, ...earlyFacts })
    const settled = deriveDuties(facts, lawCatalogue).map((duty) => dischargedAt(duty, "2026-11-05T20:00:00Z"))
    expect(idsOf(earlyFacts, { duties: settled })).toEqual([])
  })

  it("is a draft until the party states by when it writes again, and then says that day", () => {
    const [draft] = furtherIn("earlyNotice", { ...earlyFacts, writeAgainBy: undefined })
    expect(draft?.title).toBe("Draft – Important information about your privacy")
    expect(draft?.missing).toEqual([
      {
        item: "write-again",
        sentence: "The day by which you write again is missing.",
        setBy: "POST /v1/cases/{caseAlias}/facts with writeAgainBy",
      },
    ])
    const [final] = furtherIn("earlyNotice", earlyFacts)
    expect(final?.missing).toEqual([])
    expect(textOf(final)).toContain("We will write again by 20 November 2026, also if nothing more is found.")
  })

  it("says what is known and what is not, and of nothing that it was not shown", () => {
    expect(headingsOf(furtherIn("earlyNotice", earlyFacts))).not.toContain("What we know so far")
    const [some] = furtherIn("earlyNotice", { notice: { affected: 4500, notified: 0 }, possibleShipments: 1 })
    const unknown = some?.sections.find(({ heading }) => heading === "What we do not know yet")
    expect(unknown?.blocks).toEqual([{ kind: "list", items: ["Which deliveries are concerned"] }])
    expect(textOf(some)).toContain("What was shown for some deliveries, maybe for yours:")
    expect(textOf(some)).not.toMatch(/was not shown|Yours was one/)
  })
})

describe("a follow-up", () => {
  const known = { fields: ["postal-code", "delivery-date", "signatory-name-or-initials"], shipments: 4500 }
  const asNow = { ...notifiedFacts, ...known, lastExposureAt: "2026-11-01T23:58:41Z" }

  it("exists once people were notified and something differs, or a promise to write again is open", () => {
    expect(idsOf({ notifiedFacts: asNow })).toEqual([])
    expect(idsOf({ alias: "Maple Books", notifiedFacts: { ...asNow, shipments: 4499 } })).toEqual(followUp)
    expect(idsOf({ notifiedFacts: { ...asNow, fields: ["postal-code"] } })).toEqual(followUp)
    expect(idsOf({ notifiedFacts: asNow, writeAgainBy: "2026-11-20T17:00:00Z" })).toEqual(followUp)
    const text = textOf(furtherIn("followUp", { notifiedFacts: asNow, writeAgainBy: "2026-11-20T17:00:00Z" })[0])
    expect(text).toContain("We have found nothing more since.")
    expect(text).not.toContain("We now know more.")
  })

  it("says when it wrote before, what is new, what was wrong, what is unchanged, and measures since then alone", () => {
    const [notice] = furtherIn("followUp", { alias: "Maple Books", notifiedFacts })
    expect(headingsOf(notice === undefined ? [] : [notice])).toEqual([
      "Why we write again",
      "What is new",
      "What was wrong",
      "What is unchanged",
      "What it can mean",
      "What you can do",
      "Where to ask",
    ])
    const text = textOf(notice)
    expect(text).toContain("Between 4 November 2026 and 5 November 2026 we wrote to you")
    expect(text).toContain("We now know of about 4,500 deliveries that are concerned. Before, we knew of about 3,900.")
    const wrong = notice?.sections.find(({ heading }) => heading === "What was wrong")?.blocks
    expect(
      wrong?.slice(0, 6).map((block) => (block.kind === "list" ? block.items : "text" in block && block.text)),
    ).toEqual([
      "In our first message we said that this was not shown:",
      ["The date of delivery", "The name or initials of the person who signed"],
      "That was wrong. It was shown, at least for some deliveries.",
      "In our first message we said that this was shown:",
      ["The pickup point"],
      "That was wrong. We have no record that it was shown.",
    ])
    const before = { from: "2026-11-01T17:00:00Z", to: "2026-11-01T17:00:00Z" }
    const since = textOf(furtherIn("followUp", { notifiedFacts: { ...notifiedFacts, ...before } })[0])
    expect(since).toContain("What has been done since")
    expect(since).toContain("The tool can no longer be used in this way.")
    expect(since).not.toContain("The tool no longer answers the person")
  })

  it("corrects nothing that an early notice did not say, and names no number of a discreet retailer", () => {
    const [afterEarly] = furtherIn("followUp", { notifiedFacts: { ...notifiedFacts, early: true } })
    expect(textOf(afterEarly)).not.toContain("we said that this was not shown")
    expect(headingsOf(afterEarly === undefined ? [] : [afterEarly])).toContain("What was shown and what was not")
    expect(textOf(furtherIn("followUp", { notifiedFacts }))).not.toMatch(/4,500|3,900|4 500/)
  })
})

describe("a public notice", () => {
  const recorded = { publicNoticeGrounds: ["noContactDetails" as const] }

  it("exists only once its ground is recorded", () => {
    expect(idsOf({})).toEqual([])
    expect(idsOf(recorded)).toEqual(["public-notice-ca-pipeda-en", "public-notice-ca-pipeda-fr"])
  })

  it("says how many cannot be reached only if that is the ground, and has no code", () => {
    const textIn = (party: Parameters<typeof retailerIn>[0]) => textOf(furtherIn("publicNotice", party)[0])
    expect(textIn({ ...recorded, alias: "Maple Books" })).toContain("For about 600 deliveries, we do not know how")
    expect(textIn({ publicNoticeGrounds: ["furtherHarm"], alias: "Maple Books" })).not.toContain("do not know how")
    expect(textIn(recorded)).not.toMatch(/WS-|600|4,500/)
    expect(textIn(recorded)).toContain("If Northpost delivered a parcel to you")
  })

  it("says nothing of what a party sells, and names a discreet one to nobody", () => {
    const exposuresByField = [{ field: "retailer", shipments: 4500 }]
    const shown = { ...recorded, goods: "health" as const, exposuresByField }
    const text = textOf(furtherIn("publicNotice", shown))
    expect(text).not.toMatch(/conclusions|health|santé|cannabis/i)
    expect(textOf(furtherIn("followUp", { ...shown, notifiedFacts }))).not.toMatch(/health|santé|cannabis/i)
  })

  it("in California has the headings that the law words", () => {
    const party = { ...recorded, laws: ["us-ca-civil-1798-82"], lawEnforcementDelay: false }
    expect(headingsOf(furtherIn("publicNotice", party))).toEqual([
      "From",
      "Date of this notice",
      "What Happened?",
      "What Information Was Involved?",
      "What it can mean",
      "What We Are Doing",
      "Is your delivery concerned?",
      "What You Can Do",
      "For More Information",
      "Delay",
    ])
  })
})
