import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { JsonRefused, jsonBounds, parseBoundedJson } from "../../../shared/base/contracts/bounded-json.ts"

const nested = (levels: number, start = "[", end = "]") => start.repeat(levels) + end.repeat(levels)

const refusalOf = (text: string): string | undefined => {
  try {
    parseBoundedJson(text)
    return undefined
  } catch (thrown) {
    if (thrown instanceof JsonRefused) return thrown.rule
    throw thrown
  }
}

describe("a JSON text of somebody else", () => {
  it("is parsed as JSON is", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseBoundedJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it("may have as many levels as the bound says, and no more", () => {
    expect(refusalOf(nested(jsonBounds.levels))).toBeUndefined()
    expect(refusalOf(nested(jsonBounds.levels + 1))).toBe("tooDeep")
    expect(refusalOf(`{"a":${nested(5_000, '{"a":', "}")}`)).toBe("tooDeep")
    expect(refusalOf("[".repeat(1_000_000))).toBe("tooDeep")
  })

  it("may have brackets and commas in its strings", () => {
    const text = JSON.stringify(["[".repeat(1_000), ",".repeat(jsonBounds.values), '\\"[[', "\\"])
    expect(parseBoundedJson(text)).toEqual(JSON.parse(text))
  })

  it("may have as many values as the bound says, and no more", () => {
    const list = (length: number) => JSON.stringify(Array.from({ length }, () => 0))
    expect(refusalOf(list(jsonBounds.values - 1))).toBeUndefined()
    expect(refusalOf(list(jsonBounds.values))).toBe("tooBig")
  })

  it.each(["", "{", '"', '"\\', "[1,]", '{"a": NaN}', "]", "[]]"])("is refused if it is none: %s", (text) => {
    expect(refusalOf(text)).toBe("json")
  })

  it.each(['{"a": [1, 2', '{"a": "LL-0048', "[{}"])("is said to be cut off if it is: %s", (text) => {
    expect(() => parseBoundedJson(text)).toThrow("cut off")
  })

  it.each(["[1,]", '{"a": NaN}', "]"])("is not said to be cut off if it is whole and wrong: %s", (text) => {
    expect(() => parseBoundedJson(text)).not.toThrow("cut off")
  })
})
