import { describe, expect, it } from "@jest/globals"
import { handOver } from "../../../../infra/cli/redrive/hand-over.ts"

describe("messages that are handed over", () => {
  it("are each removed after they were sent", async () => {
    const done: string[] = []
    const moved = await handOver(
      ["a", "b"],
      async (message) => void done.push(`send ${message}`),
      async (message) => void done.push(`remove ${message}`),
    )
    expect({ moved, done }).toEqual({ moved: 2, done: ["send a", "remove a", "send b", "remove b"] })
  })

  it("stay from the first on that cannot be sent", async () => {
    const removed: string[] = []
    const send = async (message: string): Promise<void> => {
      if (message === "b") throw new Error("the queue is full")
    }
    await expect(handOver(["a", "b", "c"], send, async (message) => void removed.push(message))).rejects.toThrow("full")
    expect(removed).toEqual(["a"])
  })
})
