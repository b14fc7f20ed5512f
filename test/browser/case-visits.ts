import { expect } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { casePath, comeAs } from "./console-visits.ts"
import type { ConsoleWorld } from "./console-world.ts"
import type { Visit, Visitor } from "./open-browser.ts"

/** Opens a page of the retailer's case as one of its officers, and expects that nothing goes wrong in it. */
export async function visitingCase(
  { browser, hub, path, visitor = {} }: { browser: Browser; hub: ConsoleWorld; path: string; visitor?: Visitor },
  run: (page: Page, came: Visit) => Promise<void>,
): Promise<void> {
  const came = await comeAs(browser, hub, "usr_avery", { path: casePath(hub, "leafline", path), ...visitor })
  try {
    await run(came.page, came)
    expect(came.complaints).toEqual([])
  } finally {
    await came.leave()
  }
}
