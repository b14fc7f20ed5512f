import { describe, expect, it } from "@jest/globals"
import type { PublicNoticeGround } from "../../../shared/base/contracts/words.ts"
import type { Dossier } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { verifyDossier } from "../../../shared/desk/dossier/verify-dossier.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Law, ReviewOfRule } from "../../../shared/desk/law/law.ts"
import { aReview } from "../law/a-review.ts"
import { ofKind, only, retailerIn, tableRowsUnder, textOf, under } from "./dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioDossierInput, scenarioFacts, timelineOf } from "./dossier-scenario.ts"

describe("the words about what proves it", () => {
  const verified = (receivedHeads: number, language: "en" | "fr") => {
    const input = scenarioDossierInput({ language })
    const heads = Array.from({ length: receivedHeads }, () => ({ at: "2026-11-03T00:00:00Z", head: input.head }))
    return textOf(only(ofKind(buildDossier({ ...input, receivedHeads: heads }), "evidence")))
  }

  it("speak of one head as one, and name the MAC as people do", () => {
    expect(verified(1, "en")).toContain("The one head that this party received earlier is on it.")
    expect(verified(2, "en")).toContain("All 2 heads that this party received earlier are on it.")
    expect(verified(1, "fr")).toContain("La seule tête reçue auparavant par cette partie s’y trouve.")
    expect(verified(1, "fr")).not.toContain("HMAC_")
  })
})

