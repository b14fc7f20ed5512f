import { describe, expect, it } from "@jest/globals"
import { stageFileProblems } from "../../infra/stages/read-stage.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { coveringRows, type Row } from "./covering-rows.ts"
import { danglingIn } from "./dangling-references.ts"
import { choicesFor, isAllowed, problemsOf, variantOf } from "./documented-settings.ts"
import { assemble } from "./synthesised-exchange.ts"

const stages = { "a trial": choicesFor({ isTrial: true }), "a stage for production": choicesFor({ isTrial: false }) }
const settingNames = Object.keys(stageConfig.shape)

describe.each(Object.entries(stages))("%s", (_, { choices, names, fileWith }) => {
  it("has most choices, each of which makes a difference to its file", () => {
    expect(names.length).toBeGreaterThan(30)
    for (const name of names) expect([name, fileWith([name])]).not.toEqual([name, fileWith([])])
  })

  it("is refused in a sentence that names a setting where two of its choices exclude each other", () => {
    const pairs = Object.keys(choices).flatMap((one, place, all) => all.slice(place).map((other) => [one, other]))
    const refused = pairs.flatMap((pair) => stageFileProblems(fileWith(pair)))
    expect(refused.length).toBeGreaterThan(10)
    for (const sentence of refused) {
      const [setting = ""] = /^[a-zA-Z]+/.exec(sentence) ?? []
      expect(settingNames).toContain(setting)
      expect(sentence).toMatch(/ (Leave|Take|Enter|Make|Name|Give) | needs |reaches only|sends only/)
    }
  })

  const rows = coveringRows(names, (taken) => isAllowed(fileWith(taken)))

  it("tries each two choices together, one without the other, and neither", () => {
    const togetherIn = (one: string, other: string) => rows.some((row) => row.has(one) && row.has(other))
    for (const one of names)
      for (const other of names) {
        expect([one, other, togetherIn(one, other)]).toEqual([one, other, isAllowed(fileWith([one, other]))])
        if (one !== other) expect(rows.some((row) => row.has(one) && !row.has(other))).toBe(true)
      }
    expect(rows.length).toBeLessThan(25)
  })

  it.each(rows.map((row, place) => [place + 1, row] as const))("fits with choices of row %i", async (_, row: Row) => {
    const { exchanges } = await assemble({ dev: variantOf(fileWith(row)) })
    const templates = exchanges.flatMap((exchange) => Object.values(exchange).flat())
    expect(problemsOf(templates)).toEqual([])
    expect(danglingIn(templates.map(({ template }) => template))).toEqual([])
  })
})
