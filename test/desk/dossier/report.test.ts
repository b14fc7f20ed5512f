import { describe, expect, it } from "@jest/globals"
import { documentWishSchema } from "../../../shared/desk/documents/requested-document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import type { CaseFacts, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { replacedOn } from "../../../shared/desk/law/law.ts"
import { publishedWalk } from "../../builders/findings.ts"
import {
  dischargedAt,
  everyLaw,
  lawsWithDuties,
  ofKind,
  only,
  retailerIn,
  rowOf,
  rowsOf,
  textOf,
  under,
} from "./dossier-documents.ts"
import {
  carrierFacts,
  playSteps,
  retailerFacts,
  scenarioDossierInput,
  scenarioFacts,
  scenarioSteps,
} from "./dossier-scenario.ts"

describe("a regulator's report", () => {
  const reports = ofKind(under(retailerIn({ laws: everyLaw })), "regulatorReport")

  it("exists for every law of the pack that asks for one", () => {
    expect([...new Set(reports.map(({ law }) => law))]).toEqual(lawsWithDuties.map(({ id }) => id))
  })

  it("is a document of its own for each stage", () => {
    const stages = ["report-eu-nis2-early-warning", "report-eu-nis2", "report-eu-nis2-final-report"]
    expect(reports.filter(({ law }) => law === "eu-nis2").map(({ id }) => id)).toEqual(stages)
    for (const document of stages)
      expect(documentWishSchema.parse({ format: "pdf", document })).toMatchObject({ document })
  })

  it.each(lawsWithDuties.map((law) => [law.id, law] as const))(
    "under %s answers every item that the law asks for",
    (id, law) => {
      const asking = law.rules.filter((rule) => rule.kind === "tellRegulator" && replacedOn(law, rule) === undefined)
      for (const rule of asking) {
        const report = only(reports.filter((candidate) => candidate.law === id && candidate.rule === rule.id))
        const { language } = report
        for (const { label, section } of rule.content) {
          const row = rowsOf(report).find((one) => one.label === label[language] && one.section === section[language])
          expect(row?.values.join("").length).toBeGreaterThan(0)
        }
      }
    },
  )

  it("says what is intended, with the time that the officer names (r. 3.1 s. 3(9)-(10))", () => {
    const details = {
      intendedNotices: "Letters go out by 12 November.",
      intendedMeasures: "A proof from 9 November on.",
    }
    const facts = retailerIn({ laws: ["ca-qc-private-sector-act"] }, { details })
    const rows = rowsOf(only(ofKind(under(facts), "regulatorReport")))
    const said = (item: string) => rows.find(({ section }) => section === `r. 3.1 art. 3(${item})`)?.values
    expect(said("9")).toContain(details.intendedNotices)
    expect(said("10")).toContain(details.intendedMeasures)
  })

  it("states which answers are unknown", () => {
    const { assessments: _assessments, contact: _contact, ...bare } = retailerFacts
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
    expect(standing("Assessment of the real risk of significant harm")).toBe("missing")
    expect(standing("Contact person")).toBe("missing")
    expect(report.title).toMatch(/^Draft – /)
    expect(report.missing.map(({ sentence, setBy }) => `${sentence} ${setBy}`)).toEqual([
      "“Contact person” is missing. documents.contact of the party in the parties file",
      "“Assessment of the real risk of significant harm” is missing. POST /v1/cases/{caseAlias}/facts with assessment",
    ])
  })

  it("says the cause in its own language, in the officer's words beside the codes", () => {
    const stated = scenarioFacts({ causes: ["proofNotAsked"], cause: "The page was built before the rules changed." })
    const causeIn = (language: "en" | "fr") =>
      rowsOf(only(ofKind(under(stated, { language }), "regulatorReport"))).flatMap(({ values }) => values)
    expect(causeIn("en")).toContain("Records could be seen without proof of who was looking.")
    expect(causeIn("en")).toContain("The page was built before the rules changed.")
    expect(causeIn("fr")).toContain(
      "Les renseignements pouvaient être consultés sans preuve de l’identité de la personne.",
    )
  })

  it("says how the breach was found", () => {
    const found = (facts: CaseFacts) =>
      rowOf(only(ofKind(under(facts), "regulatorReport")), "How the breach was discovered").values
    expect(found(scenarioFacts({ finder: undefined }))).toEqual([
      expect.stringContaining("The detector of the shipment exchange found the breach"),
    ])
    expect(found(scenarioFacts({ finder: { kind: "staff", receivedAt: "2026-11-01T16:00:00Z" } }))).toEqual([
      expect.stringMatching(/^A member of staff reported the breach on 1 November 2026/),
    ])
  })

  it("names what only the party can say, and does not fill it in", () => {
    const report = only(ofKind(buildDossier(scenarioDossierInput({ party: "northpost" })), "regulatorReport"))
    expect(rowOf(report, "Relevant safeguards that were in place")).toMatchObject({ standing: "missing" })
  })

  it.each(["eu-gdpr", "uk-gdpr"])("asks for reasons when 72 hours have passed, and not before: %s", (law) => {
    const reason = (preparedAt: string) =>
      rowOf(
        only(ofKind(under(retailerIn({ laws: [law] }), { preparedAt }), "regulatorReport")),
        "Reasons for the delay, if later than 72 hours",
      ).standing
    expect(reason("2026-11-04T00:00:00Z")).toBe("known")
    expect(reason("2026-11-06T00:00:00Z")).toBe("missing")
  })

  it("gives the enterprise number where Québec asks for it, and shows that none is on record", () => {
    const reportOf = (party: Partial<PartyFactsInput>) =>
      only(ofKind(under(retailerIn({ laws: ["ca-qc-private-sector-act"], ...party })), "regulatorReport"))
    const label = "Numéro d’entreprise du Québec (NEQ)"
    expect(rowOf(reportOf({ businessNumber: "1144556677" }), label)).toMatchObject({ values: ["1144556677"] })
    expect(textOf(reportOf({ businessNumber: "1144556677" })).split("1144556677")).toHaveLength(2)
    expect(rowOf(reportOf({}), label)).toMatchObject({ values: ["Aucun au dossier."], standing: "unknown" })
    expect(reportOf({}).missing).toEqual([])
  })

  it("encloses the text of the notice where the law asks for a sample", () => {
    const [sample, ...others] = ofKind(
      under(retailerIn({ laws: ["us-ca-civil-1798-82", "ca-pipeda"], lawEnforcementDelay: false })),
      "regulatorReport",
    ).sort((one) => (one.law === "us-ca-civil-1798-82" ? -1 : 1))
    expect(sample?.missing).toEqual([])
    expect(sample?.sections.map(({ heading }) => heading)).toEqual(
      expect.arrayContaining(["Sample of the notice", "What Happened?", "For More Information"]),
    )
    expect(textOf(others)).not.toContain("Sample of the notice")
    expect(sample && rowOf(sample, "Date of notice to residents").values).toEqual([
      "Notice to the people affected: from 4 November 2026, 09:00 (EST) to 5 November 2026, 15:00 (EST)",
      "3,900 of 4,500 recipients notified directly; 600 by public notice.",
    ])
  })

  it("says who reports and when, also under a law that does not ask for the sender", () => {
    for (const report of reports) {
      expect(textOf(report)).toContain(retailerFacts.name)
      expect(rowOf(report, "Date").values).toEqual([report.language === "fr" ? "6 novembre 2026" : "6 November 2026"])
    }
    expect(rowOf(only(reports.filter(({ law }) => law === "eu-gdpr")), "From").values).toEqual([retailerFacts.name])
  })

  it("says how the breach was found once", () => {
    for (const language of ["en", "fr"] as const) {
      const [report] = ofKind(under(retailerIn({ laws: ["ca-on-fippa"] }), { language }), "regulatorReport")
      expect(textOf(report).split(/reported it to|l’a signalée à/)).toHaveLength(2)
    }
    expect(textOf(reports.filter(({ law }) => law === "ca-pipeda"))).toContain("reported it to Northpost")
  })

  it("says the pattern of the lookups, and nothing else that the detector measured", () => {
    const facts = scenarioFacts({ findings: [publishedWalk()] })
    const report = textOf(ofKind(under(facts), "regulatorReport"))
    expect(report).toContain("What was looked up: consecutive order or tracking numbers, one after another.")
    expect(report).not.toMatch(/detector|accessor|at random|reference number/i)
  })

  it("holds the consequences that the officer expects: as an answer of their own, or with the assessment", () => {
    const anticipated = "could learn that its household receives such deliveries"
    expect(textOf(ofKind(under(retailerIn({ laws: ["eu-gdpr"] })), "regulatorReport"))).toContain(anticipated)
    expect(textOf(ofKind(under(retailerIn({ laws: ["ca-on-fippa"] })), "regulatorReport"))).toContain(anticipated)
    for (const report of reports) expect(textOf(report).split(anticipated).length).toBeLessThanOrEqual(2)
  })

  it("counts one shipment and one person as one", () => {
    const one = retailerIn({
      laws: ["ca-on-fippa"],
      shipments: 1,
      people: 1,
      peopleAtMost: 1,
      exposuresByField: [{ field: "postal-code", shipments: 1 }],
    })
    for (const [language, said] of [
      ["en", ["1 person.", "1 shipment was exposed.", "The postal code: 1 shipment"]],
      ["fr", ["1 personne.", "1 envoi a été exposé.", "Le code postal\u00a0: 1 envoi"]],
    ] as const) {
      const values = rowsOf(only(ofKind(under(one, { language }), "regulatorReport"))).flatMap((row) => row.values)
      expect(values).toEqual(expect.arrayContaining([...said]))
    }
  })

  it("lists measures in the order of time, and says once that the breach has ended", () => {
    const measures = [
      { at: "2026-11-03T10:00:00Z", by: "northpost", kind: "containment", code: "toolSuspended" },
      { at: "2026-11-01T21:15:00Z", by: "northpost", kind: "containment", code: "containmentAttested" },
      { at: "2026-11-02T10:00:00Z", by: "northpost", kind: "containment", code: "finderAttested" },
    ] as const
    const report = only(ofKind(under(scenarioFacts({ measures: [...measures] })), "regulatorReport"))
    expect(rowOf(report, "Containment and risk reduction").values).toEqual([
      "Northpost attested on 1 November 2026, 16:15 (EST) that the breach has ended.",
      expect.stringMatching(/^2 November 2026, Northpost: /),
      expect.stringMatching(/^3 November 2026, Northpost: /),
    ])
  })

  it("says who was notified by name and date, and not that its own addressee was", () => {
    const facts = scenarioFacts({
      parties: [retailerFacts, { ...retailerFacts, party: "maplebooks", alias: "Maple Books" }, carrierFacts],
    })
    const duties = playSteps(facts, scenarioSteps)
    const report = only(
      ofKind(buildDossier(scenarioDossierInput({ facts, duties, party: "northpost" })), "regulatorReport"),
    )
    expect(rowOf(report, "Organizations that were notified of the breach").values).toEqual([
      "The retailer: notified on 2 November 2026, 14:40 (EST)",
      "Maple Books: notified on 2 November 2026, 14:41 (EST)",
    ])
    expect(rowOf(report, "Method used to notify individuals").values).toEqual([
      "The retailer notified the people affected on 5 November 2026, 15:00 (EST), in the place of Northpost.",
    ])
  })

  it("says of how many people no notice is recorded, and not that they were not notified", () => {
    const facts = retailerIn({ notice: { affected: 4500, notified: 3900 } })
    const of = (language: "en" | "fr") => textOf(ofKind(under(facts, { language }), "regulatorReport"))
    expect(of("en")).toContain("3,900 of 4,500 recipients notified directly; 600 not recorded as notified.")
    expect(of("fr")).toContain("600 non consignés comme avisés.")
  })

  it("says that the party notifies people on its own account, also where it does so in another's place too", () => {
    const facts = retailerIn({ notice: { affected: 4500, notified: 0 } })
    const duties = playSteps(facts, scenarioSteps.slice(2, 5))
    const report = only(ofKind(buildDossier(scenarioDossierInput({ facts, duties })), "regulatorReport"))
    expect(rowOf(report, "Notification of individuals").values).toEqual([
      "No notice to the people affected is recorded yet.",
      "Leafline Cannabis Store is to notify the people affected on its own account.",
      "On 3 November 2026, 15:30 (EST), Leafline Cannabis Store undertook to notify the people affected, also in the place of Northpost.",
    ])
  })

  it("weighs the risk by the guidance of its addressee, and not that guidance", () => {
    const guided = (language: "en" | "fr") =>
      textOf(ofKind(under(scenarioFacts(), { language }), "regulatorReport")).match(
        /Risk by the guidance of the [^:]+: \w+|Risque selon les orientations [^:]+: niveau \w+/,
      )?.[0]
    expect(guided("en")).toBe("Risk by the guidance of the Information and Privacy Commissioner of Ontario: medium")
    expect(guided("fr")?.replaceAll("\u00a0", " ")).toBe(
      "Risque selon les orientations du Commissaire à l’information et à la protection de la vie privée de l’Ontario : niveau moyen",
    )
  })

  it.each([
    ["en", "Risk left after the steps that people can take themselves: low"],
    ["fr", "Risque qui subsiste après les mesures que les personnes peuvent prendre elles-mêmes : niveau faible"],
  ] as const)("says of the steps of people how much risk they leave: %s", (language, said) => {
    const text = textOf(ofKind(under(scenarioFacts(), { language }), "regulatorReport"))
    expect(text.replaceAll("\u00a0", " ")).toContain(said)
  })

  it("names no tool in a cause that a supplier can have too", () => {
    const of = scenarioFacts({ causes: ["softwareFault", "configurationFault", "moreShownThanNeeded"] })
    const said = (language: "en" | "fr") =>
      rowsOf(only(ofKind(under(of, { language }), "regulatorReport"))).flatMap(({ values }) => values)
    expect(said("en")).toContain("The software had a fault.")
    expect(said("fr")).toContain("Le logiciel comportait un défaut.")
    expect(said("en")).not.toContainEqual(expect.stringMatching(/\btool (showed|was)|of the tool had/))
  })

  it("says once why more may have been shown", () => {
    const facts = retailerIn({ isAtLeast: true, unknownBecause: ["countGoesOn"] })
    const report = only(ofKind(under(facts), "regulatorReport"))
    expect(textOf(report).match(/What else was shown is not known yet/g)).toHaveLength(1)
  })

  it("says to a regulator which others were notified, and not that it was itself", () => {
    const facts = retailerIn({ laws: ["ca-qc-private-sector-act", "ca-pipeda"] })
    const duties = deriveDuties(facts, lawCatalogue).map((duty) => dischargedAt(duty, "2026-11-04T10:00:00Z"))
    const reports = ofKind(under(facts, { duties }), "regulatorReport").filter(({ law }) => law?.startsWith("ca-qc-"))
    expect(rowsOf(only(reports)).find(({ section }) => section === "r. 3.1 art. 3(11)")?.values).toEqual([
      expect.stringMatching(
        /^Commissariat à la protection de la vie privée du Canada\s: avis donné le 4 novembre 2026/,
      ),
    ])
  })

  it("says that people were notified only once they were", () => {
    const reason = (duties?: readonly Duty[]) =>
      rowOf(
        only(
          ofKind(
            buildDossier(scenarioDossierInput({ party: "northpost", ...(duties === undefined ? {} : { duties }) })),
            "regulatorReport",
          ),
        ),
        "Justification, if individuals are not notified",
      ).values
    expect(reason()).toEqual(["Not applicable: the people affected were notified."])
    expect(reason(deriveDuties(scenarioFacts(), lawCatalogue))).toEqual([
      "Not applicable: the people affected are to be notified.",
    ])
  })

  it("says nothing of its own deadline: the summary calls a target a target, and a legal deadline so", () => {
    const ofParty = (party: string) => buildDossier(scenarioDossierInput({ party }))
    for (const party of ["leafline", "northpost"]) {
      expect(textOf(ofKind(ofParty(party), "regulatorReport"))).not.toMatch(/deadline|target/i)
    }
    expect(textOf(ofKind(ofParty("leafline"), "summary"))).toContain("Own target")
    expect(textOf(ofKind(ofParty("northpost"), "summary"))).toContain("Legal deadline")
  })
})
