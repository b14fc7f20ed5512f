import { expect, it } from "@jest/globals"
import { partyIn } from "../../desk/breach-world.ts"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

inConsole("what a regulator asks", ({ browser, hub }) => {
  it.each(consoleLanguages)(
    "is recorded beside the duties, with its due time and then its answer: $lang",
    async ({ language, words }) => {
      const { world, alias } = hub()
      const before = partyIn(world, "leafline").correspondence?.questions.length ?? 0
      const path = `/desk/cases/${alias("leafline")}/duties`
      const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", { language, path })
      const part = page.getByRole("region", { name: words["questions.title"] })
      await part.getByRole("button", { name: words["questions.add"] }).click()
      const dialog = page.getByRole("dialog")
      await dialog.getByRole("radio").first().check({ force: true })
      await dialog.getByLabel(words["questions.reference"]).fill(`FILE-${language}`)
      await dialog.getByLabel(words["questions.text"]).fill("Why was it not noticed before?")
      await dialog.getByLabel(words["questions.dueAt"]).fill("2027-01-15T12:00")
      await dialog.getByRole("button", { name: words["facts.record"] }).click()
      const card = part.getByRole("article").filter({ hasText: `FILE-${language}` })
      await card.getByText(words["questions.due"]).waitFor()
      await card.getByRole("button", { name: words["questions.answer"] }).click()
      await dialog.getByLabel(words["questions.answerReference"]).fill("OUT-17")
      await dialog.getByRole("button", { name: words["facts.record"] }).click()
      await card.getByText("OUT-17").waitFor()
      expect(await card.getByRole("button").count()).toBe(0)
      expect(partyIn(world, "leafline").correspondence?.questions.length).toBe(before + 1)
      const outside = page.getByRole("region", { name: words["outside.title"] })
      await outside.getByRole("button", { name: words["outside.add"] }).click()
      await dialog.getByRole("radio").first().check({ force: true })
      await dialog.getByLabel(words["outside.text"]).fill(`The report, in ${language}.`)
      await dialog.getByRole("button", { name: words["facts.record"] }).click()
      await outside.getByText(`The report, in ${language}.`).waitFor()
      expect(complaints).toEqual([])
      await leave()
    },
  )
})
