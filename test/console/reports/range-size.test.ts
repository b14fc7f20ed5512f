import { describe, expect, it } from "@jest/globals"
import { rangeSize } from "../../../console/reports/range-size.ts"

describe("the size of a range of order numbers", () => {
  it.each([
    ["LL-0048213", "LL-0052712", 4_500],
    [" LL-0048213", "LL-0048213 ", 1],
    ["2026-0001-CA", "2026-0010-CA", 10],
    ["48213", "52712", 4_500],
  ])("from %s to %s is %d", (first, last, size) => {
    expect(rangeSize(first, last)).toBe(size)
  })

  it.each([
    ["LL-0052712", "LL-0048213"],
    ["LL-0048213", "MB-0052712"],
    ["2025-0001", "2026-0001"],
    ["LL-", "LL-0052712"],
    ["", ""],
    ["1234567890123456", "1234567890123457"],
  ])("from %s to %s is not known", (first, last) => {
    expect(rangeSize(first, last)).toBeUndefined()
  })
})
