import { expect, it } from "@jest/globals"
import { hubBreachKey } from "../../../shared/desk/cases/hub-breach-row.ts"
import { breachAtHubInWords, correctionAtHub, whereAtHub } from "../../../shared/desk/dossier/at-hub-in-words.ts"
import { placeInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { state, stolenBackup } from "../../desk/breach-at-hub.ts"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"
import { axeFindings, overflowing } from "../page-checks.ts"

const timeZone = "America/Toronto"

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

const corrected = {
  ...stolenBackup,
  ...hubBreachKey({ ...stolenBackup, revision: 2 }),
  ...{ revision: 2, fields: stolenBackup.fields.slice(1), what: "It was two backups." },
}

inConsole("a breach at the exchange itself", ({ browser, hub }) => {
  it.each(consoleLanguages)("is told on the pages of a case of its own: $lang", async ({ language, lang, words }) => {
    const { world, server } = hub()
    await state(world)
    const { alias } = world.rowsOf("party").find(({ atHub }) => atHub !== undefined) ?? { alias: "none" }
    const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", {
      language,
      path: "/desk/cases",
      bypassPolicy: true,
    })
    await page
      .getByRole("row")
      .filter({ hasText: alias })
      .getByText(placeInWords("guarded", true, lang))
      .waitFor()
    for (const path of ["", "/exposures", "/facts", "/documents", "/duties", "/record"])
      for (const size of sizes) {
        await page.setViewportSize(size)
        await page.goto(`${server.origin}/desk/cases/${alias}${path}`)
        await page.getByRole("heading", { level: 1 }).waitFor()
        while ((await page.locator(".loading").count()) > 0) await page.waitForTimeout(50)
        expect(await overflowing(page)).toEqual([])
        expect(await axeFindings(page)).toEqual([])
      }
    // In place of an empty list, and of a mail merge with nobody.
    for (const path of ["/exposures", "/documents"]) {
      await page.goto(`${server.origin}/desk/cases/${alias}${path}`)
      await page.getByText(words["exposures.noneAtHub"]).waitFor()
    }
    await page.goto(`${server.origin}/desk/cases/${alias}`)
    for (const sentence of breachAtHubInWords(stolenBackup, { language: lang, timeZone }))
      await page.getByText(sentence).first().waitFor()
    expect(await page.getByText(whereAtHub(lang)).count()).toBe(1)
    expect(complaints).toEqual([])
    await leave()
  })
  it.each(consoleLanguages)("shows a correction, and what it changed: $lang", async ({ language, lang }) => {
    const { world, server } = hub()
    await state(world)
    await state(world, "leafline", corrected)
    const { alias } = world.rowsOf("party").find(({ atHub }) => atHub !== undefined) ?? { alias: "none" }
    const path = `/desk/cases/${alias}`
    const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", { language, path })
    for (const sentence of breachAtHubInWords(corrected, { language: lang, timeZone }))
      await page.getByText(sentence).first().waitFor()
    await page.goto(`${server.origin}${path}/record`)
    for (const change of correctionAtHub(stolenBackup, corrected, { language: lang, timeZone }))
      await page.getByText(change).first().waitFor()
    expect(complaints).toEqual([])
    await leave()
  })
})
