import { describe, expect, it } from "@jest/globals"
import { lawCoverage } from "../../shared/desk/cases/coverage-of-party.ts"
import { asksNothing, notLookedAt, reviewsInWords } from "../../shared/desk/dossier/law-coverage-in-words.ts"
import { deriveDuties } from "../../shared/desk/duties/derive-duties.ts"
import { updateDuties } from "../../shared/desk/duties/update-duties.ts"
import type { PartyFactsInput } from "../../shared/desk/facts.ts"
import { findLaw, lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import type { ReviewOfRule } from "../../shared/desk/law/law.ts"
import { reviewsOfLaw } from "../../shared/desk/law/standing-in-words.ts"
import { lawsOfSide } from "../../shared/desk/law-coverage.ts"
import { retailerIn, textOf, under } from "./dossier/dossier-documents.ts"
import { retailerFacts, scenarioFacts } from "./dossier/dossier-scenario.ts"
import { aReview } from "./law/a-review.ts"

const aware = (day: string) => ({ timeZone: "America/Toronto", awareAt: `${day}T12:00:00Z` })

const coverage = (
  laws: string[],
  shipmentsByRegion: Record<string, number>,
  more: { possibleShipments?: number; possibleByRegion?: Record<string, number> } = {},
) =>
  lawCoverage(
    {
      laws,
      shipments: Object.values(shipmentsByRegion).reduce((sum, one) => sum + one, 0),
      shipmentsByRegion,
      ...more,
      ...aware("2026-11-01"),
    },
    lawCatalogue,
  )

describe("a law whose text came into force after the time that counts", () => {
  const found = (law: string, times: { awareAt: string; determinedAt?: string; discoveredAt?: string }) =>
    lawCoverage(
      { laws: [law], shipments: 1, shipmentsByRegion: {}, timeZone: "America/Toronto", ...times },
      lawCatalogue,
    ).laterText

  it.each([
    ["ca-pipeda", { awareAt: "2018-10-31T12:00:00Z" }, true],
    ["ca-pipeda", { awareAt: "2018-10-31T12:00:00Z", determinedAt: "2018-11-01T12:00:00Z" }, false],
    ["ca-pipeda", { awareAt: "2018-11-01T12:00:00Z" }, false],
    ["ca-on-fippa", { awareAt: "2025-06-30T12:00:00Z" }, true],
    ["ca-on-fippa", { awareAt: "2025-07-01T12:00:00Z" }, false],
    ["us-ny-gbl-899-aa", { awareAt: "2024-12-22T12:00:00Z", discoveredAt: "2024-12-20T12:00:00Z" }, true],
    ["us-ny-gbl-899-aa", { awareAt: "2024-12-22T12:00:00Z", discoveredAt: "2024-12-21T12:00:00Z" }, false],
    ["ca-bc-pipa", { awareAt: "1999-01-01T12:00:00Z" }, false],
  ])("%s with %j: %s", (law, times, isLater) => {
    expect(found(law, times)).toEqual(isLater ? [law] : undefined)
  })

  it("derives no duty, and is named in words: never nothing without a sentence", () => {
    const party = { ...retailerFacts, laws: ["ca-on-fippa"], ...aware("2024-06-01"), determinedAt: undefined }
    expect(deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)).toEqual([])
    const { laws } = party
    const named = lawCoverage(
      { laws, shipments: 1, shipmentsByRegion: { "CA-ON": 1 }, ...aware("2024-06-01") },
      lawCatalogue,
    )
    const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }
    expect(notLookedAt(named, nameOf, "en")).toEqual([
      "Law of which the exchange has, for some of what it asks, only a text that came into force later: Ontario FIPPA. The exchange does not know what it asked then: check it.",
    ])
    expect(notLookedAt(named, nameOf, "fr")[0]).toContain(
      "La plateforme d’échange ne sait pas ce qu’il demandait alors",
    )
  })
})

