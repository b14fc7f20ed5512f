import { expect, it } from "@jest/globals"
import english from "../../../console/messages/en.json" with { type: "json" }
import { checkActs } from "../../../shared/desk/dossier/verify-party-signatures.ts"
import { timelineOfParty } from "../../desk/signed-acts.ts"
import { inConsole } from "../in-console.ts"
import { visit } from "../open-browser.ts"

/** What becomes of an attempt to take the kept key out of the browser. */
const takeOut = `new Promise((resolve) => {
  const opening = indexedDB.open("wayseal-signing", 1)
  opening.onsuccess = () => {
    const asked = opening.result.transaction("keys").objectStore("keys").getAll()
    asked.onsuccess = async () => {
      const taken = asked.result.map((key) => crypto.subtle.exportKey("jwk", key.privateKey))
      resolve((await Promise.allSettled(taken)).map(({ status }) => status))
    }
  }
})`

inConsole("an officer who keeps a key in the browser", ({ browser, hub }) => {
  it("signs what is done in a case, cannot lose the key to anybody, and can revoke it", async () => {
    const { page, leave, complaints } = await visit(browser(), { language: "en-CA", hasOwnClock: true })
    try {
      const { origin } = hub().server
      await page.goto(`${origin}/desk/signed-in?user=usr_avery&return=/desk/settings`)
      const card = page.getByRole("region", { name: english["settings.name.officerKeys"], exact: true })
      const make = card.getByRole("button", { name: english["settings.officerKey.make"] })
      await make.click()
      const dialog = page.getByRole("dialog")
      const kid = (await dialog.locator("code").textContent()) ?? ""
      await dialog.getByRole("button", { name: english["settings.officerKey.keep"], exact: true }).click()
      await card.getByText(kid).waitFor()
      expect(await page.evaluate(takeOut)).toEqual(["rejected"])

      await page.clock.fastForward(80_000)
      await page.goto(`${origin}/desk/cases/${hub().alias("leafline")}`)
      await page.getByRole("button", { name: english["next.acknowledge.button"] }).click()
      await page.getByText(english["next.acknowledge.done"]).first().waitFor()
      for (const partyId of ["leafline", "northpost"])
        expect(checkActs(timelineOfParty(hub().world, partyId))).toMatchObject([
          { type: "BreachAlertAcknowledged", state: "holds", thumbprint: kid },
        ])
      await page.goto(`${origin}/desk/cases/${hub().alias("leafline")}/record`)
      const signed = page.locator("ol.timeline > li", { hasText: english["timeline.signed"] }).first()
      await signed.locator("summary").click()
      await signed.getByText(english["timeline.signed"]).waitFor()

      await page.goto(`${origin}/desk/settings`)
      await card.getByRole("button", { name: /^Revoke / }).click()
      await dialog.getByRole("button", { name: english["settings.officerKey.revokeNow"] }).click()
      await card.getByText(english["settings.none.officerKeys"]).waitFor()
      await make.waitFor()
      expect(await page.evaluate(takeOut)).toEqual([])
      expect(complaints).toEqual([])
    } finally {
      await leave()
    }
  })
})
