import { expect, it } from "@jest/globals"
import * as z from "zod"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { partiesAlone, rangeOf, shipFrom, toolOfSwift } from "../../desk/alone-world.ts"
import { checkPage } from "../check-page.ts"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"

const faultless = { axe: [], weak: [], narrow: [], turned: [], spaced: [], restless: [] }

/** A retailer wrote two letters to a carrier that takes no part. It did not answer one, and the other was refused. */
async function lettersIn(hub: ConsoleWorld): Promise<string> {
  const { world, call } = hub
  await shipFrom(world, 1)
  const receivedAt = "2026-11-01T14:00:00.000Z"
  const reported = { finder: "finder", tool: toolOfSwift, receivedAt, evidence: rangeOf(1, 1) }
  const { json } = await call("leafline", "POST", "/v1/cases", reported)
  const caseAlias = z.string().parse(json["caseAlias"])
  await world.settle()
  world.passSeconds(25 * 3_600)
  await makeWatchDuties(world.desk)()
  await world.settle()
  world.letterMail.refuses("MessageRejected")
  await call("leafline", "POST", `/v1/cases/${caseAlias}/letters`, { step: "ask", request: "stopTool" })
  await world.settle()
  return caseAlias
}

inBrowser("what did not arrive", (browser) => {
  it.each(consoleLanguages)("is said of a webhook that refuses its test: $lang", async ({ language, words }) => {
    const hub = await consoleWorld({ webhookAnswers: () => 500 })
    await hub.affairs.notify("leafline")
    const { page, leave, complaints } = await comeAs(browser(), hub, "usr_avery", {
      language,
      path: "/desk/webhook",
      bypassPolicy: true,
    })
    try {
      await page.locator(".badge.late", { hasText: words["settings.webhook.state.failed"] }).waitFor()
      await page.getByText(words["settings.webhook.means.failed"]).waitFor()
      const attempts = page.getByRole("region", { name: words["webhook.attempts"] })
      await attempts.locator(".badge.late", { hasText: words["webhook.answered"].replace("{status}", "500") }).waitFor()
      await attempts.getByText(words["webhook.which.refused"]).click()
      expect(await attempts.locator("li.card").count()).toBe(1)
      expect(await checkPage(page)).toEqual(faultless)
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })

  it.each(consoleLanguages)("is said of letters to a carrier: $lang", async ({ language, words }) => {
    const hub = await consoleWorld({ parties: partiesAlone })
    const path = `/desk/cases/${await lettersIn(hub)}`
    const { page, leave, complaints } = await comeAs(browser(), hub, "usr_avery", {
      language,
      path,
      bypassPolicy: true,
    })
    try {
      const letters = page.getByRole("region", { name: words["letters.title"] })
      await letters.locator(".badge.late", { hasText: words["letters.unanswered"] }).waitFor()
      await letters.locator(".badge.late", { hasText: words["letters.state.notDelivered"] }).waitFor()
      await letters.getByText(words["letters.correctAddress"]).waitFor()
      expect(await checkPage(page)).toEqual(faultless)
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })
})
