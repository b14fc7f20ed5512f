import { expect, it } from "@jest/globals"
import * as z from "zod"
import { answerLaw } from "../answer-law.ts"
import { comeAs, consoleLanguages, groupNamed } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

const answers = z.array(z.object({ met: z.string(), explanation: z.string().optional() }))

inConsole("an answer to the question of a law", ({ browser, hub }) => {
  it.each(consoleLanguages)(
    "is corrected from the answer on record, under the name and role of who corrects it: $lang",
    async ({ language, words }) => {
      const path = `/v1/cases/${hub().alias("leafline")}`
      const viewed = async () => (await hub().call("leafline", "GET", path)).json
      const explanation = `Nobody knows who it was, in ${language}.`
      await answerLaw(hub(), { explanation, confirmedBy: "Jules Caron" })
      const at = `/desk/cases/${hub().alias("leafline")}/facts`
      const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", { language, path: at })
      await page.getByText("Jules Caron, privacy officer").waitFor()
      await page.getByRole("button", { name: words["assessment.correct"] }).click()
      expect(await page.getByLabel(words["assessment.explanation"]).inputValue()).toBe(explanation)
      expect(await page.getByRole("radio", { name: words["assessment.met.yes"] }).isChecked()).toBe(true)
      expect(await groupNamed(page, words["assessment.answer"]).count()).toBe(1)
      const name = await page.getByLabel(words["assessment.confirmedBy"]).inputValue()
      expect(name).not.toBe("Jules Caron")
      await page.getByLabel(words["assessment.explanation"]).fill(`${explanation} More.`)
      const role = page.getByLabel(words["assessment.by"])
      expect(await role.inputValue()).toBe("")
      await role.fill("legal counsel")
      await page.getByRole("button", { name: words["assessment.record"] }).click()
      await page.getByText(`${name}, legal counsel`).waitFor()
      const now = await viewed()
      expect(answers.parse(now["assessments"])).toMatchObject([{ met: "yes", explanation: `${explanation} More.` }])
      expect(now["confirmations"]).toMatchObject([{ by: name }])
      expect(complaints).toEqual([])
      await leave()
    },
  )
})
