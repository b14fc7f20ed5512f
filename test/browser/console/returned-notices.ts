import { expect, it } from "@jest/globals"
import { partyIn } from "../../desk/breach-world.ts"
import { comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

inConsole("a letter that came back", ({ browser, hub }) => {
  it.each(consoleLanguages)(
    "is recorded, and a public notice is offered in its place: $lang",
    async ({ language, words }) => {
      const { world } = hub()
      const path = `/v1/cases/${hub().alias("leafline")}`
      const notified = () => partyIn(world, "leafline").notified.direct
      await hub().call("leafline", "POST", `${path}/receipts`, {
        method: "letter",
        notifiedAt: world.clock().toISOString(),
        recipients: { kind: "shipmentIds", shipmentIds: ["s1", "s2", "s3"] },
      })
      expect(notified()).toBe(3)
      const at = `/desk/cases/${hub().alias("leafline")}/documents`
      const { page, complaints, leave } = await comeAs(browser(), hub(), "usr_avery", { language, path: at })
      const form = page.getByRole("region", { name: words["notices.returned"] })
      await form.getByText(words["notices.returnedIntro"]).waitFor()
      await form.getByLabel(words["notices.returnedNames"]).fill("s2")
      await form.getByRole("button", { name: words["notices.returnedButton"] }).click()
      const said = words["notices.returnedDone"].split("}}").at(-1) ?? "nothing"
      await page.getByRole("status").getByText(said.trim()).waitFor()
      expect(notified()).toBe(2)
      expect(complaints).toEqual([])
      await leave()
    },
  )
})
