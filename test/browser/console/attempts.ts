import { expect, it } from "@jest/globals"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { forged } from "../../desk/attempts/watched-world.ts"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

inConsole("a refused attempt", ({ browser, hub }) => {
  it.each(consoleLanguages)("is put away by one press on a reason: $lang", async ({ language, words }) => {
    const { world, server } = hub()
    await world.anomalies.raise(forged(consoleLanguages.findIndex((one) => one.language === language)))
    await world.settle()
    world.passSeconds(120)
    await makeWatchDuties(world.desk)()
    const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", {
      language,
      path: "/desk/restrictions",
    })
    await page.getByText(words["attempts.show"]).first().click()
    const reasons = page.getByRole("group", { name: words["attempts.close"] })
    await reasons.getByRole("button", { name: words["attempts.reason.ownTest"] }).click()
    await page.getByRole("status").getByText(words["attempts.closed.done"]).waitFor()
    await reasons.waitFor({ state: "detached" })
    const { attempts } = await (await page.request.get(`${server.origin}/v1/refused-attempts`)).json()
    expect(attempts[0]).toMatchObject({
      closed: { reason: "ownTest", by: expect.any(String) },
      restriction: { state: "standing" },
    })
    expect(complaints).toEqual([])
    await leave()
  })
})
