import { expect, it } from "@jest/globals"
import type { Browser, Locator, Page } from "playwright-core"
import * as z from "zod"
import { capital } from "../../shared/base/platform/bilingual.ts"
import {
  assessmentReasonInWords,
  factorInWords,
  kindInWords,
  levelInWords,
  measureInWords,
} from "../../shared/desk/dossier/codes-in-words.ts"
import { type ConsoleLanguage, type ConsoleWords, choose, comeAs, groupNamed, passSeconds } from "./console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"

/** From the list of cases to the closed one. */
export const mostPresses = 30

const factors = ["sensitivity", "probabilityOfMisuse", "stepsOfTheIndividual", "guidance"] as const

/** Declares a test of the path from the alert to the closed case in each of the languages. */
export function followMainPath(browser: () => Browser, languages: readonly ConsoleLanguage[]): void {
  it.each(languages)("goes from the alert to the closed case in $lang, by the next button", async (given) => {
    const { language, words, lang } = given
    const hub = await consoleWorld()
    const { page, complaints, leave } = await comeAs(browser(), hub, "usr_avery", { language, hasOwnClock: true })
    try {
      await page.evaluate("window.presses = 0; addEventListener('pointerdown', () => { presses += 1 }, true)")
      await page.getByRole("link", { name: hub.alias("leafline") }).click()
      await next(page, words, "next.acknowledge.button")
      await page.getByText(words["next.acknowledge.done"]).waitFor()
      await next(page, words, "next.assess.button")
      await assess(page, words, lang)
      await next(page, words, "next.stateFacts.button")
      await recordPrevention(page, words, measureInWords("proofRequired", lang))
      await next(page, words, "next.notifyPeople.button")
      await getReport(page, words)
      await notifyAll(page, words)
      await page
        .getByText(lang === "en" ? "3 of 3 recorded as notified" : "3 consignés comme avisés sur 3")
        .first()
        .waitFor()
      await next(page, words, "next.report.button")
      for (const kind of ["tellRegulator", "tellIndividuals", "keepRecord"] as const)
        await discharge(page, words, kindInWords(kind, lang), words[`duties.reference.${kind}`])
      await page.getByRole("link", { name: words["next.waitForOthers.button"] }).waitFor()
      await carrierDoesItsPart(hub)
      await passSeconds(hub, 10, page)
      // The way to close the case is on this page too.
      await page.getByRole("button", { name: words["next.close.button"] }).waitFor()
      await page.getByRole("button", { name: words["closing.resolved"] }).click()
      await page.getByRole("dialog").getByRole("button", { name: words["closing.confirm.resolved"] }).click()
      await page.getByRole("main").getByText(words["closing.isClosed"]).last().waitFor()
      expect(await page.evaluate("presses")).toBeLessThanOrEqual(mostPresses)
      const { json } = await hub.call("leafline", "GET", `/v1/cases/${hub.alias("leafline")}`)
      expect(json["state"]).toBe("closed")
      expect(await page.getByRole("button", { name: words["closing.resolved"] }).count()).toBe(0)
      // Some of it can still be added to, so the page does not say that it is read alone.
      expect(await page.getByText(words["case.readOnly"]).count()).toBe(0)
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })
}

type ButtonKey = Extract<keyof ConsoleWords, `next.${string}.button`>

/** Presses the one next button of the overview. */
export async function next(page: Page, words: ConsoleWords, key: ButtonKey): Promise<void> {
  const panel = page.getByRole("region", { name: words["next.title"] })
  const button = panel.getByRole("link", { name: words[key] }).or(panel.getByRole("button", { name: words[key] }))
  await button.click()
}

export async function assess(page: Page, words: ConsoleWords, lang: "en" | "fr"): Promise<void> {
  for (const factor of factors) {
    const group = groupNamed(page, capital(factorInWords(factor, lang)))
    await choose(group, capital(levelInWords("high", lang)))
  }
  await choose(groupNamed(page, words["assessment.answer"]), words["assessment.met.yes"])
  await page.getByLabel(words["assessment.by"]).fill("privacy officer")
  await page.getByRole("button", { name: words["assessment.record"] }).click()
  await page.getByText(assessmentReasonInWords("realRisk", lang)).waitFor()
}

/** Records the measure that a document waits for, and attests that the breach has ended. The form is open already. */
export async function recordPrevention(page: Page, words: ConsoleWords, what: string): Promise<void> {
  await choose(groupNamed(page, words["measures.what"]), what)
  await choose(page, words["measures.alsoAttest"])
  await page.getByRole("button", { name: words["facts.record"], exact: true }).click()
  await page.getByText(words["measures.containmentMissing"]).waitFor({ state: "detached" })
}

export async function getReport(page: Page, _words: ConsoleWords): Promise<void> {
  const fields = /^(Copy a report into the regulator’s form|Copier une déclaration dans le formulaire de l’autorité)$/
  await page.getByRole("heading", { level: 3, name: fields }).waitFor()
  const report = page.getByRole("article").filter({ hasText: /Privacy Commissioner|Commissaire/ })
  await report.getByRole("button", { name: "PDF" }).click()
  const link = report.getByRole("link", { name: "PDF" })
  await link.waitFor()
  const file = await page.request.get(new URL((await link.getAttribute("href")) ?? "", page.url()).href)
  expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-")
}

async function notifyAll(page: Page, words: ConsoleWords): Promise<void> {
  const form = page.getByRole("region", { name: words["notices.record"] })
  await groupNamed(form, words["notices.whom"]).locator("label.option").first().click()
  await form.getByRole("button", { name: words["notices.recordButton"] }).click()
  // Nobody declares with one press that everybody was told.
  await form.getByRole("alert").waitFor()
  await form.getByRole("button", { name: words["form.confirm"] }).click()
}

async function discharge(page: Page, words: ConsoleWords, duty: string, reference: string): Promise<void> {
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: duty }) })
  await card.first().getByRole("button", { name: words["duties.operation.discharge"] }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel(reference).fill("REF-2026-0417")
  await send(dialog, words["duties.operation.discharge"])
}

/** Sends the form of a dialog, which then closes. */
export async function send(dialog: Locator, button: string): Promise<void> {
  await dialog.getByRole("button", { name: button }).click()
  await dialog.waitFor({ state: "detached" })
}

const receiptOf = {
  tellRegulator: "regulatorReceipt",
  tellIndividuals: "individualsNotified",
  tellOtherOrganisation: "organisationNotified",
  keepRecord: "recordEntry",
} as const

/** The carrier discharges each of its duties, beside the console. */
async function carrierDoesItsPart(hub: ConsoleWorld): Promise<void> {
  const path = `/v1/cases/${hub.alias("northpost")}`
  const { json } = await hub.call("northpost", "GET", path)
  const kinds = z.enum(["tellRegulator", "tellIndividuals", "tellOtherOrganisation", "keepRecord"])
  for (const { dutyId, kind } of z.array(z.object({ dutyId: z.string(), kind: kinds })).parse(json["duties"])) {
    const receipt = { kind: receiptOf[kind], reference: "NP-1", at: hub.world.clock().toISOString() }
    const step = { operation: "discharge", receipt }
    const { statusCode } = await hub.call("northpost", "POST", `${path}/duties/${dutyId}`, { step })
    expect(statusCode).toBe(200)
  }
}
