import { describe, expect, it } from "@jest/globals"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { citationOf, provisionOf } from "../../../shared/desk/duties/citation.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"

describe("the law and section of a rule", () => {
  it("name no section twice in a row, under any law and in either language", () => {
    const cited = lawCatalogue.flatMap((law) =>
      law.rules.flatMap((rule) =>
        documentLanguages.flatMap((language) => [
          citationOf(law, rule, language),
          provisionOf(law, rule, language, ", "),
        ]),
      ),
    )
    expect(cited.length).toBeGreaterThan(100)
    expect(cited.filter((text) => /((?:§|\bs\.) \S+?),? \1/.test(text))).toEqual([])
    expect(cited).toContain("N.Y. GBL § 899-aa(8)")
    expect(cited).toContain("GBL de New York, § 899-aa(8)")
    expect(cited).toContain("PIPEDA, s. 10.1(1)-(2)")
  })
})
