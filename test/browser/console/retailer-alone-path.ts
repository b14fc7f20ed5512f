import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { capital } from "../../../shared/base/platform/bilingual.ts"
import { fieldInWords, kindInWords, measureInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { partiesAlone, shipFrom, swift } from "../../desk/alone-world.ts"
import { choose, comeAs, consoleLanguages, groupNamed } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { assess, getReport, mostPresses, next, recordPrevention, send } from "../main-path.ts"

type Visited = (typeof consoleLanguages)[number]

/** The retailer numbers its orders, and has named no carrier yet. */
const parties = partiesAlone.map((party) => (party.kind === "retailer" ? { ...party, counterparties: [] } : party))

/** What a sentence of the console says with values in it. */
const filled = (sentence: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), sentence)

inBrowser("a retailer whose carrier takes no part and does not answer", (browser) => {
  it.each(consoleLanguages)("goes from the report to the closed case in $lang", async (given) => {
    const { language, lang, words } = given
    const hub = await consoleWorld({ parties })
    const { world } = hub
    for (const number of [48_213, 50_000, 50_001]) await shipFrom(world, number)
    const { page, context, complaints, leave } = await comeAs(browser(), hub, "usr_avery", { language })
    let presses = 0
    try {
      await context.exposeBinding("notePress", () => {
        presses += 1
      })
      const note = "addEventListener('pointerdown', () => notePress(), true)"
      await page.evaluate(note)
      await page.addInitScript(note)
      await page.getByRole("link", { name: words["report.title"] }).click()
      await reportRange(page, given)
      await page.waitForURL(/\/desk\/cases\/WS-/)
      const casePath = new URL(page.url()).pathname
      expect(world.letterMail.sent.map(({ address }) => address)).toEqual(["privacy@swiftpost.example"])
      // Who reported it is not asked whether the alert is read.
      await page.getByRole("button", { name: filled(words["next.askByLetter.button"], { party: "Swiftpost" }) }).click()
      const dialog = page.getByRole("dialog")
      expect(world.letterMail.sent).toHaveLength(1)
      await send(dialog, lang === "en" ? "Send 4 letters" : "Envoyer 4 lettres")
      await page.getByText(lang === "en" ? "Asked. 4 letters go to Swiftpost." : "Demandé. 4 lettres partent").waitFor()
      expect(world.letterMail.sent).toHaveLength(5)
      await next(page, words, "next.assess.button")
      await assess(page, words, lang)
      await recordPrevention(page, words, measureInWords("proofRequired", lang))
      await next(page, words, "next.notifyPossible.button")
      await getReport(page, words)
      await notifyPossible(page, given)
      const notices = page.getByRole("region", { name: words["notices.title"] })
      await notices.getByRole("link", { name: words["page.duties"] }).click()
      await page.getByRole("button", { name: words["duties.recordAll"] }).click()
      for (const kind of ["tellRegulator", "tellIndividuals", "keepRecord"] as const)
        await dialog.getByLabel(kindInWords(kind, lang)).fill(`REF-${kind}`)
      await send(dialog, words["duties.recordAll"])
      await page.getByText(words["duties.letterAsked"]).first().waitFor()

      await letDayPass(hub)
      // The mail about the letters leads there, after a new sign-in.
      await page.goto(
        `${hub.server.origin}/desk/signed-in?${new URLSearchParams({ user: "usr_avery", return: casePath })}`,
      )
      await page.getByRole("button", { name: words["next.close.button"] }).click()
      await send(dialog, words["closing.confirm.resolved"])
      await page.getByText(words["next.nothing.text"]).waitFor()
      expect(presses).toBeLessThanOrEqual(mostPresses)
      const [atCarrier] = world.rowsOf("party").filter(({ partyId }) => partyId === swift)
      expect(world.heads().find(({ caseId }) => caseId === atCarrier?.caseId)?.state).toBe("closed")
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })
})

/** Reports a range of order numbers, and names the carrier on the way. */
async function reportRange(page: Page, { words, lang }: Visited): Promise<void> {
  const fill = (name: string, text: string) => page.getByRole("textbox", { name }).fill(text)
  await choose(page, words["report.finder.finder"])
  await choose(page, words["report.tool.new"])
  await fill(words["settings.carrier.name"], "Swiftpost")
  await fill(words["settings.carrier.key"], "swiftpost")
  await fill(words["settings.carrier.privacyEmail"], "privacy@swiftpost.example")
  await choose(groupNamed(page, words["settings.carrier.laws"]), lang === "en" ? "TBS" : "SCT")
  await fill(words["report.order.firstReference"], "LL-48213")
  await fill(words["report.order.lastReference"], "LL-52712")
  for (const field of ["postal-code", "signatory-name-or-initials"] as const)
    await choose(page, capital(fieldInWords(field, lang)))
  await page.getByRole("button", { name: words["report.send"] }).click()
  await page.getByText("privacy@swiftpost.example").waitFor()
  await page.getByRole("button", { name: words["form.confirm"] }).click()
}

async function notifyPossible(page: Page, { words, lang }: Visited): Promise<void> {
  const form = page.getByRole("region", { name: words["notices.record"] })
  await choose(form, lang === "en" ? "all 3 shipments that may have been seen" : "des 3 envois peut-être vus")
  await form.getByRole("button", { name: words["notices.recordButton"] }).click()
  // Nobody declares with one press that everybody was told.
  await form.getByRole("alert").waitFor()
  await form.getByRole("button", { name: words["form.confirm"] }).click()
  await page
    .getByText(lang === "en" ? "3 shipments recorded as notified" : "3 envois")
    .first()
    .waitFor()
}

/** Lets the time pass in which the carrier could have answered. */
async function letDayPass({ world }: ConsoleWorld): Promise<void> {
  world.passSeconds(25 * 3_600)
  await makeWatchDuties(world.desk)()
  await world.settle()
}
