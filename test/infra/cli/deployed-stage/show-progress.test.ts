import { afterEach, describe, expect, it, jest } from "@jest/globals"
import { showProgress } from "../../../../infra/cli/deployed-stage/show-progress.ts"

afterEach(() => {
  jest.useRealTimers()
})

const stepsAfter = (milliseconds: number, isTTY: boolean): readonly string[] => {
  jest.useFakeTimers()
  const lines: string[] = []
  const onStep = showProgress({ isTTY, write: (text) => lines.push(text) })
  jest.advanceTimersByTime(milliseconds)
  onStep("Reading")
  return lines
}

describe("progress", () => {
  it("is shown to a person after two seconds", () => {
    expect(stepsAfter(1_900, true)).toEqual([])
    expect(stepsAfter(2_100, true)).toEqual(["Reading\n"])
  })

  it("is not written to a file", () => {
    expect(stepsAfter(60_000, false)).toEqual([])
  })
})
