import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import * as z from "zod"
import { type ConsoleWords, comeAs, consoleLanguages, focused, openPage, steady } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inConsole } from "../in-console.ts"

/** Notes in the page each text that comes into a live region, with the region's role. */
const listen = `{
  const before = new WeakMap()
  window.heard = []
  new MutationObserver(() => {
    for (const region of document.querySelectorAll("[role=status], [role=alert]")) {
      const text = region.textContent.trim()
      if (text !== "" && before.get(region) !== text) heard.push(region.getAttribute("role") + ": " + text)
      before.set(region, text)
    }
  }).observe(document, { childList: true, characterData: true, subtree: true })
}`

/** What an officer does on a page of the case, and what a screen reader is to say then. */
type Action = {
  readonly name: string
  readonly page: string
  readonly act: (page: Page, words: ConsoleWords, hub: ConsoleWorld) => Promise<void>
  /** How many sentences to wait for. By default 1. */
  readonly sentences?: number
}

const press = (page: Page, name: string) => page.getByRole("button", { name }).first().click()

const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from("no table") })

const actions: readonly Action[] = [
  { name: "confirm the alert", page: "", act: (page, words) => press(page, words["next.acknowledge.button"]) },
  {
    name: "write a note",
    page: "/record",
    act: async (page, words) => {
      await page.getByLabel(words["notes.text"]).fill("Called the carrier.")
      await press(page, words["notes.write"])
    },
  },
  {
    name: "search the list of shipments",
    page: "/exposures",
    act: async (page) => {
      await page.getByRole("rowheader").first().waitFor()
      await page.evaluate("heard.splice(0)")
      await page.getByRole("searchbox").fill("0000002")
    },
  },
  { name: "verify the timeline", page: "/record", act: (page, words) => press(page, words["timeline.verify"]) },
  {
    name: "choose a file that is no table",
    page: "/documents",
    act: async (page, words) => {
      await press(page, words["mailMerge.open"])
      const chosen = page.getByLabel(words["mailMerge.shop.choose"])
      await chosen.waitFor()
      await page.evaluate("heard.splice(0)")
      await chosen.setInputFiles(file("orders.xlsx"))
    },
  },
  {
    name: "choose a file that cannot be evidence",
    page: "/record",
    act: (page, words) => page.getByLabel(words["evidence.file"], { exact: true }).setInputFiles(file("run.exe")),
  },
  {
    name: "write a note while the connection is lost",
    page: "/record",
    act: async (page, words) => {
      await page.route("**/notes", (route) => route.abort())
      await page.getByLabel(words["notes.text"]).fill("Called the carrier.")
      await press(page, words["notes.write"])
    },
  },
  {
    name: "record notices",
    page: "/documents",
    sentences: 2,
    act: async (page, words) => {
      await page.locator("label.option", { hasText: "3" }).first().click()
      await press(page, words["notices.recordButton"])
      await press(page, words["form.confirm"])
    },
  },
]

inConsole("what a screen reader says by itself", ({ browser }) => {
  it.each(consoleLanguages)("says the result of an action, in $lang", async ({ language, words }) => {
    const hub = await consoleWorld()
    const { page, leave } = await comeAs(browser(), hub, "usr_avery", { language, bypassPolicy: true })
    await page.addInitScript(listen)
    for (const { name, page: path, act, sentences = 1 } of actions) {
      await openPage(page, hub, `/desk/cases/:case${path}`)
      await page.evaluate("heard.splice(0)")
      await act(page, words, hub)
      await page.waitForFunction(`heard.length >= ${sentences}`)
      await page.waitForTimeout(300)
      const heard = z.array(z.string()).parse(await page.evaluate("heard"))
      expect(heard.map(steady)).toMatchSnapshot(name)
    }
    await leave()
    await hub.server.stop()
  })

  it("says a lost connection once for all that the page reads, and each time to whoever tries again", async () => {
    const hub = await consoleWorld()
    const [{ language, words }] = consoleLanguages
    const { page, context, leave } = await comeAs(browser(), hub, "usr_avery", { language, bypassPolicy: true })
    await page.addInitScript(listen)
    await openPage(page, hub, "/desk/cases/:case/record")
    for (const none of ["notes.none", "evidence.none"] as const) await page.getByText(words[none]).waitFor()
    await page.locator(".timeline li").first().waitFor()
    await context.setOffline(true)
    await page.getByLabel(words["notes.text"]).fill("Called the carrier.")
    const [shown, aloud] = [words["problem.connection"], `alert: ${words["problem.connection"]}`]
    await page.evaluate("heard.splice(0)")
    await press(page, words["notes.write"])
    // The form says it, and so do the case and the three lists, which are read again.
    await page.getByText(shown).nth(4).waitFor()
    await page.waitForTimeout(300)
    const before = z.array(z.string()).parse(await page.evaluate("heard.splice(0)"))
    expect(before.filter((one) => one === aloud)).toHaveLength(1)
    await press(page, words["notes.write"])
    await page.waitForFunction("heard.length > 0")
    expect(await page.evaluate("heard")).toEqual([aloud])
    await leave()
    await hub.server.stop()
  })

  it.each(consoleLanguages)("names the first field that is wrong, and says how to mend it, in $lang", async (given) => {
    const hub = await consoleWorld()
    const { page, leave } = await comeAs(browser(), hub, "usr_avery", { language: given.language })
    for (const path of ["/facts", "/record"]) {
      await openPage(page, hub, `/desk/cases/:case${path}`)
      const button = page.getByRole("main").locator("button[type=submit]").first()
      await button.click()
      await page.locator("[aria-invalid=true]").first().waitFor({ state: "attached" })
      const field = page.locator(":focus")
      const described = await field.evaluate((element) =>
        [element, element.closest("[role=radiogroup]")]
          .flatMap((one) => one?.getAttribute("aria-describedby")?.split(" ") ?? [])
          .map((id) => element.ownerDocument.getElementById(id)?.textContent ?? "")
          .join(" "),
      )
      expect([await focused(page), described]).toMatchSnapshot(path)
      expect(described).toContain(given.words["form.required"])
    }
    await leave()
    await hub.server.stop()
  })
})
