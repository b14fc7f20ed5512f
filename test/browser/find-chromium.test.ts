import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { findChromium } from "./find-chromium.ts"

describe("finding Chromium", () => {
  let folder = ""
  let chrome = ""

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "wayseal-chromium-"))
    chrome = join(folder, "google-chrome")
    await writeFile(chrome, "")
    await chmod(chrome, 0o755)
  })

  afterAll(() => rm(folder, { recursive: true }))

  it("takes the one that CHROMIUM_PATH names before those on the PATH", () => {
    expect(findChromium({ CHROMIUM_PATH: process.execPath, PATH: folder })).toBe(process.execPath)
  })

  it("takes the first on the PATH, and skips folders that have none", () => {
    expect(findChromium({ PATH: [join(folder, "none"), "", folder].join(delimiter) })).toBe(chrome)
  })

  it("finds none where there is none", () => {
    expect(findChromium({ CHROMIUM_PATH: "", PATH: join(folder, "none") })).toBeUndefined()
  })

  it("says so when CHROMIUM_PATH names no file, and looks no further", () => {
    expect(() => findChromium({ CHROMIUM_PATH: join(folder, "none"), PATH: folder })).toThrow("CHROMIUM_PATH")
  })
})
