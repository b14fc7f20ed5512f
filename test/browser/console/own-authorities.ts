import { expect, it } from "@jest/globals"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

inConsole("the authorities of a party in its settings", ({ browser, hub }) => {
  it.each(consoleLanguages)("are named and taken out again: $lang", async ({ language, words }) => {
    const { page, leave, complaints } = await comeAs(browser(), hub(), "usr_avery", {
      language,
      path: "/desk/settings",
    })
    const dialog = page.getByRole("dialog")
    const press = (name: string) => dialog.getByRole("button", { name, exact: true }).click()
    try {
      const card = page.getByRole("region", { name: words["settings.name.authorities"], exact: true })
      await card.getByText(words["settings.none.authorities"]).waitFor()
      await card.getByRole("button", { name: words["settings.authority.add"] }).click()
      await dialog.getByRole("textbox", { name: words["settings.authority.name"] }).fill("CNIL")
      const place = dialog.getByRole("textbox", { name: words["settings.authority.reportAt"] })
      await place.fill("javascript:alert(1)")
      await press(words["settings.save"])
      await dialog.getByText(words["settings.authority.wrong"]).waitFor()
      await place.fill("https://authority.example/report")
      await dialog.getByText(words["settings.carrier.language.fr"], { exact: true }).click()
      await press(words["settings.save"])
      await card
        .getByText(` – CNIL – https://authority.example/report – ${words["settings.carrier.language.fr"]}`)
        .waitFor()
      const answer = await page.request.get(`${hub().server.origin}/v1/settings`)
      expect((await answer.json()).settings.authorities).toEqual([
        { law: "eu-gdpr", name: "CNIL", reportAt: "https://authority.example/report", languages: ["fr"] },
      ])
      const remove = words["settings.reader.remove"].replace("{name}", "CNIL")
      await card.getByRole("button", { name: remove }).click()
      await press(remove)
      await card.getByText(words["settings.none.authorities"]).waitFor()
      expect(complaints).toEqual([])
    } finally {
      await leave()
    }
  })
})
