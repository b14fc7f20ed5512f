import { expect, it } from "@jest/globals"
import { comeAs, consoleLanguages, passSeconds } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"
import type { Visit, Visitor } from "../open-browser.ts"
import { axeFindings, overflowing } from "../page-checks.ts"

const [{ words }] = consoleLanguages

inConsole("the end of a session", ({ browser, hub }) => {
  /** Lets an officer begin to type, on a page whose clock the test moves on. */
  async function typing(visitor: Visitor = {}): Promise<Visit> {
    const came = await comeAs(browser(), hub(), "usr_avery", { ...visitor, path: "/desk/lookups", hasOwnClock: true })
    await field(came).fill("s1")
    return came
  }

  const field = ({ page }: Visit) => page.locator("main input[type=text]")

  const pass = ({ page }: Visit, minutes: number) => passSeconds(hub(), minutes * 60, page)

  it("is said two minutes before, and one press prolongs the session", async () => {
    const came = await typing()
    const { page, leave, complaints } = came
    const dialog = page.getByRole("alertdialog")
    await pass(came, 27)
    await page.waitForTimeout(300)
    expect(await dialog.count()).toBe(0)
    await pass(came, 1.5)
    await dialog.getByText("You will be signed out in 2 minutes").waitFor()
    await page.locator("[role=alertdialog]:focus").waitFor()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await dialog.waitFor({ state: "detached" })
    expect(await field(came).inputValue()).toBe("s1")
    await pass(came, 25)
    await page.waitForTimeout(300)
    expect(await dialog.count()).toBe(0)
    expect(complaints).toEqual([])
    await leave()
  })

  it("can be put off by another sign-in, once the session cannot last longer", async () => {
    const came = await typing()
    const { page, context, leave } = came
    for (let times = 0; times < 28; times += 1) {
      await pass(came, 25)
      await page.evaluate("fetch('/v1/session')")
    }
    await pass(came, 18.5)
    const dialog = page.getByRole("alertdialog")
    await dialog.getByRole("button", { name: words["sessionEnding.stay"] }).click()
    await dialog.getByRole("status").getByText(words["sessionEnding.longest"]).waitFor()
    const [tab] = await Promise.all([
      context.waitForEvent("page"),
      dialog.getByRole("link", { name: words["sessionEnded.signIn"] }).click(),
    ])
    await tab.getByRole("link", { name: "Avery Chen" }).click()
    await tab.getByRole("heading", { name: words["signedInAgain.title"] }).waitFor()
    await dialog.waitFor({ state: "detached" })
    expect(await field(came).inputValue()).toBe("s1")
    await leave()
  })

  it("takes nothing away that was typed, whoever comes back to the page late", async () => {
    const came = await typing()
    const { page, leave } = came
    await pass(came, 40)
    await page.getByRole("alertdialog").getByText(words["sessionEnded.kept"]).waitFor()
    expect(await field(came).inputValue()).toBe("s1")
    await leave()
  })

  it("is not taken from a lost connection", async () => {
    const came = await typing()
    const { page, leave } = came
    let asked = 0
    await page.route("**/v1/session", async (route) => {
      asked += 1
      await route.abort()
    })
    // The page asks, and then three times more.
    for (let seconds = 0; seconds < 100 && asked < 4; seconds += 1) await page.clock.runFor(5_000)
    expect(asked).toBeGreaterThan(3)
    await page.waitForTimeout(300)
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(words["lookups.title"])
    expect(await field(came).inputValue()).toBe("s1")
    await leave()
  })

  it.each(consoleLanguages)("is read by everybody: $lang", async ({ language }) => {
    const came = await typing({ language, width: 320, height: 640, bypassPolicy: true })
    const { page, leave } = came
    await pass(came, 28.5)
    await page.getByRole("alertdialog").waitFor()
    expect([...(await axeFindings(page)), ...(await overflowing(page))]).toEqual([])
    expect(await page.getByRole("alertdialog").ariaSnapshot()).toMatchSnapshot()
    await leave()
  })
})
