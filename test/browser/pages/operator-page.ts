import { expect, it } from "@jest/globals"
import { checkEveryOperatorPage } from "../every-operator-page.ts"
import { inBrowser } from "../in-browser.ts"
import { languages } from "../recipient-page-paths.ts"

const [, french] = languages

inBrowser("the operator's page in a browser", (browser) => {
  const { hub, opening } = checkEveryOperatorPage(browser, [french])

  it("says when the session ends, and lets its person stay by reading the page again", async () => {
    await opening("healthy", {}, async (page) => {
      const end = async () => /session ends on (.*) UTC/.exec((await page.locator("main").textContent()) ?? "")?.[1]
      const first = await end()
      hub().wait(10)
      await page.getByRole("link", { name: "Read again", exact: true }).click()
      const later = await end()
      expect(Date.parse(`${later}Z`) - Date.parse(`${first}Z`)).toBe(10 * 60_000)
    })
  })

  it("works with the keyboard alone, in the order of reading", async () => {
    await opening("healthy", {}, async (page) => {
      for (const stop of ["Skip to the content", "Sign out", "Français", "Read again", "Read again every minute"]) {
        await page.keyboard.press("Tab")
        expect(await page.locator(":focus").textContent()).toBe(stop)
      }
      await page.keyboard.press("Tab")
      expect(await page.locator(":focus").count()).toBe(0)
    })
  })

  it("works without scripts, and reads itself again each minute only for who asks", async () => {
    await opening("healthy", { isScriptAllowed: false }, async (page) => {
      const refresh = page.locator("meta[http-equiv=refresh]")
      expect(await refresh.count()).toBe(0)
      const [begin, stop] = ["Read again every minute", "Stop reading every minute"]
      await page.getByRole("link", { name: begin }).click()
      await page.getByRole("link", { name: stop }).waitFor()
      expect(await refresh.count()).toBe(1)
      await page.getByRole("link", { name: stop }).click()
      await page.getByRole("link", { name: begin }).waitFor()
      expect(await refresh.count()).toBe(0)
      await page.getByRole("link", { name: "Français" }).click()
      await page.getByRole("heading", { level: 1, name: "Environnement prod" }).waitFor()
      await page.getByRole("button", { name: "Se déconnecter" }).click()
      await page.getByRole("heading", { level: 1, name: "Vous êtes déconnecté" }).waitFor()
      await page.getByRole("link", { name: "Se connecter" }).waitFor()
    })
  })
})
