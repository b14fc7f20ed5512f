import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals"
import { showProgress } from "../../../client/command-line/show-progress.ts"

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const watched = (isTTY = true) => {
  const lines: string[] = []
  return { lines, ...showProgress({ isTTY, write: (text) => lines.push(text) }) }
}

describe("progress", () => {
  it("is shown to a person after two seconds, while the step goes on", () => {
    const { lines, onStep } = watched()
    onStep("Reading")
    jest.advanceTimersByTime(1_900)
    expect(lines).toEqual([])
    jest.advanceTimersByTime(600)
    expect(lines).toEqual(["Reading\n"])
  })

  it("is shown once for each step, two seconds apart", () => {
    const { lines, onStep } = watched()
    onStep("Reading")
    jest.advanceTimersByTime(60_000)
    for (const step of ["1 of 3", "2 of 3", "3 of 3"]) {
      onStep(step)
      jest.advanceTimersByTime(900)
    }
    expect(lines).toEqual(["Reading\n", "1 of 3\n", "3 of 3\n"])
  })

  it("is written rarely where nobody watches", () => {
    const { lines, onStep } = watched(false)
    onStep("Reading")
    jest.advanceTimersByTime(29_000)
    expect(lines).toEqual([])
    jest.advanceTimersByTime(2_000)
    expect(lines).toEqual(["Reading\n"])
  })

  it("ends with the command", () => {
    const { lines, onStep, stop } = watched()
    onStep("Reading")
    stop()
    jest.advanceTimersByTime(60_000)
    expect(lines).toEqual([])
  })
})
