import { expect, it } from "@jest/globals"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Law } from "../../../shared/desk/law/law.ts"
import { ofKind, retailerIn, textOf, under } from "./dossier-documents.ts"

const noticeUnder = (change: Partial<Law>): string => {
  const laws = lawCatalogue.map((law) => (law.id === "uk-gdpr" ? { ...law, ...change } : law))
  return textOf(ofKind(under(retailerIn({ laws: ["uk-gdpr"] }), { laws }), "notice"))
}

it("is in a notice under a law of a country that the pack does not have only if the law’s file says it", () => {
  expect(noticeUnder({ jurisdiction: "SG" })).toContain("someone comes to your door")
  expect(noticeUnder({ jurisdiction: "SG" })).not.toContain("emergency")
  expect(noticeUnder({ jurisdiction: "SG", emergencyNumber: "999" })).toContain("In an emergency, call 999.")
})
