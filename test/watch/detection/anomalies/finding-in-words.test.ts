import { describe, expect, it } from "@jest/globals"
import { chart } from "../../../../shared/base/contracts/words.ts"
import {
  durationInWords,
  explainFinding,
  explanationText,
  improbabilityInWords,
} from "../../../../shared/watch/detection/anomalies/finding-in-words.ts"
import { publishedWalk, walkEvidence } from "../../../builders/findings.ts"

const style = (language: "en" | "fr") => ({ language, at: (instant: string) => instant.slice(0, 10) })

describe("a finding in words", () => {
  it("is said in French with French numbers", () => {
    const explanation = explainFinding(publishedWalk(), style("fr"))
    expect(explanation).toEqual({
      title: "Un même visiteur a parcouru les numéros de référence d’un détaillant",
      seen: "5 références différentes en 40 secondes, voisines l’une de l’autre; des numéros pris au hasard se répartiraient sur environ 30\u00a0000 numéros.",
      period: "Le 2026-11-01.",
      improbability:
        "Selon le modèle du détecteur, l’usage ordinaire présente cela moins d’une fois sur 3 millions de séries comparables de consultations ordinaires (score 15,1, alerte à partir de 14,0).",
      exposed: "5 dossiers existent et ont pu être montrés à ce visiteur.",
    })
  })

  it.each([
    ["visitor", "Counted for one visitor.", "Compté pour un seul visiteur."],
    ["network", "Counted for one network, which several people may share.", "Compté pour un seul réseau"],
    ["numbers", "Counted for a range of numbers, whoever looked them up.", "Compté pour une plage de numéros"],
  ] as const)("says that it was counted for a %s", (standsFor, en, fr) => {
    const finding = { ...publishedWalk(), standsFor }
    expect(explainFinding(finding, style("en")).seen).toContain(en)
    expect(explainFinding(finding, style("fr")).seen).toContain(fr)
  })

  it("agrees with one further reference", () => {
    const finding = publishedWalk({ evidence: { ...walkEvidence, proven: 1 } })
    expect(explainFinding(finding, style("en")).exposed).toContain(
      "1 further reference in the same period came with proof and does not count",
    )
    expect(explainFinding(finding, style("fr")).exposed).toContain("avec preuve, ne compte pas")
  })

  it("says that many accessors guessed postal codes, and not that one did", () => {
    const evidence = { ...walkEvidence, hits: 2, challengeFailed: 11, accessors: 13, ordinaryMissShare: 0.06 }
    const { title, seen, exposed } = explainFinding(publishedWalk({ chart: "guess", evidence }), style("en"))
    expect(title).toBe("Several visitors guessed postal codes")
    expect(seen).toBe("13 visitors gave 11 wrong postal codes within 40 seconds; in ordinary use about 6% are wrong.")
    expect(exposed).toContain("to ordinary recipients too")
    const alone = explainFinding(
      publishedWalk({ chart: "guess", evidence: { ...evidence, accessors: 1 } }),
      style("en"),
    )
    expect(alone.title).toBe("One visitor guessed reference numbers or postal codes")
  })

  it.each([
    ["blockMisses", "1 reference that does not exist", "1 référence qui n’existe pas"],
    ["fanOut", "1 different reference shown", "1 référence différente montrée sans preuve"],
    ["guess", "of which 1 did not exist and 1 failed", "dont 1 n’existait pas et 1 n’a pas passé la preuve exigée"],
  ] as const)("agrees with a count of one (%s)", (one, en, fr) => {
    const evidence = { ...walkEvidence, references: 1, misses: 1, challengeFailed: 1, accessors: 1 }
    const finding = publishedWalk({ chart: one, evidence })
    expect(explainFinding(finding, style("en")).seen).toContain(en)
    expect(explainFinding(finding, style("fr")).seen).toContain(fr)
  })

  it.each(["en", "fr"] as const)("has words of its own for every chart in %s, with nothing missing", (language) => {
    const evidence = { ...walkEvidence, misses: 3, canaries: 2, proven: 1, deliveryPoints: 4, accessors: 6 }
    const texts = chart.options.map((one) =>
      explanationText(explainFinding(publishedWalk({ chart: one, evidence }), style(language))),
    )
    expect(new Set(texts).size).toBe(chart.options.length)
    for (const text of texts) expect(text).not.toMatch(/undefined|null|NaN|\.\./)
    if (language === "fr")
      for (const text of texts) expect(text).not.toMatch(/\b(the|of|accessor|numbers?|within|day)\b/)
  })
})

describe("the words for numbers", () => {
  it.each([
    [1, "1 second", "1 seconde"],
    [90, "2 minutes", "2 minutes"],
    [5_400, "1.5 hours", "1,5 heure"],
    [10 * 86_400, "10 days", "10 jours"],
  ])("say %d seconds as %s", (seconds, en, fr) => {
    expect(durationInWords(seconds, "en")).toBe(en)
    expect(durationInWords(seconds, "fr")).toBe(fr)
  })

  it.each([
    [5, "once in 148 comparable", "fois sur 148 séries"],
    [7, "once in 1 thousand comparable", "fois sur mille séries"],
    [14, "once in 1 million comparable", "fois sur 1 million de séries"],
    [20.5, "once in 799 million comparable", "fois sur 799 millions de séries"],
    [40, "once in a million million comparable", "fois sur un million de millions de séries"],
  ])("say a score of %d as less than %s runs", (score, en, fr) => {
    expect(improbabilityInWords(score, "en")).toContain(en)
    expect(improbabilityInWords(score, "fr")).toContain(fr)
  })
})
