import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import {
  droppedFields,
  type Problem,
  problem,
  problemLimit,
  problemsOf,
  reportable,
} from "../../shared/contracts/problem.ts"

function problemsWith(schema: z.ZodType, input: unknown): Problem[] {
  const result = schema.safeParse(input)
  return result.success ? [] : problemsOf(result.error, input, "data")
}

describe("problems", () => {
  it.each<[string, z.ZodType, unknown, Problem[]]>([
    ["absent", z.object({ a: z.string() }), {}, [{ path: "data.a", rule: "required" }]],
    ["absent word", z.object({ a: z.enum(["x"]) }), {}, [{ path: "data.a", rule: "required" }]],
    ["of another type", z.object({ a: z.string() }), { a: 1 }, [{ path: "data.a", rule: "type" }]],
    ["null", z.object({ a: z.string() }), { a: null }, [{ path: "data.a", rule: "type" }]],
    ["unknown word", z.object({ a: z.enum(["x"]) }), { a: "M5V" }, [{ path: "data.a", rule: "oneOf" }]],
    ["too long", z.object({ a: z.string().max(2) }), { a: "M5V" }, [{ path: "data.a", rule: "tooBig" }]],
    ["too short", z.object({ a: z.string().min(9) }), { a: "M5V" }, [{ path: "data.a", rule: "tooSmall" }]],
    ["unknown field", z.strictObject({}), { "M5V 3L9": 1 }, [{ path: "data", rule: "unknownField" }]],
    ["no address", z.object({ a: z.union([z.ipv4(), z.ipv6()]) }), { a: "M5V" }, [{ path: "data.a", rule: "format" }]],
    [
      "none of the choices",
      z.object({ a: z.union([z.ipv4(), z.null()]) }),
      { a: 1 },
      [{ path: "data.a", rule: "oneOf" }],
    ],
    [
      "refused by a check that names its rule",
      z.object({ a: z.string().refine(() => false, "conflict") }),
      { a: "M5V" },
      [{ path: "data.a", rule: "conflict" }],
    ],
    [
      "refused by a check that says something else",
      z.object({ a: z.string().refine(() => false, { error: ({ input }) => `${input} is wrong` }) }),
      { a: "M5V" },
      [{ path: "data.a", rule: "invalid" }],
    ],
    [
      "deep in lists, named by the outermost index",
      z.object({ a: z.array(z.object({ b: z.array(z.int()) })) }),
      { a: [{ b: [] }, { b: [1, "M5V"] }] },
      [{ path: "data.a[].b[]", rule: "type", index: 1 }],
    ],
    ["the whole", z.object({}), "M5V", [{ path: "data", rule: "type" }]],
  ])("name what is %s", (_, schema, input, expected) => {
    const found = problemsWith(schema, input)
    expect(found).toEqual(expected)
    expect(JSON.stringify(found)).not.toContain("M5V")
    expect(z.array(problem).safeParse(found).success).toBe(true)
  })

  it("say the same thing of one place once", () => {
    const schema = z.object({ a: z.string().regex(/^x/).regex(/y$/) })
    expect(problemsWith(schema, { a: "M5V" })).toEqual([{ path: "data.a", rule: "format" }])
  })

  it("leave out names that are not of a schema", () => {
    const schema = z.object({ a: z.record(z.string(), z.int()) })
    expect(problemsWith(schema, { a: { "J. Doe, M5V 3L9": "x" } })).toEqual([{ path: "data.a", rule: "type" }])
  })
})

describe("fields that were dropped", () => {
  it("are named by the object around them", () => {
    const given = { a: 1, more: { "J. Doe": 1 }, list: [{ x: 1 }, { x: 1, y: 2 }], absent: undefined }
    const kept = { a: 1, more: {}, list: [{ x: 1 }, { x: 1 }] }
    expect(droppedFields(given, kept, "detail")).toEqual([
      { path: "detail.more", rule: "unknownField" },
      { path: "detail.list[]", rule: "unknownField", index: 1 },
    ])
  })
})

describe("more problems than one answer can name", () => {
  it("name every bad entry at least once", () => {
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
