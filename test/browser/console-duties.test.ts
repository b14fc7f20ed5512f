import { expect, it } from "@jest/globals"
import english from "../../console/messages/en.json" with { type: "json" }
import french from "../../console/messages/fr.json" with { type: "json" }
import { inConsole } from "./in-console.ts"
import { visit } from "./open-browser.ts"

inConsole("the duties in the officer's console", ({ browser, hub }) => {
  it.each([
    ["en-CA", english, "Ontario FIPPA s. 40.1: as soon as feasible after"],
    ["fr-CA", french, "LAIPVP de l’Ontario art. 40.1\u00a0: le plus tôt possible après"],
  ] as const)("say in %s alone why they are due when they are", async (language, words, sentence) => {
    const { page, context, complaints } = await visit(browser(), { language })
    try {
      const path = `/desk/cases/${hub().alias("leafline")}/duties`
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=${path}`)
      const why = page.getByRole("group").filter({ hasText: words["duties.why"] })
      await why.first().waitFor()
      for (const one of await why.all()) {
        await one.getByText(words["duties.why"]).click()
        expect(await one.locator("[lang]").count()).toBe(0)
      }
      expect(await why.filter({ hasText: sentence }).count()).toBe(2)
      expect(complaints).toEqual([])
    } finally {
      await context.close()
    }
  })
})
