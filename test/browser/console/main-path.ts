import { expect, it } from "@jest/globals"
import * as z from "zod"
import { measureInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { visitingCase } from "../case-visits.ts"
import { casePath, comeAs, consoleLanguages, goTo } from "../console-visits.ts"
import { consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { followMainPath } from "../main-path.ts"

const [english, french] = consoleLanguages

inBrowser("an officer who never saw the console", (browser) => {
  followMainPath(browser, [french])

  it.each([
    [english, "The shipment exchange alerted your organization:", "Avery Chen confirmed the alert."],
    [french, "La plateforme d’échange a alerté votre organisation\u00a0:", "Avery Chen a confirmé l’alerte."],
  ])("reads what happened in sentences that name who did it and lead to the place: %s", async (...given) => {
    const [{ language, lang, words }, alerted, confirmed] = given
    const hub = await consoleWorld()
    await visitingCase({ browser: browser(), hub, path: "", visitor: { language } }, async (page) => {
      await page.getByRole("button", { name: words["next.acknowledge.button"] }).click()
      await page.getByText(words["next.acknowledge.done"]).waitFor()
      const measure = { kind: "prevention", code: "proofRequired", at: hub.world.clock().toISOString() }
      await hub.call("leafline", "POST", `${casePath(hub, "leafline").replace("/desk", "/v1")}/measures`, measure)
      await goTo(page, words, words["page.record"])
      const entries = page.locator(".timeline > li")
      await entries.filter({ hasText: alerted }).first().waitFor()
      const recorded = entries.filter({ hasText: measureInWords("proofRequired", lang).slice(0, -1) })
      expect(await recorded.first().textContent()).not.toContain("..")
      const last = entries.filter({ hasText: confirmed })
      await last.getByText(words["timeline.asReceived"]).waitFor({ state: "hidden" })
      await last.getByRole("link", { name: words["overview.title"] }).click()
      await page.getByRole("heading", { level: 1, name: words["overview.title"] }).waitFor()
    })
    await hub.server.stop()
  })

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
