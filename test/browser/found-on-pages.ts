import { expect, it } from "@jest/globals"
import { type Check, checks } from "./check-page.ts"

/** What the checks of `checkPage` find on pages that are opened before the tests, because that takes the time. */
export function foundOnPages() {
  const found: Record<Check, string[]> = { axe: [], narrow: [], turned: [], spaced: [], weak: [], restless: [] }
  return {
    /** @param where the page and its language */
    note(where: string, checked: Partial<Record<Check, readonly string[]>>): void {
      for (const [check, lines] of Object.entries(checked))
        found[checks.parse(check)].push(...lines.map((line) => `${where}: ${line}`))
    },
    /** Declares a test for each check. */
    isToBeNothing(): void {
      it("has nothing that axe finds wrong", () => {
        expect(found.axe).toEqual([])
      })

      it("fits into 320 pixels, and into half the width at 200 % zoom", () => {
        expect(found.narrow).toEqual([])
      })

      it("shows the same in portrait and landscape", () => {
        expect(found.turned).toEqual([])
      })

      it("loses nothing when text is spaced wider", () => {
        expect(found.spaced).toEqual([])
      })

      it("has borders and focus rings that stand out from the page", () => {
        expect(found.weak).toEqual([])
      })

      it("moves nothing, and changes nothing by itself", () => {
        expect(found.restless).toEqual([])
      })
    },
  }
}
