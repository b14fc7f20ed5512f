import { describe, expect, it } from "@jest/globals"
import { lawChanges, lawsInWords } from "../../../../infra/cli/check-upgrade/law-changes.ts"
import { templateSchema } from "../../../../infra/cli/check-upgrade/template-risks.ts"
import { lawCatalogue } from "../../../../shared/desk/law/catalogue.ts"
import { synthesise } from "../../synthesised-exchange.ts"

const stacks = (template: unknown) => new Map([["Wayseal-prod-Functions", templateSchema.parse(template)]])
const listing = (...WaysealLaws: readonly unknown[]) => stacks({ Metadata: { WaysealLaws } })
const law = (id: string, edition = 1, hash = `text ${edition}`) => ({ id, edition, hash })
const said = (...[before, after]: Parameters<typeof lawChanges>) => lawsInWords(lawChanges(before, after))
const kept =
  "A party's open case that keeps a text of these laws follows it on, until an officer accepts another text in the " +
  "case's tab of duties.\n"

const { around } = await synthesise("prod")

describe("the laws of an upgrade", () => {
  it("are those that the stack of functions lists", () => {
    const listed = lawCatalogue.map(({ id, edition }) => ({ law: id, after: edition }))
    expect(listed).not.toEqual([])
    expect(lawChanges(listing(), stacks(around))).toEqual(listed)
    expect(said(stacks(around), stacks(around))).toBe("No law comes, goes or changes.\n")
  })

  it("name one that comes, which changes no text of an open case", () => {
    const after = listing(law("ca-pipeda"), law("br-lgpd", 2))
    expect(said(listing(law("ca-pipeda")), after)).toBe("The law br-lgpd comes, in edition 2.\n")
  })

  it("name one that goes, whose text open cases keep", () => {
    const after = listing(law("ca-pipeda"))
    expect(said(listing(law("ca-pipeda"), law("br-lgpd", 2)), after)).toBe(
      `The law br-lgpd goes, which is here in edition 2. No new case follows it.\n${kept}`,
    )
  })

  it("name one whose edition or whose text alone changes, and say that open cases keep theirs", () => {
    expect(said(listing(law("ca-pipeda", 1)), listing(law("ca-pipeda", 3)))).toBe(
      `The law ca-pipeda changes from edition 1 to 3.\n${kept}`,
    )
    expect(said(listing(law("ca-pipeda", 1, "one")), listing(law("ca-pipeda", 1, "other")))).toBe(
      `The text of ca-pipeda changes, though its edition stays 1.\n${kept}`,
    )
  })

  it("are named in the order of their ids", () => {
    const changes = lawChanges(listing(law("uk-gdpr"), law("ca-pipeda")), listing(law("eu-gdpr"), law("ca-pipeda", 2)))
    expect(changes).toEqual([
      { law: "ca-pipeda", before: 1, after: 2 },
      { law: "eu-gdpr", after: 1 },
      { law: "uk-gdpr", before: 1 },
    ])
  })

  it.each([
    ["what is deployed lists none", stacks({}), listing()],
    ["what would be deployed lists none", listing(), stacks({ Metadata: {} })],
    ["a list has another form", listing({ id: "ca-pipeda" }), listing()],
    ["nothing of the functions is deployed", new Map(), listing()],
  ])("are not known if %s", (_, before, after) => {
    expect(said(before, after)).toBe(
      "Which laws come, go or change is not known, because not both releases list their laws.\n",
    )
  })
})
