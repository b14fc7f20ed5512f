import { describe, expect, it } from "@jest/globals"
import { asksNothing, notLookedAt } from "../../shared/desk/dossier/law-coverage-in-words.ts"
import type { PartyFactsInput } from "../../shared/desk/facts.ts"
import { findLaw, lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { lawCoverage } from "../../shared/desk/law-coverage.ts"
import { retailerIn, textOf, under } from "./dossier/dossier-documents.ts"

const coverage = (
  laws: string[],
  shipmentsByRegion: Record<string, number>,
  more: { possibleShipments?: number } = {},
) =>
  lawCoverage(
    {
      laws,
      shipments: Object.values(shipmentsByRegion).reduce((sum, one) => sum + one, 0),
      shipmentsByRegion,
      ...more,
    },
    lawCatalogue,
  )

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

  it("are named in words, with what was not looked at, and nothing says that no law asks for more", () => {
    const found = coverage(["ca-pipeda"], { "US-TX": 1, "US-NY": 1, DE: 1, unknown: 1 })
    expect(notLookedAt(found, "en")).toEqual([
      "Recipients are also where no configured law covers them: Germany and United States (NY, TX). The exchange has not looked at the law there: check what it asks.",
      "It is not known where some of the recipients are, so the exchange has not looked at the law there. Find out, and check what it asks.",
    ])
    expect(notLookedAt(found, "fr").map((line) => line.replaceAll("\u00a0", " "))).toEqual([
      "Des destinataires se trouvent aussi dans des lieux que ne couvre aucune loi configurée : Allemagne et États-Unis (NY, TX). La plateforme d’échange n’y a pas examiné la loi : vérifiez ce qu’elle demande.",
      "On ignore où se trouvent certains des destinataires : la plateforme d’échange n’a donc pas examiné la loi de ces lieux. Renseignez-vous, et vérifiez ce qu’elle demande.",
    ])
    const nameOf = (id: string) => findLaw(id)?.shortName ?? { en: id, fr: id }
    expect(asksNothing(found, nameOf, "en")).toBe(
      "The configured laws (PIPEDA) give no further duty in this case, as far as is known. The exchange has not looked at any other law.",
    )
    expect(asksNothing(coverage([], { DE: 1 }), nameOf, "en")).toBe(
      "No law is configured here, so the exchange has not looked at any.",
    )
    expect(asksNothing(undefined, nameOf, "fr")).toContain("La plateforme d’échange n’a examiné aucune autre loi.")
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
    const withoutLaw = summaryOf({ laws: [], shipmentsByRegion }, "fr")
    expect(withoutLaw).toContain("Aucune loi n’est configurée ici : la plateforme d’échange n’en a examiné aucune.")
    expect(withoutLaw).toMatch(/ne couvre aucune loi configurée.: Canada \(ON\) et États-Unis \(TX\)\./)
  })
})