describe("the places that no configured law covers", () => {
  it.each([
    [["ca-pipeda"], { "CA-QC": 3, "CA-ON": 1 }, []],
    [["ca-pipeda"], { "CA-QC": 3, "US-TX": 1, DE: 2 }, ["DE", "US-TX"]],
    [["ca-on-fippa"], { "CA-ON": 3, "CA-QC": 1, CA: 1 }, ["CA", "CA-QC"]],
    [["us-tx-bcc-521-053"], { "US-TX": 3, US: 1 }, ["US"]],
    [["eu-gdpr"], { DE: 3, FR: 1, GB: 1, NO: 1 }, ["GB", "NO"]],
    [[], { "CA-QC": 3 }, ["CA-QC"]],
  ])("of %j with shipments to %j are %j", (laws, regions, elsewhere) => {
    expect(coverage(laws, regions)).toEqual({ laws, elsewhere })
  })

  it("are unknown where the recipients are: all, or some", () => {
    expect(coverage(["ca-pipeda"], {}).unknown).toBe("all")
    expect(coverage(["ca-pipeda"], { unknown: 4 }).unknown).toBe("all")
    expect(coverage(["ca-pipeda"], { unknown: 4, "CA-ON": 1 })).toEqual({
      laws: ["ca-pipeda"],
      elsewhere: [],
      unknown: "some",
    })
    expect(coverage(["ca-pipeda"], { "CA-ON": 1 }, { possibleShipments: 2 }).unknown).toBe("some")
  })

  it("are looked for among shipments that were only possibly exposed, as far as their place is known", () => {
    const possible = (possibleByRegion: Record<string, number>) =>
      coverage(["ca-pipeda"], { "CA-ON": 1 }, { possibleShipments: 2, possibleByRegion })
    expect(possible({ "US-TX": 1, "CA-ON": 1 })).toEqual({ laws: ["ca-pipeda"], elsewhere: ["US-TX"] })
    expect(possible({ "US-TX": 1, unknown: 1 }).unknown).toBe("some")
    // Release 0.1.0 counted no region of them.
    expect(possible({ "US-TX": 1 }).unknown).toBe("some")
  })

  it("are named in words, with what was not looked at, and nothing says that no law asks for more", () => {
    const found = coverage(["ca-pipeda"], { "US-TX": 1, "US-NY": 1, DE: 1, unknown: 1 })
    const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }
    expect(notLookedAt(found, nameOf, "en")).toEqual([
      "Recipients are also where no configured law covers them: Germany and United States (NY, TX). The exchange has not looked at the law there: check what it asks.",
      "The exchange does not know where some of the recipients are, so it has not looked at the law of those places: check what that law asks.",
    ])
    expect(notLookedAt(found, nameOf, "fr").map((line) => line.replaceAll("\u00a0", " "))).toEqual([
      "Des destinataires se trouvent aussi dans des lieux que ne couvre aucune loi configurée : Allemagne et États-Unis (NY, TX). La plateforme d’échange n’y a pas examiné la loi : vérifiez ce qu’elle demande.",
      "La plateforme d’échange ne sait pas où se trouvent certains des destinataires et n’a donc pas examiné la loi de ces lieux : vérifiez ce que cette loi demande.",
    ])
    expect(asksNothing(found, nameOf, "en")).toBe(
      "The laws looked at (PIPEDA) give no further duty in this case, as far as is known. The exchange has not looked at any other law.",
    )
    expect(asksNothing(coverage([], { DE: 1 }), nameOf, "en")).toBe(
      "No law is configured here, so the exchange has not looked at any.",
    )
    expect(asksNothing(undefined, nameOf, "fr")).toContain("La plateforme d’échange n’a examiné aucune autre loi.")
  })
})

describe("how far counsel reviewed the laws that are looked at", () => {
  const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }
  const pipeda = (...reviews: ReviewOfRule[][]) => {
    const law = lawCatalogue.find(({ id }) => id === "ca-pipeda")
    if (law === undefined) throw new Error("no PIPEDA")
    return reviewsOfLaw({ ...law, rules: law.rules.map((rule, place) => ({ ...rule, reviews: reviews[place] ?? [] })) })
  }
  const plain = (...words: Parameters<typeof reviewsInWords>) =>
    reviewsInWords(...words).map((line) => line.replaceAll("\u00a0", " "))

  it("is counted by rule: this text, another text alone, or none", () => {
    const reviews = [pipeda([aReview(), aReview({ ofThisText: false })], [aReview({ ofThisText: false })])]
    expect(reviews).toEqual([{ law: "ca-pipeda", reviewed: 1, changed: 1, unreviewed: 2 }])
    const fippa = { law: "ca-on-fippa", reviewed: 0, changed: 0, unreviewed: 3 }
    expect(plain([...reviews, fippa], nameOf, "en")).toEqual([
      "Rules with a lawyer’s review on record: PIPEDA, 1 of 4 (another text: 1); Ontario FIPPA, 0 of 3.",
    ])
    expect(plain(reviews, nameOf, "fr")).toEqual([
      "Règles dont une revue du texte par un juriste est consignée : LPRPDE, 1 sur 4 (un autre texte : 1).",
    ])
  })

  it("is not said of laws without rules", () => {
    expect(reviewsInWords([{ law: "ca-bc-pipa", reviewed: 0, changed: 0, unreviewed: 0 }], nameOf, "en")).toEqual([])
  })
})

