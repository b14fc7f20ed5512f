import { expect, it } from "@jest/globals"
import { lawTextKey } from "../../../shared/desk/cases/law-text-row.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { partyIn, soleCase } from "../../desk/breach-world.ts"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

const law = lawCatalogue.find(({ id }) => id === "ca-on-fippa")

inConsole("another text of a law", ({ browser, hub }) => {
  it.each(consoleLanguages)(
    "says what it changes of each duty, and is accepted: $lang",
    async ({ language, words }) => {
      if (law === undefined) throw new Error("no such law")
      const { world } = hub()
      const rules = law.rules
        .filter(({ kind }) => kind !== "keepRecord")
        .map((rule) => ({
          ...rule,
          clock: { kind: "within" as const, amount: 5, unit: "hours" as const, from: "awareness" as const },
        }))
      const before = { ...law, hash: `before-${language}`, rules }
      await world.cases.mark({ ...lawTextKey(before.hash), type: "lawText", text: JSON.stringify(before) })
      const keeping = { ...partyIn(world, "leafline"), lawTexts: { [law.id]: before.hash } }
      await world.writerOver(world.cases)(
        async () => soleCase(world),
        (current) => ({ draft: { case: current, items: [keeping], entries: [] }, result: undefined }),
      )
      await makeWatchDuties(world.desk)()
      const at = `/desk/cases/${hub().alias("leafline")}/duties`
      const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", { language, path: at })
      const card = page.getByRole("article").filter({ hasText: words["texts.accept"] })
      await card.getByText(words["texts.conditions"]).first().waitFor()
      await card.getByRole("button", { name: words["texts.accept"] }).click()
      await page.getByRole("status").getByText(words["texts.accepted"]).waitFor()
      await card.waitFor({ state: "detached" })
      expect(partyIn(world, "leafline").lawTexts).toMatchObject({ [law.id]: law.hash })
      expect(complaints).toEqual([])
      await leave()
    },
  )
})