describe("the facts for the legal tests", () => {
  const evidenceIn = (language: "en" | "fr", party = "leafline") =>
    textOf(only(ofKind(buildDossier(scenarioDossierInput({ language, party })), "evidence")))

  it("stand in the evidence with their source, and in no document that leaves the house", () => {
    const text = evidenceIn("en")
    expect(text).toMatch(/Ontario FIPPA, s\. 40\.1: Is it reasonable to believe/)
    expect(text).toContain("The exchange does not answer a test: the party does.")
    expect(text).toMatch(/Shown for 4,500 of 4,500 exposed shipments: [^(]+\. \(exposures\)/)
    expect(evidenceIn("fr")).toContain("Faits pour les critères des lois")
    for (const document of buildDossier(scenarioDossierInput()).documents)
      if (document.audience === "outgoing") expect(textOf(document)).not.toMatch(/\(exposures\)|\(findings\)/)
  })

  it("say by when a law has the party answer: Australia's by the end of the 30th day (s. 26WH(2)(b))", () => {
    const evidence = (law: string) =>
      textOf(only(ofKind(under(retailerIn({ laws: [law], timeZone: "Australia/Sydney" })), "evidence")))
    // Aware on 3 November in Sydney.
    expect(evidence("au-privacy-act")).toMatch(/To be answered by .*2026-12-03 23:59.* \(s\. 26WH\(2\)\(b\)\)\./)
    expect(evidence("ca-pipeda")).not.toContain("To be answered by")
  })

  it("say nothing of another party's retailer or carrier", () => {
    expect(
      evidenceIn("en", "leafline").split("Facts for the legal tests")[1]?.split("Other parties in your reports")[0],
    ).not.toMatch(/northpost|maple/i)
  })
})

describe("the target of another party's duty", () => {
  const law = "us-ny-gbl-899-aa"
  const facts = scenarioFacts({
    parties: [
      { ...retailerFacts, laws: [] },
      { ...carrierFacts, laws: [law] },
    ],
  })
  const summary = (lawsOfOthers?: ReadonlyMap<string, readonly Law[]>) =>
    textOf(only(ofKind(under(facts, { preparedAt: "2026-11-12T00:00:00Z", lawsOfOthers }), "summary")))

  it("is that of the text that this party's duty follows", () => {
    const clock = { kind: "within", amount: 30, unit: "calendarDays", from: "discovery" } as const
    const withoutTarget = lawCatalogue.map((one) => ({ ...one, rules: one.rules.map((rule) => ({ ...rule, clock })) }))
    expect(summary()).toContain("Past its own target")
    expect(summary(new Map([["northpost", withoutTarget]]))).not.toContain("Past its own target")
  })
})

describe("the ground of a public notice", () => {
  const warned = (laws: readonly string[], publicNoticeGrounds: readonly PublicNoticeGround[]) => {
    const party = retailerIn({ laws: [...laws], publicNoticeGrounds: [...publicNoticeGrounds] })
    const warnings = only(ofKind(under(party), "summary")).warnings ?? []
    return warnings.filter((text) => text.includes("public notice"))
  }

  it.each<[string, PublicNoticeGround[], string]>([
    ["us-ca-civil-1798-82", ["noContactDetails"], ""],
    ["us-ca-civil-1798-82", ["furtherHarm", "undueHardship"], ""],
    ["us-ca-civil-1798-82", ["furtherHarm"], "Cal. Civ. Code § 1798.82 (j)(3) lets a public notice stand"],
    ["eu-gdpr", ["noContactDetails"], "GDPR art. 34(3)(c) lets a public notice stand"],
    ["ca-pipeda", ["furtherHarm"], ""],
    ["us-ny-gbl-899-aa", ["noContactDetails"], "under N.Y. GBL § 899-aa was not read"],
    ["us-ny-gbl-899-aa", [], ""],
  ])("under %s, as %j: %s", (law, grounds, sentence) => {
    const found = warned([law], grounds)
    if (sentence === "") expect(found).toEqual([])
    else expect(found.map((text) => text.replaceAll(/\s/g, " "))).toEqual([expect.stringContaining(sentence)])
  })
})

describe("the laws applied", () => {
  it("name a law that asks for nothing, and how each rule was read", () => {
    const laws = ["ca-bc-pipa", "ca-ab-popa", "ca-pipeda", "ca-ab-pipa"]
    const text = textOf(only(ofKind(under(retailerIn({ laws })), "evidence")))
    expect(text).toMatch(/BC PIPA.*asks for no notice and no register.*No duty/)
    expect(text).toMatch(/Alberta POPA.*Public bodies of Alberta.*Read by nobody here: what it asks is not known/)
    expect(text).toContain("Read word for word on 25 November 2026")
    expect(text).toContain("Read in part, in accounts of it")
    expect(text).toContain("Not verified")
  })

  describe("and reviewed by counsel of the stage", () => {
    const party = retailerIn({ laws: ["ca-ab-pipa"] })
    const reviewedBy = (...reviews: ReviewOfRule[]) => {
      const laws = lawCatalogue.map((law) => ({ ...law, rules: law.rules.map((rule) => ({ ...rule, reviews })) }))
      const dossier = under(party, { laws })
      const { warnings, sections } = only(ofKind(dossier, "summary"))
      const warned = warnings?.join("\n") ?? ""
      return { evidence: textOf(only(ofKind(dossier, "evidence"))), warned, summary: textOf(sections) }
    }
    const questions = (evidence: string) => evidence.split("Open questions for counsel")[1] ?? ""

    it("say of each rule that nobody was", () => {
      const { evidence, warned } = reviewedBy()
      expect(evidence).toContain("No lawyer’s review of this text is recorded")
      expect(warned).toContain("Rules applied here of whose text no lawyer’s review is recorded: 2 of 2.")
      expect(warned).toContain("Rules to be confirmed with counsel: 2 of 2.")
    })

    it("say who agrees, and ask nothing more of that rule", () => {
      const { evidence, warned, summary } = reviewedBy(aReview())
      expect(summary).toContain("Reviewed by A. Counsel, Toronto on 2 December 2026: agrees")
      expect(evidence).toContain("Reviewed by A. Counsel, Toronto on 2 December 2026: agrees")
      expect(warned).not.toMatch(/No lawyer|confirmed with counsel|differs/)
      expect(evidence).not.toContain("To be confirmed with counsel")
    })

    it("say who differs and why, and keep the question open", () => {
      const { evidence, warned } = reviewedBy(aReview(), aReview({ verdict: "differs", remark: "Clock is 48 hours." }))
      expect(questions(evidence)).toContain("2 December 2026: differs (“Clock is 48 hours.”)")
      expect(warned).toContain("Rules applied here with which counsel differs: 2 of 2.")
    })

    it("say of a review of another text that it is of none", () => {
      const { evidence, warned } = reviewedBy(aReview({ ofThisText: false }))
      expect(evidence).toContain(
        "No lawyer’s review of this text is recorded; another one was reviewed by A. Counsel, Toronto on 2 December 2026",
      )
      expect(warned).toContain("no lawyer’s review is recorded: 2 of 2.")
      expect(warned).toContain("Rules to be confirmed with counsel: 2 of 2.")
    })
  })
})

describe("a timeline of thousands of entries", () => {
  const acts = Array.from({ length: 3_000 }, (_, number) => ({
    at: new Date(Date.parse("2026-11-01T16:20:00Z") + number * 1_000).toISOString(),
    actor: "hub",
    type: "IndividualsNotified",
    data: { shipments: 500 },
  }))
  const { entries: timeline, head } = timelineOf(acts)
  const subjects = Array.from({ length: 1_200 }, (_, number) => `fingerprint-${number}`)
  const input = (language: "en" | "fr") => {
    const given = scenarioDossierInput({ language })
    const facts = { ...given.facts, accessor: { ...given.facts.accessor, subjects, networks: [], prefixes: [] } }
    return { ...given, facts, timeline, head }
  }
  const rowsIn = (dossier: Dossier, heading: string) => tableRowsUnder(only(ofKind(dossier, "evidence")), heading)

  it("is whole in the JSON, and the document shows the first and the latest entries and says how many there are", () => {
    const dossier = buildDossier(input("en"))
    expect(dossier.timeline).toHaveLength(3_000)
    const entries = rowsIn(dossier, "Timeline")
    expect(entries).toHaveLength(500)
    expect([entries[0]?.[0], entries[99]?.[0], entries[100]?.[0], entries[499]?.[0]]).toEqual([
      "1",
      "100",
      "2601",
      "3000",
    ])
    expect(rowsIn(dossier, "Accessors")).toHaveLength(500)
    const text = textOf(only(ofKind(dossier, "evidence")))
    expect(text).toContain("The timeline has 3,000 entries. This table shows the first 100 and the latest 400.")
    expect(text).toContain("The case has 1,200 accessors. This table shows 500 of them.")
    expect(text).toContain("is intact from its first entry to its head")
    expect(textOf(only(ofKind(buildDossier(input("fr")), "evidence")))).toContain("Ce tableau montre les 100 premières")
  })

  it("that has no more than 500 entries is shown whole, without such a sentence", () => {
    const few = timelineOf(acts.slice(0, 500))
    const dossier = buildDossier({ ...scenarioDossierInput(), timeline: few.entries, head: few.head })
    expect(rowsIn(dossier, "Timeline")).toHaveLength(500)
    expect(textOf(only(ofKind(dossier, "evidence")))).not.toContain("This table shows")
  })
})

describe("verifying a dossier", () => {
  const dossier = buildDossier(scenarioDossierInput())
  const right = async () => true

  it("accepts it as it was built", async () => {
    expect(await verifyDossier(dossier, right)).toMatchObject({ ok: true, macHolds: true, strayHeads: [] })
  })

  it("says that the MAC was not checked when it could not be checked", async () => {
    expect(await verifyDossier(dossier)).toMatchObject({ ok: true, macHolds: null })
  })

  it("refuses a head whose MAC is wrong", async () => {
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
