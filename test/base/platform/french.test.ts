import { describe, expect, it } from "@jest/globals"
import { fillFrench, french, joinFrench, withArticle } from "../../../shared/base/platform/french.ts"

describe("French words before a name", () => {
  it.each([
    ["l’outil de ", "un détaillant", "l’outil d’un détaillant"],
    ["l’outil de ", "Amazon", "l’outil d’Amazon"],
    ["De ", "Émile", "D’Émile"],
    ["l’outil de ", "le transporteur", "l’outil du transporteur"],
    ["De ", "le transporteur", "Du transporteur"],
    ["Avis à ", "le transporteur", "Avis au transporteur"],
    ["Avis à ", "les destinataires", "Avis aux destinataires"],
    ["dit que ", "une autre partie", "dit qu’une autre partie"],
    ["avise la ", "Autorité", "avise l’Autorité"],
    // What needs no change: consonants, a name's own article, other words, and words that end alike.
    ["l’outil de ", "Northpost", "l’outil de Northpost"],
    ["l’outil de ", "Harbour Books", "l’outil de Harbour Books"],
    ["l’outil de ", "Yukon Express", "l’outil de Yukon Express"],
    ["l’outil de ", "Le Colis", "l’outil de Le Colis"],
    ["avisée par ", "un détaillant", "avisée par un détaillant"],
    ["un guide ", "Amazon", "un guide Amazon"],
    ["Le ", "2 novembre", "Le 2 novembre"],
  ])("%j and %j are %j", (before, value, joined) => {
    expect(joinFrench(before, value)).toBe(joined)
    expect(french`${before}${value}`).toBe(joined)
    expect(fillFrench(`${before}{name}.`, () => value)).toBe(`${joined}.`)
  })

  it("give the name of an authority its article", () => {
    expect(withArticle("Commission d’accès à l’information")).toBe("la Commission d’accès à l’information")
    expect(withArticle("Autorité de contrôle compétente")).toBe("l’Autorité de contrôle compétente")
    expect(french`auprès de ${withArticle("Commissariat à la vie privée")}`).toBe(
      "auprès du Commissariat à la vie privée",
    )
  })
})
