import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { exampleDetail } from "../../../infra/cli/documents/json-schema.ts"
import { ingressContracts } from "../../../shared/base/contracts/catalogue.ts"
import { foreignSchemas, type Leaf, leavesOf } from "./foreign-schemas.ts"

const schemas = foreignSchemas()
const leaves = schemas.flatMap(([name, schema]) => leavesOf(name, schema))

/** Their expressions are linear, and nothing follows them. */
const linearFormats: readonly string[] = ["datetime", "date", "time", "ipv4", "ipv6"]

/** Whether nothing looks at a string that is too long, or at the entries of a list that is. */
function isBounded({ schema }: Leaf): boolean {
  const { def } = schema._zod
  if ("format" in def && linearFormats.includes(String(def.format))) return true
  const checks = (def.checks ?? []).map((check) => check._zod.def)
  if (schema instanceof z.core.$ZodArray) {
    const firstOther = checks.findIndex(({ check }) => !/_(length|equals)$/.test(check))
    const first = firstOther < 0 ? checks : checks.slice(0, firstOther)
    return first.some(({ check }) => check === "max_length" || check === "length_equals")
  }
  const [first] = checks
  return first?.check === "max_length" && first.abort === true
}

describe("what takes the words of somebody else", () => {
  it("is most of the events and routes", () => {
    expect(leaves.length).toBeGreaterThan(500)
  })

  it("bounds each string before anything looks at it, and each list before its entries are parsed", () => {
    const unbounded = leaves.filter((leaf) => !isBounded(leaf)).map(({ path }) => path)
    // The file is the operator's, and the entries of a timeline are any JSON, in which nothing is looked at.
    const spare = /^the file of parties.*sealedSecret$|verifications\.timeline\[\]\.data\{\}/
    expect([...new Set(unbounded)].filter((path) => !spare.test(path))).toEqual([])
  })

  it("is seen as unbounded if a bound comes late, or lets others look", () => {
    const bounded = (schema: z.ZodType) => leavesOf("it", schema).every(isBounded)
    expect(bounded(z.object({ a: z.string().max(5, { abort: true }).regex(/a/) }))).toBe(true)
    expect(bounded(z.object({ a: z.string().max(5).regex(/a/).optional() }))).toBe(false)
    expect(bounded(z.array(z.string().regex(/a/).max(5, { abort: true })).max(3))).toBe(false)
    expect(bounded(z.array(z.int()))).toBe(false)
    expect(
      bounded(
        z
          .array(z.int())
          .refine(() => true)
          .max(3),
      ),
    ).toBe(false)
  })
})

const units = {
  "e-mail addresses": "a@",
  "digits and dots": "1.",
  "numbers and words": "1-a-",
  "words for at": "a-at-a.",
  streets: "12-main-",
  colons: "a:",
  spaces: " ",
  "tabs and commas": "\t,",
  "postal codes": "M5V3L",
  "combining marks": "e\u0301\u0327",
  surrogates: "\ud83d\ude00",
  "halves of surrogates": "\ud83d",
  brackets: "{[(<",
  letters: "a",
  digits: "7",
  slashes: "/a",
  quotes: '"\\',
  base64url: "aB-_",
} as const

const [small, large] = [64 * 1024, 256 * 1024]
const hostile = Object.entries(units).map(([name, unit]) => ({
  name,
  small: unit.repeat(small / unit.length),
  large: unit.repeat(large / unit.length),
}))

/** Milliseconds of this process, the best of some runs, because others use the machine too. */
function milliseconds(work: () => unknown, runs = 4): number {
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    }),
  )
}

/** Below this a difference is noise. An expression of quadratic time took 500 ms for a quarter of the smaller text. */
const noise = 20
const atMost = 150

/** What costs too much, or more than five times as much for four times the text. */
function tooCostly(name: string, work: (text: string) => unknown, shapes = hostile): string[] {
  return shapes.flatMap((shape) => {
    const longer = milliseconds(() => work(shape.large), 1)
    if (longer < noise) return []
    const [best, shorter] = [milliseconds(() => work(shape.large)), milliseconds(() => work(shape.small))]
    return best > atMost || (best > noise && best > 5 * shorter)
      ? [`${name} with ${shape.name}: ${best.toFixed(1)} ms, and ${shorter.toFixed(1)} ms for a quarter`]
      : []
  })
}

/** Those that cost the expressions of release 0.1.0 most. The strings of all schemas get every shape. */
const costliest = new Set(["e-mail addresses", "numbers and words", "colons", "postal codes", "surrogates"])
const shapesOfEvents = hostile.filter(({ name }) => costliest.has(name))

/** Copies of a value, in each of which another string is replaced. */
function replacements(value: unknown): ((text: string) => unknown)[] {
  if (typeof value === "string") return [(text) => text]
  if (Array.isArray(value))
    return value.flatMap((entry, place) => replacements(entry).map((made) => (text) => value.with(place, made(text))))
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    replacements(inner).map((made) => (text) => ({ ...value, [key]: made(text) })),
  )
}

describe("a text of 256 KB, of whatever shape, costs hardly more than one of 64 KB", () => {
  it("in each string of each schema", () => {
    const strings = new Map(
      leaves.flatMap(({ path, schema }) => (schema instanceof z.core.$ZodString ? [[schema, path]] : [])),
    )
    const costly = [...strings].flatMap(([schema, path]) => tooCostly(path, (text) => z.safeParse(schema, text)))
    expect(costly).toEqual([])
  })

  it.each(ingressContracts.map((contract) => [contract.name, contract] as const))(
    "in each string of %s",
    (name, contract) => {
      const [example] = contract.examples
      const costly = replacements(exampleDetail(contract, example)).flatMap((made, place) =>
        tooCostly(`${name}, string ${place}`, (text) => contract.receive(made(text)), shapesOfEvents),
      )
      expect(costly).toEqual([])
    },
  )
})
