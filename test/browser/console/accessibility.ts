import { expect, it } from "@jest/globals"
import { casePath, comeAs, consoleLanguages } from "../console-visits.ts"
import { checkEveryConsolePage } from "../every-console-page.ts"
import { expectSoon } from "../expect-soon.ts"
import { inBrowser } from "../in-browser.ts"
import { axeFindings } from "../page-checks.ts"

const [english, french] = consoleLanguages

inBrowser("every page of the officer's console", (browser) => {
  const hub = checkEveryConsolePage(browser, [french])

  it("shows what is chosen in colours that the reader forces", async () => {
    const { page, leave } = await comeAs(browser(), hub(), "usr_avery", {
      path: casePath(hub(), "leafline", "documents"),
    })
    await page.emulateMedia({ forcedColors: "active" })
    const marks = page.getByRole("radiogroup").first().locator(".mark")
    await marks.first().click()
    const backgrounds = await marks.evaluateAll((elements) =>
      elements.map((element) => element.ownerDocument.defaultView.getComputedStyle(element).backgroundColor),
    )
    expect(backgrounds[0]).not.toBe(backgrounds[1])
    expect(backgrounds[1]).toBe(backgrounds[2])
    await leave()
  })

  it("has nothing that axe finds while pressed buttons wait for an answer, nor after it", async () => {
    const path = casePath(hub(), "leafline")
    const { page, leave } = await comeAs(browser(), hub(), "usr_avery", { path, bypassPolicy: true })
    const { words } = english
    const answer = Promise.withResolvers<void>()
    await page.route("**/v1/**", async (route) => {
      if (route.request().method() !== "GET") await answer.promise
      await route.continue()
    })
    await page.getByRole("button", { name: words["next.acknowledge.button"] }).click()
    await page.locator("button[data-pending]").waitFor()
    expect(await axeFindings(page)).toEqual([])
    answer.resolve()
    // The button that was pressed is gone.
    await page.getByRole("status").getByText(words["next.acknowledge.done"]).waitFor()
    expect(await axeFindings(page)).toEqual([])
    await leave()
  })

  it("moves the focus to the title of a new page, and names it in the browser's title", async () => {
    const { page, leave } = await comeAs(browser(), hub(), "usr_avery")
    const { words } = english
    await page.getByRole("link", { name: hub().alias("leafline") }).click()
    await page.getByRole("heading", { level: 1, name: words["overview.title"] }).waitFor()
    await page.getByRole("link", { name: words["page.record"] }).click()
    await page.getByRole("heading", { level: 1, name: words["page.record"] }).waitFor()
    await expectSoon(() => page.locator(":focus").textContent(), words["page.record"])
    expect(await page.title()).toBe(`${words["page.record"]} – ${hub().alias("leafline")} – Wayseal`)
    await leave()
  })
})
