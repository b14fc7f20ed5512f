import { expect, it } from "@jest/globals"
import { answerLetter } from "../../../shared/desk/actions/answer-letter.ts"
import { checkCodeOf } from "../../../shared/desk/letters/check-code.ts"
import { partiesAlone } from "../../desk/alone-world.ts"
import { declined, tokenIn } from "../../desk/letters/letter-world.ts"
import { choose, comeAs, consoleLanguages } from "../console-visits.ts"
import { consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"

const [{ words }] = consoleLanguages

inBrowser("a retailer whose carrier takes no part", (browser) => {
  it("reports a range of order numbers, is asked before the letter goes, and reads the answer on the overview", async () => {
    const hub = await consoleWorld({ parties: partiesAlone })
    const { world } = hub
    const { page, leave, complaints } = await comeAs(browser(), hub, "usr_avery", { path: "/desk/report" })
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
    const fill = (name: string, text: string) => page.getByRole("textbox", { name }).fill(text)
    try {
      await choose(page, words["report.finder.finder"])
      await choose(page, words["report.tool.named"].replace("{name}", "Swiftpost"))
      await fill(words["report.firstReference"], "LL-0048213")
      await fill(words["report.lastReference"], "LL-0148213")
      await page.getByText("100,001 numbers are too many. Report 20,000 at a time.").waitFor()
      await fill(words["report.lastReference"], "LL-0052712")
      await page.getByText("At most 4,500 numbers, each of which is looked up once").waitFor()
      await choose(page, "The postal code")
      await press(words["report.send"])
      await page.getByText("It names the order numbers LL-0048213 to LL-0052712 and the time").waitFor()
      expect(world.letterMail.sent).toEqual([])
      await press(words["form.confirm"])
      await page.waitForURL(/\/desk\/cases\/WS-/)
      await page.getByRole("heading", { name: words["letters.title"] }).waitFor()
      await page.getByText(words["letters.state.sent"]).waitFor()
      const [{ letterId } = { letterId: "" }] = world.rowsOf("letter")
      await page.getByText(checkCodeOf(letterId)).waitFor()

      const token = tokenIn(world.letterMail.sent[0]?.mail.text ?? "")
      const desk = { ...world.desk, sealer: world.sealer, evidenceFiles: world.evidenceFiles }
      expect(await answerLetter(desk, token, declined)).toBe("answered")
      await world.settle()
      await page.getByText(words["letters.answer.decline"]).waitFor()
      const mail = world.mail.sent.at(-1)
      expect([mail?.partyId, mail?.mail.subject]).toEqual(["leafline", expect.stringContaining("answered your letter")])

      await press(words["letters.ask.stopTool"])
      expect(world.letterMail.sent).toHaveLength(1)
      await page.getByRole("dialog").getByRole("button", { name: words["letters.ask.stopTool"] }).click()
      await page.getByRole("dialog").waitFor({ state: "hidden" })
      await page.getByText(words["letters.request.stopTool"], { exact: true }).waitFor()
      expect(world.letterMail.sent).toHaveLength(2)
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
