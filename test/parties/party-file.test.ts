import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { parties } from "../../shared/parties/party.ts"

const example = parties.parse(
  JSON.parse(readFileSync(new URL("../../stages/local/parties.json", import.meta.url), "utf8")),
)

describe("the parties file", () => {
  it("can bind a party to every law, and to nothing that is no id of one", () => {
    const lawsOf = (laws: readonly string[]) =>
      parties.safeParse({ parties: [{ ...example.parties[0], laws }] }).success
    expect(lawsOf(lawCatalogue.map(({ id }) => id))).toBe(true)
    expect(lawsOf(["no law"])).toBe(false)
  })
})
