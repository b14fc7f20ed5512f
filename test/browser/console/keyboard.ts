import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { casePath, comeAs, consoleLanguages, tabTo } from "../console-visits.ts"
import { focusComesTo } from "../expect-soon.ts"
import { inConsole } from "../in-console.ts"

const [{ words }] = consoleLanguages

inConsole("an officer with the keyboard alone", ({ browser, hub }) => {
  const view = async () => (await hub().call("leafline", "GET", `/v1/cases/${hub().alias("leafline")}`)).json

  it("goes from the list of cases to people who are notified, and is never lost", async () => {
    const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery")
    await page.getByRole("link", { name: hub().alias("leafline") }).waitFor()
    await press(page, `link "Case ${hub().alias("leafline")}"`)
    await page.getByRole("heading", { level: 1, name: words["overview.title"] }).waitFor()
    await focusComesTo(page, words["overview.title"])
    await press(page, `button "${words["next.acknowledge.button"]}"`)
    await page.getByText(words["next.acknowledge.done"]).waitFor()
    // The button is gone. The focus is on the line that says what it did.
    await page.locator(".announcements:focus").waitFor()
    await press(page, `link "${words["next.assess.button"]}"`)
    await page.getByRole("heading", { level: 1, name: words["assessment.title"] }).waitFor()
    for (let factor = 0; factor < 4; factor += 1) {
      await tabTo(page, 'radio "Low"')
      await page.keyboard.press("ArrowRight")
      await focusComesTo(page, 'radio "Medium" [checked]')
    }
    await tabTo(page, 'radio "Yes"')
    await page.keyboard.press("Space")
    await tabTo(page, `textbox "${words["assessment.by"]}"`)
    await page.keyboard.type("privacy officer")
    await press(page, `button "${words["assessment.record"]}"`)
    await page.getByText(words["form.recorded"]).waitFor()
    expect(await view()).toMatchObject({ assessments: [{ met: "yes" }] })
    await page.locator(".announcements:focus").waitFor()
    await page.goto(`${hub().server.origin}${casePath(hub(), "leafline", "documents")}`)
    await tabTo(page, `radio "The recipients of all 3`)
    await page.keyboard.press("Space")
    await press(page, `button "${words["notices.recordButton"]}"`)
    await press(page, `button "${words["form.confirm"]}"`)
    await page.getByText("3 of 3 recorded as notified").first().waitFor()
    expect(await view()).toMatchObject({ notices: { told: 3 } })
    expect(complaints).toEqual([])
    await leave()
  })

  it("opens a form, leaves it with Escape, and is back at its button", async () => {
    const { page, leave } = await comeAs(browser(), hub(), "usr_avery", {
      path: casePath(hub(), "leafline", "duties"),
    })
    await page.getByRole("article").first().waitFor()
    const button = `button "${words["duties.operation.discharge"]}"`
    await press(page, button)
    await page.getByRole("dialog").waitFor()
    // The Tab key stays in the form.
    for (let stops = 0; stops < 15; stops += 1) {
      await page.keyboard.press("Tab")
      expect(await page.locator("[role=dialog] :focus, [role=dialog]:focus").count()).toBe(1)
    }
    await page.keyboard.press("Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await focusComesTo(page, button)
    await leave()
  })

  it("skips to the content", async () => {
    const { page, leave } = await comeAs(browser(), hub(), "usr_avery")
    await page.getByRole("link", { name: hub().alias("leafline") }).waitFor()
    await press(page, `link "${words["frame.skip"]}"`)
    await page.keyboard.press("Tab")
    await focusComesTo(page, hub().alias("leafline"))
    await leave()
  })
})

/** Goes to a control with the Tab key and presses it. */
async function press(page: Page, control: string): Promise<void> {
  await tabTo(page, control)
  await page.keyboard.press("Enter")
}
