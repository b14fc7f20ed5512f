import { expect } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { casePath, comeAs } from "./console-visits.ts"
import type { ConsoleWorld } from "./console-world.ts"
import type { Visit, Visitor } from "./open-browser.ts"

type CaseVisit = {
  readonly browser: Browser
  readonly hub: ConsoleWorld
  readonly path: string
  /** One of the retailer's officers. */
  readonly userId?: string
  readonly visitor?: Visitor
}

/** Opens a page of the retailer's case as one of its officers, and expects that nothing goes wrong in it. */
export async function visitingCase(
  { browser, hub, path, userId = "usr_avery", visitor = {} }: CaseVisit,
  run: (page: Page, came: Visit) => Promise<void>,
): Promise<void> {
  const came = await comeAs(browser, hub, userId, { path: casePath(hub, "leafline", path), ...visitor })
  try {
    await run(came.page, came)
    expect(came.complaints).toEqual([])
  } finally {
    await came.leave()
  }
}
