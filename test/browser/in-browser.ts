import { afterAll, beforeAll, describe, it, jest } from "@jest/globals"
import type { Browser } from "playwright-core"
import { findChromium } from "./find-chromium.ts"
import { openBrowser } from "./open-browser.ts"

const chromium = findChromium()

/** One Chromium for all groups of a file of tests, because it takes a second to start. Each visitor is a new one. */
let shared: Browser | undefined

/**
 * A group of tests in Chromium. Without one they are skipped.
 *
 * @param title what the tests are about
 * @param tests get the browser, which is not there before the first test begins
 */
export function inBrowser(title: string, tests: (browser: () => Browser) => void): void {
  // For each group: the next file of tests of this process finds this one loaded, and opens a Chromium of its own.
  afterAll(async () => {
    await shared?.close()
    shared = undefined
  })
  // A browser beside other work takes its time.
  jest.setTimeout(180_000)
  describe(title, () => {
    if (chromium === undefined) {
      it.skip("is not opened here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
      return
    }
    beforeAll(async () => {
      shared ??= await openBrowser(chromium)
    })
    tests(() => shared ?? notOpen())
  })
}

function notOpen(): never {
  throw new Error("The browser is not there before the first test begins")
}
