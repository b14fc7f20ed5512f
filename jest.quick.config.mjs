import { execFileSync } from "node:child_process"
import { globSync } from "node:fs"
import { basename, dirname } from "node:path"
import config from "./jest.config.mjs"
import { slowTests } from "./test/slow-tests.mjs"

/** What differs from the last commit, by its path as test/ mirrors it. Nothing, where there is no git. */
function changedPlaces() {
  try {
    const args = ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"]
    const printed = execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: "pipe" })
    return printed.split("\0").map((line) => `/test/${line.slice(3).replace(/^(shared|test)\//, "")}`)
  } catch {
    return []
  }
}

const changed = changedPlaces()
const isBeside = (test) => changed.some((place) => place.startsWith(`${dirname(test)}/`))
const tests = globSync("test/**/*.test.ts", { cwd: import.meta.dirname }).map((path) => `/${path}`)
const slow = slowTests.flatMap((name) => {
  const named = tests.filter((path) => basename(path) === `${name}.test.ts`)
  if (named.length === 0) console.warn(`${name} is gone: take it out of test/slow-tests.mjs`)
  return named
})

/**
 * `npm run test:quick`: the tests that need neither Python, a browser nor the emulator, and that take less than half a
 * second. It leaves out what is named here, skips each test that `test/exhaustively.ts` declares, and runs a slow one
 * only if something changed in the folder that it tests, since the last commit.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    "/test/(bench|browser|client/package|end-to-end|imports|infra|simulation|watch/lookups/guesses)/",
    "/test/desk/dossier/pdf-structure.test.ts",
    ...slow.filter((test) => !isBeside(test)),
  ],
  globals: { isQuickRun: true },
}
