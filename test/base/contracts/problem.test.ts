import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { ignoredFields } from "../../../shared/base/contracts/ignored-fields.ts"
import { type Problem, problem, problemLimit, problemsOf, reportable } from "../../../shared/base/contracts/problem.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"

function problemsWith(schema: z.ZodType, input: unknown): Problem[] {
  const result = schema.safeParse(input)
  return result.success ? [] : problemsOf(result.error, input, "data")
}

describe("the problems of an invalid input", () => {
  it.each<[string, z.ZodType, unknown, Problem[]]>([
    ["an absent field", z.object({ a: z.string() }), {}, [{ path: "data.a", rule: "required" }]],
    ["an absent word", z.object({ a: z.enum(["x"]) }), {}, [{ path: "data.a", rule: "required" }]],
    ["a value of another type", z.object({ a: z.string() }), { a: 1 }, [{ path: "data.a", rule: "type" }]],
    ["a null", z.object({ a: z.string() }), { a: null }, [{ path: "data.a", rule: "type" }]],
    ["an unknown word", z.object({ a: z.enum(["x"]) }), { a: "M5V" }, [{ path: "data.a", rule: "oneOf" }]],
    [
      "a value that is too long",
      z.object({ a: z.string().max(2) }),
      { a: "M5V" },
      [{ path: "data.a", rule: "tooBig" }],
    ],
    [
      "a value that is too short",
      z.object({ a: z.string().min(9) }),
      { a: "M5V" },
      [{ path: "data.a", rule: "tooSmall" }],
    ],
    ["an unknown field", z.strictObject({}), { "M5V 3L9": 1 }, [{ path: "data", rule: "unknownField" }]],
    [
      "a value that is no IP address",
      z.object({ a: z.union([z.ipv4(), z.ipv6()]) }),
      { a: "M5V" },
      [{ path: "data.a", rule: "format" }],
    ],
    [
      "a value that fits none of the choices",
      z.object({ a: z.union([z.ipv4(), z.null()]) }),
      { a: 1 },
      [{ path: "data.a", rule: "oneOf" }],
    ],
    [
      "a value that a check with its own rule refuses",
      z.object({ a: z.string().refine(() => false, "conflict") }),
      { a: "M5V" },
      [{ path: "data.a", rule: "conflict" }],
    ],
    [
      "a value that a check without a rule refuses",
      z.object({ a: z.string().refine(() => false, { error: ({ input }) => `${input} is wrong` }) }),
      { a: "M5V" },
      [{ path: "data.a", rule: "invalid" }],
    ],
    [
      "an entry of an inner list, by the index of the outer list",
      z.object({ a: z.array(z.object({ b: z.array(z.int()) })) }),
      { a: [{ b: [] }, { b: [1, "M5V"] }] },
      [{ path: "data.a[].b[]", rule: "type", index: 1 }],
    ],
    ["an input of another type", z.object({}), "M5V", [{ path: "data", rule: "type" }]],
  ])("name %s by its path and rule, without its value", (_, schema, input, expected) => {
    const found = problemsWith(schema, input)
    expect(found).toEqual(expected)
    expect(JSON.stringify(found)).not.toContain("M5V")
    expect(z.array(problem).safeParse(found).success).toBe(true)
  })

  it("name each broken rule of a field once", () => {
    const schema = z.object({ a: z.string().regex(/^x/).regex(/y$/) })
    expect(problemsWith(schema, { a: "M5V" })).toEqual([{ path: "data.a", rule: "format" }])
  })

  it("leave out names that the sender chose", () => {
    const schema = z.object({ a: z.record(z.string(), z.int()) })
    expect(problemsWith(schema, { a: { "J. Doe, M5V 3L9": "x" } })).toEqual([{ path: "data.a", rule: "type" }])
  })
})

describe("an answer that cannot name every problem", () => {
  it("names every bad entry at least once", () => {
    const problems = Array.from(
      { length: 3 * 400 },
      (_, place): Problem => ({
        path: `data.accesses[].f${place % 3}`,
        rule: "required",
        index: Math.floor(place / 3),
      }),
    )
    const reported = reportable(problems)
    expect(reported).toHaveLength(problemLimit)
    expect(new Set(reported.map(({ index }) => index)).size).toBe(400)
  })
})

describe("the fields of an event that the hub ignores", () => {
  const [{ accesses } = { accesses: [] }] = trackingAccessed.examples
  const [raw] = accesses
  const metadata = { id: "evt-1", occurredAt: "2026-11-01T14:03:00Z", correlationId: "c-1", version: 1 }
  const ignoredIn = (detail: unknown) => ignoredFields(trackingAccessed, detail)

  it("are named once for a list, with the first entry, and compared with the form that the entry has", () => {
    const wrong = { ...raw, accessor: { ...raw?.accessor, sesion: "sess-b1946ac92492d234", network: "x" } }
    const detail = { metadata: { ...metadata, causation_id: "x" }, data: { accesses: [raw, wrong, wrong] } }
    expect(ignoredIn(detail)).toMatchObject([
      { path: "metadata.causation_id", nearest: "metadata.causationId" },
      { path: "data.accesses[].accessor.sesion", nearest: "data.accesses[].accessor.session", index: 1 },
      { path: "data.accesses[].accessor", index: 1 },
    ])
    expect(ignoredIn({ metadata, data: { accesses: [raw] } })).toEqual([])
  })

  it("are named too in an event that breaks a rule, and are at most 50", () => {
    expect(ignoredIn({ metadata, data: { acesses: [] } })).toMatchObject([{ nearest: "data.accesses" }])
    const strange = Object.fromEntries(Array.from({ length: 60 }, (_, place) => [`acces${place}`, "x"]))
    expect(ignoredIn({ metadata, data: { accesses: [raw], ...strange } })).toHaveLength(50)
  })

  it("are not named by the sender's own words, and an event without form has none", () => {
    expect(JSON.stringify(ignoredIn({ metadata, data: { accesses: [raw], "J Doe": "Yonge" } }))).not.toMatch(
      /Doe|Yonge/,
    )
    for (const detail of ["J. Doe", null, [], { data: { accesses: "x" } }]) expect(ignoredIn(detail)).toEqual([])
  })
})