describe("a law that is configured for a party and that this deployment does not have", () => {
  const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }
  const gone = ["us-xx-own-act"]

  it("is told to the party, and never called looked at", () => {
    const found = coverage(["ca-pipeda", ...gone], { "CA-ON": 1 })
    expect(found).toEqual({ laws: ["ca-pipeda"], notHere: gone, elsewhere: [] })
    expect(notLookedAt(found, nameOf, "en")).toEqual([
      "Law that is configured for you, and that the exchange does not have: us-xx-own-act. The exchange derives no new duty from it: check what it asks, and tell the operator of the exchange.",
    ])
    expect(notLookedAt(found, nameOf, "fr")[0]).toContain("et avisez son exploitant.")
    expect(asksNothing(found, nameOf, "en")).toContain("The laws looked at (PIPEDA) give no further duty")
    expect(asksNothing(coverage(gone, { "CA-ON": 1 }), nameOf, "en")).toBe(
      "The exchange has not looked at any law here.",
    )
  })

  it("stops nothing: its party has the duties of its other laws, and keeps those that are stored", () => {
    const factsUnder = (laws: string[]) => scenarioFacts({ parties: [{ ...retailerFacts, laws }] })
    const both = factsUnder(["ca-on-fippa", "eu-gdpr"])
    const without = lawCatalogue.filter(({ id }) => id !== "eu-gdpr")
    expect(deriveDuties(both, without)).toEqual(deriveDuties(factsUnder(["ca-on-fippa"]), lawCatalogue))
    const stored = deriveDuties(both, lawCatalogue)
    expect(updateDuties(stored, both, without, "2026-11-05T12:00:00Z")).toEqual({ changed: [], lapsed: [] })
  })
})

describe("a law that nobody has read", () => {
  const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }

  it("gives one sentence, and never a duty, a date, or another sentence on its region", () => {
    const found = coverage(["ca-ab-popa"], { "CA-AB": 3 })
    expect(found).toEqual({ laws: [], unread: ["ca-ab-popa"], elsewhere: [] })
    expect(notLookedAt(found, nameOf, "en")).toEqual([
      "Law that binds you, or may, and that nobody has read for the exchange: Alberta POPA. It gives no duty and no date here: check what it asks.",
    ])
    expect(notLookedAt(found, nameOf, "fr").map((line) => line.replaceAll("\u00a0", " "))).toEqual([
      "Droit qui vous lie, ou vous lie peut-être, et que personne n’a lu pour la plateforme d’échange : POPA de l’Alberta. Il ne donne ici ni obligation ni date : vérifiez ce qu’il demande.",
    ])
    expect(asksNothing(found, nameOf, "en")).toBe("The exchange has not looked at any law here.")
    const party = { ...retailerFacts, laws: ["ca-ab-popa"] }
    expect(deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)).toEqual([])
  })

  it("is not to be confirmed as if its time ran, if it binds by where people live", () => {
    const popa = findLaw("ca-ab-popa")
    if (popa === undefined) throw new Error("no POPA")
    const laws = [{ ...popa, reach: "residents" as const }]
    const shipmentsByRegion = { "CA-AB": 1 }
    expect(lawsOfSide(laws, [], { shipmentsByRegion }).laws).toEqual(["ca-ab-popa"])
    const party = { laws: ["ca-ab-popa"], configuredLaws: [], shipments: 1, shipmentsByRegion, ...aware("2026-11-01") }
    expect(lawCoverage(party, laws)).toEqual({ laws: [], unread: ["ca-ab-popa"], elsewhere: [] })
  })

  it("is named to its party in a summary beside the duties of the laws that were read", () => {
    const shipmentsByRegion = { "CA-AB": 4_500 }
    const party = retailerIn({ laws: ["ca-ab-popa", "ca-pipeda"], shipmentsByRegion })
    for (const [language, sentence] of [
      ["en", "that nobody has read for the exchange: Alberta POPA."],
      ["fr", "POPA de l’Alberta. Il ne donne ici ni obligation ni date"],
    ] as const)
      expect(textOf(under(party, { language }).documents.find(({ id }) => id === "summary"))).toContain(sentence)
  })
})

