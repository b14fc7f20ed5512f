import { describe, expect, it } from "@jest/globals"
import { cachedReads } from "../../../shared/base/platform/cached-reads.ts"

/** Values that are read from a table which a test changes. */
function cache(values: Map<string, number>) {
  const world = { at: 0, reads: [] as string[][], failures: 0, isDown: false }
  const read = cachedReads<string, number>({
    keyOf: (item) => item,
    read: async (items) => {
      world.reads.push([...items])
      if (world.isDown) throw new Error("down")
      return new Map(items.flatMap((item) => [values.get(item) ?? []].flat().map((value) => [item, value] as const)))
    },
    clock: () => new Date(world.at),
    onFailure: () => {
      world.failures += 1
    },
  })
  return { world, read }
}

describe("reads that are cached", () => {
  it("ask for what is not known yet alone, and remember what has no value", async () => {
    const { world, read } = cache(new Map([["a", 1]]))
    expect(await read(["a", "none"])).toEqual(new Map([["a", 1]]))
    await read(["none", "b", "a"])
    expect(world.reads).toEqual([["a", "none"], ["b"]])
  })

  it("share one read that is on its way, and fail together with it", async () => {
    const { world, read } = cache(new Map([["a", 1]]))
    await Promise.all([read(["a"]), read(["a", "b"]), read(["b"])])
    expect(world.reads).toEqual([["a"], ["b"]])
    world.at = 300_000
    world.isDown = true
    const both = await Promise.allSettled([read(["a"]), read(["a"])])
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    expect(world.reads).toHaveLength(3)
  })

  it("fail for a new item beside known ones that cannot be read again, and count no failure then", async () => {
    const { world, read } = cache(new Map([["a", 1]]))
    await read(["a"])
    world.at = 60_000
    world.isDown = true
    await expect(read(["a", "new"])).rejects.toThrow("down")
    expect(world.failures).toBe(0)
    expect(await read(["a"])).toEqual(new Map([["a", 1]]))
    expect(world.failures).toBe(1)
  })

  it("forget what was read first when there is too much", async () => {
    const { world, read } = cache(new Map())
    await read(["first"])
    for (let place = 0; place < 5; place += 1)
      await read(Array.from({ length: 1_000 }, (_, index) => `${place}-${index}`))
    world.reads.length = 0
    await read(["4-999", "first"])
    expect(world.reads).toEqual([["first"]])
  })
})
