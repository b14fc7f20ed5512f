import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import { inConsole } from "../in-console.ts"
import { type Visitor, visit } from "../open-browser.ts"

inConsole("the frame of the officer's console", ({ browser, hub }) => {
  async function visiting(visitor: Visitor, run: (page: Page) => Promise<void>): Promise<void> {
    const came = await visit(browser(), visitor)
    try {
      await run(came.page)
      expect(came.complaints).toEqual([])
    } finally {
      await came.leave()
    }
  }

  it("leads to the sign-in of the party, and from there to its cases", async () => {
    await visiting({}, async (page) => {
      await page.goto(`${hub().server.origin}/desk/cases`)
      await page.getByLabel(english["signIn.party"]).fill("leafline")
      await page.getByRole("button", { name: english["signIn.go"] }).click()
      await page.getByRole("link", { name: "Avery Chen" }).click()
      await page.getByRole("link", { name: hub().alias("leafline") }).waitFor()
      expect(await page.getByRole("banner").textContent()).toContain("Avery Chen, Leafline")
    })
  })

  it("speaks the browser's language, and remembers the other one", async () => {
    await visiting({ language: "fr-CA" }, async (page) => {
      await page.goto(`${hub().server.origin}/desk/`)
      await page.getByRole("heading", { name: french["signIn.title"] }).waitFor()
      expect(await page.locator("html").getAttribute("lang")).toBe("fr")
      await page.getByRole("button", { name: "English" }).click()
      await page.reload()
      await page.getByRole("heading", { name: english["signIn.title"] }).waitFor()
    })
  })

  it("leads each address that a part of a case had as a page of its own to that part", async () => {
    const moved = ["assessment", "notices", "mail-merge", "closing", "notes", "evidence", "own-log", "timeline"]
    const at = `/desk/cases/${hub().alias("leafline")}`
    await visiting({}, async (page) => {
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=${at}`)
      await page.getByRole("heading", { level: 1 }).waitFor()
      for (const part of moved) {
        await page.goto(`${hub().server.origin}${at}/${part}`)
        await page.locator(`section[id="${part}"] > h2:focus`).waitFor()
        expect(page.url()).toMatch(new RegExp(`${at}/(facts|documents|duties|record)#${part}$`))
      }
      await page.goto(`${hub().server.origin}${at}/notices#public-notice`)
      await page.waitForURL(`**${at}/documents#public-notice`)
    })
  })

  it.each(["en-CA", "fr-CA"])(
    "leaves the title of each page of a case in the top third of a phone: %s",
    async (language) => {
      const phone = { width: 390, height: 844 }
      const at = `/desk/cases/${hub().alias("leafline")}`
      await visiting({ language, ...phone }, async (page) => {
        await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=${at}`)
        for (const path of ["", "/facts", "/exposures", "/documents", "/duties", "/record"]) {
          await page.goto(`${hub().server.origin}${at}${path}`)
          const heading = page.getByRole("heading", { level: 1, name: /^(?!WS-|Case |Dossier )/ })
          await heading.waitFor()
          const { y = phone.height, height = 0 } = (await heading.boundingBox()) ?? {}
          expect({ path, isInTopThird: y + height < phone.height / 3, y }).toMatchObject({ isInTopThird: true })
        }
        await page
          .getByRole("navigation")
          .getByText(language === "en-CA" ? "Pages of this case" : "Pages de ce dossier")
          .click()
        await page
          .locator(".case-pages")
          .getByRole("link", { name: /^(Overview|Vue d’ensemble)$/ })
          .click()
        await page.waitForURL(`**${at}`)
      })
    },
  )

  it("has a menu on a phone with a line for each page", async () => {
    await visiting({ width: 390, height: 844 }, async (page) => {
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=/desk/cases`)
      await page.getByText(english["frame.menu"]).click()
      const links = page.getByRole("navigation", { name: english["frame.mainPages"] }).getByRole("link")
      const tops = await links.evaluateAll((all) => all.map((link) => link.getBoundingClientRect().top))
      expect(tops).toHaveLength(7)
      expect(new Set(tops).size).toBe(7)
    })
  })

  it("signs out, and shows nothing of the party after it", async () => {
    await visiting({}, async (page) => {
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=/desk/cases`)
      await page.getByRole("button", { name: english["frame.signOut"] }).click()
      await page.getByRole("heading", { name: english["signIn.title"] }).waitFor()
      await page.goto(`${hub().server.origin}/desk/cases`)
      await page.getByRole("heading", { name: english["signIn.title"] }).waitFor()
    })
  })

  it("leaves nothing of the party behind the browser's Back after a sign-out", async () => {
    await visiting({}, async (page) => {
      const entries = () => page.evaluate("history.length")
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=/desk/cases`)
      await page.getByRole("link", { name: hub().alias("leafline") }).click()
      await page.getByRole("heading", { level: 1, name: english["overview.title"] }).waitFor()
      const before = await entries()
      await page.getByRole("button", { name: english["frame.signOut"] }).click()
      await page.getByRole("heading", { name: english["signIn.title"] }).waitFor()
      // The case is no longer an entry of the history: the sign-in took its place.
      expect(await entries()).toBe(before)
      await page.goBack()
      await page.waitForURL(`${hub().server.origin}/desk/cases`)
      await page.getByRole("heading", { name: english["signIn.title"] }).waitFor()
      expect(await page.locator("body").textContent()).not.toMatch(/Avery|Leafline|WS-/)
    })
  })

  it("starts anew when the browser shows a page again that it had kept", async () => {
    await visiting({}, async (page) => {
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=/desk/cases`)
      await page.getByRole("link", { name: hub().alias("leafline") }).waitFor()
      const isShownAgain = (persisted: boolean) =>
        page.evaluate(`dispatchEvent(new PageTransitionEvent("pageshow", { persisted: ${persisted} }))`)
      await page.evaluate("window.isKept = true")
      await isShownAgain(false)
      await page.context().clearCookies()
      expect(await page.evaluate("window.isKept")).toBe(true)
      await isShownAgain(true)
      await page.getByRole("heading", { name: english["signIn.title"] }).waitFor()
      expect(await page.evaluate("window.isKept")).toBeUndefined()
    })
  })
})