describe("laws that bind by where people live", () => {
  const toConfirm = (configured: string[], shipmentsByRegion: Record<string, number>) =>
    lawsOfSide(lawCatalogue, configured, { shipmentsByRegion }).toConfirm

  it.each([
    [["ca-pipeda"], { "US-CA": 1, "CA-ON": 9 }, ["us-ca-civil-1798-82"]],
    [
      ["ca-pipeda"],
      { "US-CA": 1, "US-TX": 1, "US-NY": 1 },
      ["us-ca-civil-1798-82", "us-ny-gbl-899-aa", "us-tx-bcc-521-053"],
    ],
    // Nobody knows which state.
    [["us-tx-bcc-521-053"], { US: 1 }, ["us-ca-civil-1798-82", "us-ny-gbl-899-aa"]],
    [["us-ca-civil-1798-82"], { "US-CA": 1 }, []],
    // A law that binds by establishment owes nothing to a few parcels abroad.
    [["ca-pipeda"], { DE: 1, "CA-QC": 1, unknown: 1, "US-CA": 0 }, []],
  ])("beside %j with shipments to %j are %j", (configured, regions, found) => {
    expect(toConfirm(configured, regions)).toEqual(found)
  })

  it.each([
    [{ "US-CA": 1 }, ["us-ca-civil-1798-82"]],
    [{ US: 1 }, ["us-ca-civil-1798-82", "us-ny-gbl-899-aa", "us-tx-bcc-521-053"]],
    [{ unknown: 1 }, []],
  ])("are looked at for shipments to %j that were only possibly exposed: %j", (possibly, found) => {
    const possible = { exposures: 1, shipments: 1, alerted: 0, shipmentsByRegion: possibly }
    expect(lawsOfSide(lawCatalogue, ["ca-pipeda"], { shipmentsByRegion: { "CA-ON": 9 }, possible }).toConfirm).toEqual(
      found,
    )
  })

  it("cover their place, are told to be confirmed, and give duties that are never called a legal certainty", () => {
    const { laws } = lawsOfSide(lawCatalogue, ["ca-pipeda"], { shipmentsByRegion: { "US-CA": 4500 } })
    const party = {
      laws: [...laws],
      configuredLaws: ["ca-pipeda"],
      shipments: 4500,
      shipmentsByRegion: { "US-CA": 4500 },
      ...aware("2026-11-01"),
    }
    const found = lawCoverage(party, lawCatalogue)
    expect(found).toEqual({
      laws: ["ca-pipeda", "us-ca-civil-1798-82"],
      toConfirm: ["us-ca-civil-1798-82"],
      elsewhere: [],
    })
    const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }
    const plain = (language: "en" | "fr") =>
      notLookedAt(found, nameOf, language).map((line) => line.replaceAll("\u00a0", " "))
    expect(plain("en")).toEqual([
      "Law that is not configured for you, and protects people who live where some of the recipients are or may be: Cal. Civ. Code § 1798.82. Confirm whether it binds you. Until then what it asks is among your duties, and its time runs.",
    ])
    expect(plain("fr")[0]).toContain("Confirmez s’il vous lie.")
  })
})

describe("a party’s dossier", () => {
  const summaryOf = (change: Partial<PartyFactsInput>, language: "en" | "fr") =>
    textOf(under(retailerIn(change), { language }).documents.find(({ id }) => id === "summary"))

  it("names the places whose law was not looked at, with duties and without", () => {
    const shipmentsByRegion = { "CA-ON": 4_000, "US-TX": 500 }
    const summary = summaryOf({ laws: ["ca-on-fippa"], shipmentsByRegion }, "en")
    expect(summary).toContain("Recipients are also where no configured law covers them: United States (TX).")
    const covered = summaryOf({ laws: ["ca-on-fippa"], shipmentsByRegion: { "CA-ON": 4_500 } }, "en")
    expect(covered).not.toMatch(/Recipients are also|recipients are is not known/)
    const toConfirm = summaryOf(
      { laws: ["ca-on-fippa", "us-tx-bcc-521-053"], configuredLaws: ["ca-on-fippa"], shipmentsByRegion },
      "en",
    )
    expect(toConfirm).toContain("Confirm whether this law binds you")
    expect(toConfirm).toContain("some of the recipients are or may be: Tex. Bus. & Com. Code")
    const withoutLaw = summaryOf({ laws: [], shipmentsByRegion }, "fr")
    expect(withoutLaw).toContain("Aucune loi n’est configurée ici : la plateforme d’échange n’en a examiné aucune.")
    expect(withoutLaw).toMatch(/ne couvre aucune loi configurée.: Canada \(ON\) et États-Unis \(TX\)\./)
  })
})
