import { setImmediate } from "node:timers/promises"
import { describe, expect, it } from "@jest/globals"
import { sideBySide } from "../../../shared/base/platform/side-by-side.ts"

describe("items that are handled side by side", () => {
  it("are handled in their order, so many at the same time", async () => {
    const handled: number[] = []
    let [running, most] = [0, 0]
    await sideBySide([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      handled.push(item)
      running += 1
      most = Math.max(most, running)
      await setImmediate()
      running -= 1
    })
    expect(handled).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(most).toBe(3)
  })

  it("are all handled before the first failure is thrown", async () => {
    const handled: number[] = []
    const all = sideBySide([1, 2, 3, 4, 5], 2, async (item) => {
      await setImmediate()
      handled.push(item)
      if (item === 1 || item === 4) throw new Error(`item ${item}`)
    })
    await expect(all).rejects.toThrow("item 1")
    expect(handled).toEqual([1, 2, 3, 4, 5])
  })
})
