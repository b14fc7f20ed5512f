import { describe, expect, it } from "@jest/globals"
import { dataKeySeconds, sealer } from "../../../shared/base/platform/sealing.ts"
import { memoryDataKeys, memorySealer } from "../../doubles/sealing.ts"
import { memorySealingKeys } from "./memory-stores.ts"
import { sealerContract } from "./sealing.contract.ts"

sealerContract("in memory", async () => {
  const keys = memorySealingKeys()
  const wrapper = memoryDataKeys()
  return () => sealer({ keys, wrapper, now: () => new Date(0) })
})

describe("the sealer's cache", () => {
  it("reads a data key once until the cached key is too old", async () => {
    let seconds = 0
    let reads = 0
    const keys = memorySealingKeys(async (point) => {
      if (point === "sealingKeys.getItem:before") reads += 1
    })
    const cached = memorySealer({ keys, now: () => new Date(seconds * 1000) })
    await Promise.all([cached.seal("case#1", "r", "f", "a"), cached.seal("case#1", "r", "f", "b")])
    await cached.seal("case#1", "r", "f", "c")
    expect(reads).toBe(1)
    seconds = dataKeySeconds
    await cached.seal("case#1", "r", "f", "d")
    expect(reads).toBe(2)
  })

  it("reads the key again after a failure", async () => {
    let failing = true
    const keys = memorySealingKeys(async () => {
      if (failing) throw new Error("throttled")
    })
    const cached = memorySealer({ keys })
    await expect(cached.seal("case#1", "r", "f", "a")).rejects.toThrow("throttled")
    failing = false
    await expect(cached.seal("case#1", "r", "f", "a")).resolves.toMatch(/^s1\./)
  })

  it("stops using a key within five minutes after another container shredded it", async () => {
    let seconds = 0
    const now = () => new Date(seconds * 1000)
    const keys = memorySealingKeys()
    const wrapper = memoryDataKeys()
    const here = sealer({ keys, wrapper, now })
    const there = sealer({ keys, wrapper, now })
    const sealed = await here.seal("case#1", "r", "f", "value")
    await there.shred("case#1")
    seconds = dataKeySeconds
    expect(await here.unseal("case#1", "r", "f", sealed)).toBeUndefined()
  })
})
