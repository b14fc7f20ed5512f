import { expect, it } from "@jest/globals"
import { capital } from "../../../shared/base/platform/bilingual.ts"
import { answerLetter } from "../../../shared/desk/actions/answer-letter.ts"
import { englishMail } from "../../../shared/desk/alerts/mail-words-en.ts"
import { checkCodeOf } from "../../../shared/desk/letters/check-code.ts"
import { partiesAlone, shipFrom, swift } from "../../desk/alone-world.ts"
import { informed, tokenIn } from "../../desk/letters/letter-world.ts"
import { choose, comeAs, consoleLanguages } from "../console-visits.ts"
import { consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"

const [{ words }] = consoleLanguages

inBrowser("a retailer whose carrier takes no part", (browser) => {
  it("reports a range of order numbers, is asked before the letter goes, and reads the answer on the overview", async () => {
    const hub = await consoleWorld({ parties: partiesAlone })
    const { world } = hub
    for (const number of [48_213, 50_000]) await shipFrom(world, number)
    const { page, leave, complaints } = await comeAs(browser(), hub, "usr_avery", { path: "/desk/report" })
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
    const fill = (name: string, text: string) => page.getByRole("textbox", { name }).fill(text)
    try {
      await choose(page, words["report.finder.finder"])
      await choose(page, words["report.tool.named"].replace("{name}", "Swiftpost"))
      await fill(words["report.order.firstReference"], "LL-0048213")
      await fill(words["report.order.lastReference"], "LL-0148213")
      await page.getByText("100,001 numbers are too many. Report 20,000 at a time.").waitFor()
      await choose(page, "The postal code")
      await fill(words["report.order.lastReference"], "ORDER-52712")
      await press(words["report.send"])
      await press(words["form.confirm"])
      await page.getByText(words["problem.invalid.body.evidence.lastReference"]).waitFor()
      // As somebody says it on the telephone.
      await fill(words["report.order.firstReference"], "LL-48213")
      await fill(words["report.order.lastReference"], "LL-52712")
      await page.getByText("At most 4,500 numbers, each of which is looked up once").waitFor()
      await press(words["report.send"])
      await page.getByText("It names the order numbers LL-48213 to LL-52712 and the time").waitFor()
      expect(world.letterMail.sent).toEqual([])
      await press(words["form.confirm"])
      await page.waitForURL(/\/desk\/cases\/WS-/)
      await page.getByRole("heading", { name: words["letters.title"] }).waitFor()
      await page.getByText(words["letters.state.sent"]).waitFor()
      const [{ letterId } = { letterId: "" }] = world.rowsOf("letter")
      await page.getByText(checkCodeOf(letterId)).waitFor()
      // The carrier names this reference when it calls.
      const atCarrier = world.rowsOf("party").find(({ partyId }) => partyId === swift)
      await page.getByText(atCarrier?.alias ?? "", { exact: true }).waitFor()
      await page.getByText(words["overview.otherByLetter"]).waitFor()
      const reported = page.getByRole("definition").filter({ hasText: "Order numbers LL-48213 to LL-52712" })
      await reported.getByText("Somebody looked from 31 October 2026").waitFor()
      await reported.getByText("The tool showed the postal code").waitFor()
      expect(await page.getByText(englishMail.labels.seen, { exact: true }).count()).toBe(0)

      const token = tokenIn(world.letterMail.sent[0]?.mail.text ?? "")
      const desk = { ...world.desk, sealer: world.sealer, evidenceFiles: world.evidenceFiles }
      expect(await answerLetter(desk, token, informed)).toBe("answered")
      await world.settle()
      await page.getByText(words["letters.answer.inform"]).waitFor()
      const mail = world.mail.sent.at(-1)
      expect([mail?.partyId, mail?.mail.subject]).toEqual(["leafline", expect.stringContaining("answered your letter")])

      await press(words["letters.ask.stopTool"])
      expect(world.letterMail.sent).toHaveLength(1)
      await page.getByRole("dialog").getByRole("button", { name: words["letters.ask.stopTool"] }).click()
      await page.getByRole("dialog").waitFor({ state: "hidden" })
      await page.getByText(words["letters.request.stopTool"], { exact: true }).waitFor()
      expect(world.letterMail.sent).toHaveLength(2)

      await press("Ask Swiftpost for its duties by letter")
      const asked = page.getByRole("dialog").getByRole("listitem")
      await asked.first().waitFor()
      const duties = await asked.allTextContents()
      await page.getByRole("dialog").getByRole("button", { name: "Send 4 letters" }).click()
      for (const duty of duties) await page.getByRole("heading", { level: 3, name: duty, exact: true }).waitFor()
      expect(new Set(duties).size).toBe(4)

      await page.getByRole("link", { name: words["evidence.title"], exact: true }).click()
      await page.getByText(words["party.byLetter"]).first().waitFor()
      await page.getByText(`${capital(words["party.byLetter"])} answered a letter`).waitFor()
      await page.getByRole("link", { name: words["exposures.title"] }).first().click()
      await page.getByText("2 of your shipments may have been seen, with references from LL-0048213").waitFor()
      await page.getByRole("cell", { name: words["exposures.unknown"] }).first().waitFor()
      await page.getByRole("link", { name: words["page.documents"] }).click()
      await page.getByText("2 shipments may have been seen: it is not known whether they were.").waitFor()
      expect(await page.getByText(words["notices.allDone"]).count()).toBe(0)
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })

  it("names the carrier in its settings, is asked whether the address is right, and takes it out again", async () => {
    const hub = await consoleWorld()
    const { page, leave, complaints } = await comeAs(browser(), hub, "usr_avery", { path: "/desk/settings" })
    const dialog = page.getByRole("dialog")
    const fill = (name: string, text: string) => dialog.getByRole("textbox", { name, exact: true }).fill(text)
    try {
      await page.getByRole("button", { name: words["settings.carrier.add"] }).click()
      await fill(words["settings.carrier.name"], "Grand Post")
      await fill(words["settings.carrier.key"], "Grand Post")
      await fill(words["settings.carrier.privacyEmail"], "privacy@grandpost.example")
      await choose(dialog, "PIPEDA")
      await dialog.getByRole("button", { name: words["settings.save"] }).click()
      await dialog.getByText(words["settings.carrier.keyWrong"]).waitFor()
      await fill(words["settings.carrier.key"], "grandpost")
      await dialog.getByRole("button", { name: words["settings.save"] }).click()
      await dialog.getByText("Letters about your cases go to Grand Post at privacy@grandpost.example.").waitFor()
      await dialog.getByRole("button", { name: words["form.confirm"] }).click()
      await page.getByText("Grand Post (grandpost) – privacy@grandpost.example").first().waitFor()
      await page.getByRole("button", { name: words["settings.carrier.add"] }).click()
      await fill(words["settings.carrier.name"], "Grand Post of Canada")
      await fill(words["settings.carrier.key"], "grandpost")
      await fill(words["settings.carrier.privacyEmail"], "other@grandpost.example")
      await choose(dialog, "PIPEDA")
      await dialog.getByRole("button", { name: words["settings.save"] }).click()
      await dialog.getByText(words["settings.carrier.keyTaken"]).waitFor()
      await dialog.getByRole("button", { name: words["form.cancel"] }).click()
      await page.getByRole("button", { name: "Remove Grand Post" }).click()
      await dialog.getByRole("button", { name: "Remove Grand Post" }).click()
      await dialog.waitFor({ state: "detached" })
      await page.getByRole("button", { name: "Remove Grand Post" }).waitFor({ state: "detached" })
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })
})
