import { describe, expect, it } from "@jest/globals"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { ofKind, retailerIn, under } from "./dossier-documents.ts"

const en = "Orders Privacy"
const fr = "Vie privée – Commandes"

/** Who signs the notices of a party in English and in French. */
function signatures(party: Pick<PartyFactsInput, "noticeSender" | "noticeSenders">) {
  const notices = ofKind(under(retailerIn(party)), "notice")
  const [inEnglish, inFrench] = ["en", "fr"].map((wanted) => notices.find(({ language }) => language === wanted))
  return [inEnglish?.envelope?.sender, inFrench?.envelope?.sender]
}

describe("the name that signs a notice", () => {
  it("is the party’s in the language of the notice", () => {
    expect(signatures({ noticeSenders: { en, fr } })).toEqual([en, fr])
    expect(signatures({ noticeSender: en, noticeSenders: { fr } })).toEqual([en, fr])
  })

  it("is none of the other language, but what the office is called", () => {
    expect(signatures({ noticeSenders: { en } })).toEqual([en, "Bureau de la protection de la vie privée"])
    expect(signatures({ noticeSenders: { fr } })).toEqual(["Privacy Office", fr])
  })

  it("is one name in all languages if the party has only one", () => {
    expect(signatures({ noticeSender: "LL" })).toEqual(["LL", "LL"])
  })
})
