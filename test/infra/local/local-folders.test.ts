import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "@jest/globals"
import { makeLocalFolder, removeLeftFolders } from "../../../infra/local/local-folders.ts"

const within = mkdtempSync(join(tmpdir(), "local-"))
afterAll(() => rmSync(within, { recursive: true }))

it("folders of starts that were killed go, and those of starts that run stay, as does all else", async () => {
  const running = [await makeLocalFolder("start", within), await makeLocalFolder("start", within)]
  expect(running[0]).not.toBe(running[1])
  const { pid } = spawnSync(process.execPath, ["--version"])
  const left = [`start-${pid}-abc`, `assembly-${pid}-abc`].map((name) => join(within, name))
  const others = ["emulator", `other-${pid}-abc`].map((name) => join(within, name))
  for (const path of [...left, ...others]) mkdirSync(path)
  await removeLeftFolders(within)
  expect(left.filter(existsSync)).toEqual([])
  expect([...running, ...others].filter((path) => !existsSync(path))).toEqual([])
})
