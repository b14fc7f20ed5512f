import { describe, expect, it } from "@jest/globals"
import { cite, fieldInWords } from "../../../shared/breach-desk/dossier/codes-in-words.ts"
import { fieldName } from "../../../shared/contracts/words.ts"
import { lawCatalogue } from "../../../shared/law/catalogue.ts"

describe("a citation", () => {
  const sections = lawCatalogue.flatMap(({ rules }) =>
    rules.flatMap(({ citation, content }) => [citation.section, ...content.map(({ section }) => section)]),
  )

  it("names in French what the French text names", () => {
    expect(cite("SOR/2018-64 s. 2(1)(a)", "fr")).toBe("DORS/2018-64 art. 2(1)(a)")
    expect(cite("Policy on Privacy Protection s. 4.2.12; PIN 2024-02 s. 4", "fr")).toBe(
      "Politique sur la protection de la vie privée art. 4.2.12; Avis 2024-02 art. 4",
    )
  })

  it.each([...new Set(sections)])("%s has no English word in French", (section) => {
    expect(cite(section, "fr")).not.toMatch(
      /\b(s|ss|on|of|and|form|letter|guidance|toolkit|sample|breach|Appendix|Policy|Privacy|SOR|PIN)\b/,
    )
  })
})

describe("words", () => {
  it.each(fieldName.options)("has words for the field %s in both languages", (field) => {
    expect(fieldInWords(field, "en")).not.toBe(fieldInWords(field, "fr"))
  })
})
