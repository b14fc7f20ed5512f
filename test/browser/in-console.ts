import { afterAll, beforeAll, describe, it, jest } from "@jest/globals"
import type { Browser } from "playwright-core"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser } from "./open-browser.ts"

/** The browser and the hub of a group of tests. Neither is there before the first test begins. */
type Shared = { readonly browser: () => Browser; readonly hub: () => ConsoleWorld }

/**
 * A group of tests that share one browser and one hub with its console. Without Chromium they are skipped.
 *
 * @param title what the tests are about
 */
export function inConsole(title: string, tests: (shared: Shared) => void): void {
  // A browser beside other work takes its time.
  jest.setTimeout(180_000)
  describe(title, () => {
    const chromium = findChromium()
    if (chromium === undefined) {
      it.skip("is not opened here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
      return
    }
    let browser: Browser
    let hub: ConsoleWorld
    beforeAll(async () => {
      browser = await openBrowser(chromium)
      hub = await consoleWorld()
    })
    afterAll(async () => {
      await browser.close()
      await hub.server.stop()
    })
    tests({ browser: () => browser, hub: () => hub })
  })
}
