import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import english from "../../../console/messages/en.json" with { type: "json" }
import { visitingCase } from "../case-visits.ts"
import { consoleWorld } from "../console-world.ts"
import { expectSoon } from "../expect-soon.ts"
import { inBrowser } from "../in-browser.ts"

const columns = ["fields", "firstExposureAt", "lastExposureAt", "accessors", "told"] as const
const phone = { width: 390, height: 844 }

inBrowser("the exposed shipments of a case on a phone", (browser) => {
  it("fold into lines that name their columns, beside which nothing lies and between which nothing is blank", async () => {
    const hub = await consoleWorld({ shipments: 400 })
    const run = async (page: Page) => {
      const frame = page.getByRole("region", { name: english["exposures.table"] })
      await page.getByText("400 of 400 shipments shown").waitFor()
      await frame.getByRole("rowheader").first().waitFor()
      const widths = await frame.evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))
      expect(widths.scrollWidth).toBe(widths.clientWidth)
      const names = await frame
        .locator("tbody tr[data-index='0'] td")
        .evaluateAll((cells) =>
          cells.map((cell) => cell.ownerDocument.defaultView.getComputedStyle(cell, "::before").content),
        )
      expect(names).toEqual(columns.map((column) => `"${english[`exposures.column.${column}`]}: "`))
      await frame.evaluate((element) => element.scrollIntoView())
      for (const part of [0.5, 0.9, 0.1]) {
        await frame.evaluate((element, of) => element.scrollTo({ top: of * element.scrollHeight }), part)
        await expectSoon(() => frame.evaluate(lineInTheMiddle), true)
      }
      await frame.evaluate((element) => element.scrollTo({ top: 0 }))
      // The names of the columns sort on a phone too.
      await frame.getByRole("button", { name: english["exposures.column.reference"] }).click()
      await frame.locator("th[aria-sort=ascending]").getByText(english["exposures.column.reference"]).waitFor()
    }
    await visitingCase({ browser: browser(), hub, path: "exposures", visitor: phone }, run)
    await hub.server.stop()
  })
})

/** Whether a line of the table is drawn in the middle of its frame. */
const lineInTheMiddle = (frame: {
  getBoundingClientRect(): { left: number; top: number; width: number; height: number }
  ownerDocument: { elementFromPoint(x: number, y: number): { closest(selector: string): object | null } | null }
}): boolean => {
  const { left, top, width, height } = frame.getBoundingClientRect()
  const found = frame.ownerDocument.elementFromPoint(left + width / 2, top + height / 2)
  return found?.closest("tr[data-index]") != null
}
