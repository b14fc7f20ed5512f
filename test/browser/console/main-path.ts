import { expect, it } from "@jest/globals"
import * as z from "zod"
import { casePath, comeAs, consoleLanguages, goTo } from "../console-visits.ts"
import { consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { followMainPath } from "../main-path.ts"

const [english, french] = consoleLanguages

inBrowser("an officer who never saw the console", (browser) => {
  followMainPath(browser, [french])

  it("verifies the chain of its timeline, and takes the case out as JSON", async () => {
    const hub = await consoleWorld()
    const { words } = english
    const { page, leave } = await comeAs(browser(), hub, "usr_avery", { path: casePath(hub, "leafline", "record") })
    try {
      await page.getByRole("button", { name: words["timeline.verify"] }).click()
      await page.getByText("The chain is whole").waitFor()
      await goTo(page, words, words["page.documents"])
      const ask = words["documents.askFor"].replace("{format}", words["documents.format.json"])
      await page.getByRole("button", { name: ask.replace("{title}", words["documents.dossier"]) }).click()
      const link = page.getByRole("link", { name: "Download as JSON" })
      await link.waitFor()
      const file = await page.request.get(new URL((await link.getAttribute("href")) ?? "", hub.server.origin).href)
      const dossier = z.object({ timeline: z.array(z.object({ seq: z.int() })) }).parse(await file.json())
      expect(dossier.timeline.length).toBeGreaterThan(1)
    } finally {
      await leave()
      await hub.server.stop()
    }
  })
})
