import { afterAll, beforeAll } from "@jest/globals"
import type { Browser } from "playwright-core"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"
import { inBrowser } from "./in-browser.ts"

/** The browser and the hub of a group of tests. Neither is there before the first test begins. */
type Shared = { readonly browser: () => Browser; readonly hub: () => ConsoleWorld }

/**
 * A group of tests that share one hub with its console. Without Chromium they are skipped.
 *
 * @param title what the tests are about
 */
export function inConsole(title: string, tests: (shared: Shared) => void): void {
  inBrowser(title, (browser) => {
    let hub: ConsoleWorld
    beforeAll(async () => {
      hub = await consoleWorld()
    })
    afterAll(() => hub.server.stop())
    tests({ browser, hub: () => hub })
  })
}
