import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { parties } from "../../shared/parties/party.ts"

const example = parties.parse(
  JSON.parse(readFileSync(new URL("../../stages/local/parties.json", import.meta.url), "utf8")),
)

describe("the parties file", () => {
  it("can bind a party to every law of the law pack, and to no other law", () => {
    const lawsOf = (laws: readonly string[]) =>
      parties.safeParse({ parties: [{ ...example.parties[0], laws }] }).success
    expect(lawsOf(lawCatalogue.map(({ id }) => id))).toBe(true)
    expect(lawsOf(["xx-no-such-law"])).toBe(false)
  })
})
