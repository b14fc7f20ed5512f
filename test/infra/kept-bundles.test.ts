import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { keepBundles } from "../../infra/kept-bundles.ts"

let folder: string
/** What the functions are built from. */
let sources: string
/** The functions that were built, in their order. */
let built: string[]

const build = async (names: readonly string[], into: string): Promise<void> => {
  built.push(...names)
  for (const name of names) {
    await mkdir(join(into, name))
    await writeFile(join(into, name, "index.mjs"), sources)
  }
}
const building = { sources: async () => sources, build }
const bundle = (name: string): Promise<string> => readFile(join(folder, name, "index.mjs"), "utf8")

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "wayseal-kept-")), "bundles")
  sources = "one"
  built = []
})
afterEach(() => rm(dirname(folder), { recursive: true }))

describe("bundles that are kept", () => {
  it("are built once, each when it is first asked for", async () => {
    await keepBundles(["greet"], folder, building)
    await keepBundles(["greet", "part"], folder, building)
    expect(built).toEqual(["greet", "part"])
    expect([await bundle("greet"), await bundle("part")]).toEqual(["one", "one"])
    expect(await readdir(dirname(folder))).toEqual([basename(folder)])
  })

  it("are built again once a source has changed, and then none of before is left", async () => {
    await keepBundles(["greet", "part"], folder, building)
    sources = "two"
    await keepBundles(["greet"], folder, building)
    expect(await bundle("greet")).toBe("two")
    expect(existsSync(join(folder, "part"))).toBe(false)
  })

  it("are not taken for those of sources that changed while they were built", async () => {
    const changing = {
      ...building,
      build: async (names: readonly string[], into: string) => {
        sources = "two"
        await build(names, into)
      },
    }
    await keepBundles(["greet"], folder, changing)
    sources = "one"
    await keepBundles(["greet"], folder, building)
    expect(await bundle("greet")).toBe("one")
  })

  it("are built again after a removal that was interrupted, also of the sources of before", async () => {
    await keepBundles(["greet"], folder, building)
    sources = "two"
    const remove: typeof rm = async (path, options) => {
      if (path !== folder) return rm(path, options)
      await writeFile(join(folder, "greet", "index.mjs"), "half removed")
      throw new Error("interrupted")
    }
    await expect(keepBundles(["greet"], folder, { ...building, remove })).rejects.toThrow("interrupted")
    sources = "one"
    await keepBundles(["greet"], folder, building)
    expect(await bundle("greet")).toBe("one")
  })

  it("are built again after a crash that left unsaid that the sources changed while they were built", async () => {
    const interrupted = {
      ...building,
      build: async (names: readonly string[], into: string) => {
        sources = "two"
        await build(names, into)
      },
      remove: () => Promise.reject(new Error("interrupted")),
    }
    await keepBundles([], folder, building)
    await expect(keepBundles(["greet"], folder, interrupted)).rejects.toThrow("interrupted")
    sources = "one"
    await keepBundles(["greet"], folder, building)
    expect(await bundle("greet")).toBe("one")
  })

  it("are whole, although a build failed", async () => {
    const failing = {
      ...building,
      build: async (names: readonly string[], into: string) => {
        await build(names.slice(0, 1), into)
        throw new Error("the build stopped")
      },
    }
    await expect(keepBundles(["greet", "part"], folder, failing)).rejects.toThrow("the build stopped")
    expect(existsSync(join(folder, "greet"))).toBe(false)
    await keepBundles(["greet", "part"], folder, building)
    expect([await bundle("greet"), await bundle("part")]).toEqual(["one", "one"])
    expect(await readdir(dirname(folder))).toEqual([basename(folder)])
  })
})
