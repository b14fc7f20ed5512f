import { expect, it } from "@jest/globals"
import type { Page, Route } from "playwright-core"
import * as z from "zod"
import { kindInWords, measureInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { partyIn } from "../../desk/breach-world.ts"
import { visitingCase } from "../case-visits.ts"
import { choose, consoleLanguages, groupNamed } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { send } from "../main-path.ts"

const [{ words }] = consoleLanguages

/** Lets the hub refuse the second command that the page sends there. */
async function refuseSecond(page: Page, address: RegExp): Promise<void> {
  let sent = 0
  await page.route(address, async (route: Route) => {
    if (route.request().method() === "POST") sent += 1
    await (route.request().method() === "POST" && sent === 2
      ? route.fulfill({ status: 409, json: { code: "refused", detail: "Not now." } })
      : route.continue())
  })
}

const interrupted = "1 of 2 recorded. The next one is not: Not now."

inBrowser("one press that records several things", (browser) => {
  async function atCase(path: string, run: (page: Page, hub: ConsoleWorld) => Promise<void>): Promise<void> {
    const hub = await consoleWorld()
    try {
      await visitingCase({ browser: browser(), hub, path }, (page) => run(page, hub))
    } finally {
      await hub.server.stop()
    }
  }

  it("takes the duties that have a reference, and keeps the rest with what was typed if one is refused", async () => {
    await atCase("duties", async (page, { world, alias, call }) => {
      const open = () => page.getByRole("button", { name: words["duties.recordAll"] }).click()
      const dialog = page.getByRole("dialog")
      const record = { name: words["duties.recordAll"] }
      const reference = (kind: "tellRegulator" | "keepRecord" | "tellIndividuals") =>
        dialog.getByLabel(kindInWords(kind, "en"))
      await call("leafline", "POST", `/v1/cases/${alias("leafline")}/receipts`, {
        method: "letter",
        notifiedAt: world.clock().toISOString(),
        recipients: { kind: "shipmentIds", shipmentIds: ["s1", "s2", "s3"] },
      })
      await page.reload()
      await open()
      await dialog.getByText(`write ${alias("leafline")}.`).waitFor()
      await dialog.getByRole("button", record).click()
      await dialog.getByText(words["duties.recordAllNothing"]).waitFor()
      await reference("tellIndividuals").fill("N-1")
      await send(dialog, words["duties.recordAll"])
      await page.getByRole("status").getByText("1 entry recorded in the case.").waitFor()
      await open()
      expect(await reference("tellIndividuals").count()).toBe(0)
      await reference("tellRegulator").fill("IPC-1")
      await reference("keepRecord").fill("R-1")
      await refuseSecond(page, /\/duties\/[^/]+$/)
      await dialog.getByRole("button", record).click()
      await dialog.getByRole("alert").getByText(interrupted).waitFor()
      expect(await reference("tellRegulator").count()).toBe(0)
      expect(await reference("keepRecord").inputValue()).toBe("R-1")
      // What the first command changed is no change of a colleague.
      await send(dialog, words["duties.recordAll"])
      const receipts = world
        .rowsOf("duty")
        .filter(({ duty }) => duty.party === "leafline")
        .flatMap(({ duty }) => duty.discharged?.receipt.reference ?? [])
      expect(receipts.sort()).toEqual(["IPC-1", "N-1", "R-1"])
    })
  })

  it("records a measure once, although the press was half done before", async () => {
    await atCase("facts", async (page, { call, alias }) => {
      await choose(groupNamed(page, words["measures.what"]), measureInWords("proofRequired", "en"))
      await choose(page, words["measures.alsoAttest"])
      await refuseSecond(page, /\/measures$/)
      const record = page.getByRole("button", { name: words["facts.record"], exact: true })
      await record.click()
      await page.getByRole("alert").getByText(interrupted).waitFor()
      await record.click()
      await page.getByRole("status").getByText(words["form.recorded"]).waitFor()
      const { json } = await call("leafline", "GET", `/v1/cases/${alias("leafline")}`)
      const measures = z.array(z.object({ code: z.string() })).parse(json["measures"])
      expect(measures.map(({ code }) => code).sort()).toEqual(["containmentAttested", "proofRequired"])
    })
  })

  it("tells nobody as notified whom the person did not confirm", async () => {
    await atCase("documents", async (page, { world }) => {
      const rows = z.looseObject({ exposures: z.array(z.looseObject({})) })
      await page.route(/\/exposures\?/, async (route) => {
        const response = await route.fetch()
        const { exposures, ...rest } = rows.parse(await response.json())
        await route.fulfill({
          response,
          json: { ...rest, exposures: [...exposures, { ...exposures[0], shipmentId: "s4" }] },
        })
      })
      const form = page.getByRole("region", { name: words["notices.record"] })
      const press = (name: string) => form.getByRole("button", { name }).click()
      await choose(form, "all 3 shipments")
      await press(words["notices.recordButton"])
      await press(words["form.confirm"])
      await form.getByRole("alert").getByText("there are 4 shipments by now").waitFor()
      expect(partyIn(world, "leafline").notified.direct).toBe(0)
      await press(words["notices.recordButton"])
      await form.getByRole("alert").getByText("the recipients of all 4 shipments").waitFor()
      await page.unroute(/\/exposures\?/)
      await press(words["form.confirm"])
      await page.getByRole("status").getByText("3 shipments recorded as notified.").waitFor()
      expect(partyIn(world, "leafline").notified.direct).toBe(3)
    })
  })
})
