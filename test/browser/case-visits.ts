import { expect } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import type { ConsoleWorld } from "./console-world.ts"
import { type Visit, type Visitor, visit } from "./open-browser.ts"

/** Opens a page of the retailer's case as one of its officers, and expects that nothing goes wrong in it. */
export async function visitingCase(
  { browser, hub, path, visitor = {} }: { browser: Browser; hub: ConsoleWorld; path: string; visitor?: Visitor },
  run: (page: Page, came: Visit) => Promise<void>,
): Promise<void> {
  const came = await visit(browser, visitor)
  try {
    const address = `/desk/cases/${hub.alias("leafline")}/${path}`
    await came.page.goto(`${hub.server.origin}/desk/signed-in?user=usr_avery&return=${address}`)
    await run(came.page, came)
    expect(came.complaints).toEqual([])
  } finally {
    await came.context.close()
  }
}
