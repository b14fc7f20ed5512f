import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { checkedInWords } from "../../../client/commands/check-references/checked-in-words.ts"
import { loadReferences } from "../../../client/commands/check-references/load-references.ts"
import { judgeReferences } from "../../../client/references/judge-references.ts"
import { mintReference } from "../../../client/references/mint-reference.ts"
import { surveyReferences } from "../../../client/references/survey-references.ts"

const survey = (references: readonly string[]) => {
  const surveyor = surveyReferences()
  for (const reference of references) surveyor.add(reference)
  return surveyor.survey()
}

const many = <Made>(length: number, make: (index: number) => Made): readonly Made[] =>
  Array.from({ length }, (_, index) => make(index))

/** An invented number of a parcel with the check digit of UPU's S10. */
const s10 = (serial: number): string => {
  const digits = String(serial).padStart(8, "0")
  const sum = [8, 6, 4, 2, 3, 5, 9, 7].reduce((total, weight, place) => total + weight * Number(digits[place]), 0)
  const check = 11 - (sum % 11)
  return `RR${digits}${check === 10 ? 0 : check === 11 ? 5 : check}CA`
}

const randomly = (() => {
  let state = 7
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
})()

describe("a survey of references", () => {
  it("finds the neighbours of a counter, and that it rises", () => {
    const { forms, hitsPer100 } = survey(many(2_500, (index) => `MB${1_000_000 + index}`))
    expect(forms).toMatchObject([{ shape: "AA9999999", references: 2_500, risingShare: 1, gaps: { median: 1 } }])
    expect(hitsPer100).toBeGreaterThan(95)
  })

  it("finds the neighbours of a counter behind a check digit and before a suffix", () => {
    const { forms } = survey(many(3_000, (index) => s10(50 + 2 * index)))
    expect(forms).toMatchObject([{ shape: "AA999999999AA", checkDigit: "S10" }])
    // Every second number exists, and a guesser sees that all are even.
    expect(forms[0]?.hits.fromNeighbours).toBeGreaterThan(95)
  })

  it.each([
    ["Luhn", "7992739871", "3"],
    ["GS1", "629104150021", "3"],
    ["modulo 7", "0000008", "1"],
  ])("knows the check digit %s", (scheme, digits, check) => {
    const [form] = survey(many(60, () => `${digits}${check}`)).forms
    expect(form?.checkDigit).toBe(scheme)
    const [other] = survey(many(60, () => `${digits}${(Number(check) + 4) % 10}`)).forms
    expect(other?.checkDigit).not.toBe(scheme)
  })

  it("expects as many hits among random numbers as there are references for each number", () => {
    const { forms, hitsPer100 } = survey(many(20_000, () => String(randomly(1_000_000)).padStart(6, "0")))
    const [{ distinct = 0, risingShare = 0 } = {}] = forms
    expect(distinct).toBeLessThan(20_000)
    expect(hitsPer100).toBeCloseTo(distinct / 10_000, 0)
    expect(Math.abs(risingShare - 0.5)).toBeLessThan(0.02)
  })

  it("takes digits and letters that mix for one form", () => {
    const { forms, hitsPer100 } = survey(many(3_000, () => mintReference({ prefix: "NP", suffix: "CA" })))
    expect(forms.map(({ shape }) => shape)).toEqual([`AA${"X".repeat(20)}AA`])
    expect(forms[0]?.entropyBits).toBeGreaterThan(99)
    expect(hitsPer100).toBeLessThan(1e-20)
  })

  it("keeps apart forms of one length, and weighs them by their references", () => {
    const { forms, hitsPer100 } = survey([
      ...many(1_500, (index) => `${10_000_000 + index}`),
      ...many(500, (index) => `AB${100_000 + 900 * index}`),
    ])
    expect(forms.map(({ shape, references }) => [shape, references])).toEqual([
      ["99999999", 1_500],
      ["AA999999", 500],
    ])
    const hits = forms.map((form) => form.hitsPer100)
    expect(hitsPer100).toBeCloseTo(((hits[0] ?? 0) * 1_500 + (hits[1] ?? 0) * 500) / 2_000)
  })

  it("counts a reference that comes twice once, and texts that are none apart", () => {
    const { references, leftOut, forms } = survey(["LL-0048213", "ll 0048213", "LL-0048214", "", "n/a", "—"])
    expect({ references, leftOut, distinct: forms[0]?.distinct }).toEqual({ references: 3, leftOut: 3, distinct: 2 })
  })
})

describe("the verdict", () => {
  it.each([
    ["guessable", many(500, (index) => `MB${1_000_000 + index}`)],
    ["weak", many(500, () => `${randomly(900_000_000) + 100_000_000}`)],
    ["random", many(500, () => mintReference())],
    ["unknown", many(50, (index) => `MB${1_000_000 + index}`)],
    // Most are random, but one form is a counter.
    ["guessable", [...many(2_000, () => mintReference()), ...many(200, (index) => `MB${1_000_000 + index}`)]],
  ] as const)("is %s", (verdict, references) => {
    expect(judgeReferences(survey(references))).toBe(verdict)
  })

  it("is told without any reference", () => {
    const references = many(500, (index) => `MB${7_654_000 + index}`)
    const { text, data, status } = checkedInWords(survey(references), 0.1)
    expect(status).toBe(1)
    expect(text).toContain("GUESSABLE")
    expect(`${text}${JSON.stringify(data)}`).not.toMatch(/MB\d|7654|7,654/)
  })
})

describe("a table of references", () => {
  const folder = mkdtempSync(join(tmpdir(), "wayseal-references-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const read = async (text: string, column?: string): Promise<readonly string[]> => {
    writeFileSync(join(folder, "orders.csv"), text)
    const found: string[] = []
    const options = column === undefined ? {} : { column }
    for await (const reference of loadReferences(join(folder, "orders.csv"), options)) found.push(reference)
    return found
  }

  it.each([
    ["a column by its name", "postalCode;order\nH2X 1Y4;MB1004230\nH2X 1Y4;MB1004231\n", "order"],
    ["a column by its number, without a header", "MB1004230,x\nMB1004231,y\n", "1"],
    ["the only column", "order\nMB1004230\n\nMB1004231", undefined],
    ["quoted fields with a line break", '\uFEFForder,note\n"MB1004230","a\n""b"""\nMB1004231,c\n', "order"],
  ])("is read by %s", async (_, text, column) => {
    expect(await read(text, column)).toEqual(["MB1004230", "MB1004231"])
  })

  it("is refused without its values", async () => {
    await expect(read("MB1004230,H2X 1Y4\n")).rejects.toThrow(/has 2 columns. Name that of the references: --column$/)
    await expect(read("MB1004230,H2X 1Y4\n", "order")).rejects.toThrow(/no column order: .* from 1 to 2\.$/)
    await expect(read('order\nMB1004230\n"MB1004231')).rejects.toThrow(
      /is no table in line \d: CSV_QUOTE_NOT_CLOSED\.$/,
    )
  })
})
