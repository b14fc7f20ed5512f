import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser } from "playwright-core"
import { breachParties } from "../breach-desk/breach-world.ts"
import { casePath, choose, comeAs, consoleLanguages } from "./console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser } from "./open-browser.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(120_000)

const [{ words }] = consoleLanguages

/** The retailer has a second person approve a closing. */
const parties = breachParties.map((party) =>
  party.id === "leafline" ? { ...party, approvals: ["closing" as const] } : party,
)

describe("what a party keeps to itself", () => {
  if (chromium === undefined) {
    it.skip("is not opened here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
    return
  }

  let browser: Browser
  let hub: ConsoleWorld
  beforeAll(async () => {
    browser = await openBrowser(chromium)
    hub = await consoleWorld({ parties })
  })
  afterAll(async () => {
    await browser.close()
    await hub.server.stop()
  })

  const view = async () => (await hub.call("leafline", "GET", `/v1/cases/${hub.alias("leafline")}`)).json

  it("gives a duty to a colleague", async () => {
    const { page, complaints, context } = await comeAs(browser, hub, "usr_avery", {
      path: casePath(hub, "leafline", "duties"),
    })
    const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "Keep the record" }) })
    await card.first().getByRole("button", { name: words["assignee.choose"] }).click()
    const dialog = page.getByRole("dialog")
    expect(await dialog.getByText("Robin Diaz").count()).toBe(0)
    await choose(dialog, "Jules Roy")
    await dialog.getByRole("button", { name: words["assignee.assign"] }).click()
    await card.first().getByText("Assigned to Jules Roy").waitFor()
    expect(await view()).toMatchObject({
      duties: expect.arrayContaining([
        expect.objectContaining({ kind: "keepRecord", assignee: expect.stringMatching(/^[\w-]{8,64}$/) }),
      ]),
    })
    expect(complaints).toEqual([])
    await context.close()
  })

  it("keeps a note and a file, whose hash is on record", async () => {
    const { page, complaints, context } = await comeAs(browser, hub, "usr_avery", {
      path: casePath(hub, "leafline", "notes"),
    })
    await page.getByLabel(words["notes.note"]).fill("Called the <b>carrier</b> at ten.")
    await page.getByRole("button", { name: words["notes.add"] }).click()
    await page.getByRole("article").getByText("Called the <b>carrier</b> at ten.").waitFor()
    const content = "GET /track/1"
    await page
      .getByLabel(words["evidence.add"])
      .setInputFiles({ name: "server.log", mimeType: "text/plain", buffer: Buffer.from(content) })
    const file = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "server.log" }) })
    await file.getByText(createHash("sha256").update(content).digest("hex")).waitFor()
    const link = await file.getByRole("link").getAttribute("href")
    expect(await (await page.request.get(new URL(link ?? "", hub.server.origin).href)).text()).toBe(content)
    expect(complaints).toEqual([])
    await context.close()
  })

  it("says which kinds of file it takes", async () => {
    const { page, context } = await comeAs(browser, hub, "usr_avery", { path: casePath(hub, "leafline", "notes") })
    await page
      .getByLabel(words["evidence.add"])
      .setInputFiles({ name: "tool.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") })
    await page.getByText(words["problem.evidenceOfOtherKind"]).waitFor()
    await context.close()
  })

  it("has a second person approve what the party wants approved, and not whoever asked", async () => {
    const path = casePath(hub, "leafline", "closing")
    const avery = await comeAs(browser, hub, "usr_avery", { path })
    await avery.page.getByRole("button", { name: words["closing.stateFalseAlarm"] }).click()
    const confirm = { name: words["closing.confirm.falseAlarm"] }
    await avery.page.getByRole("dialog").getByRole("button", confirm).click()
    await avery.page.getByText(words["approvals.waits"]).waitFor()
    const own = avery.page.getByRole("region", { name: words["approvals.title"] })
    await own.getByText(words["approvals.own"]).waitFor()
    expect(await own.getByRole("button", { name: words["approvals.approve"] }).count()).toBe(0)
    expect(await view()).not.toHaveProperty("saysFalseAlarmAt")
    const jules = await comeAs(browser, hub, "usr_jules", { path: casePath(hub, "leafline") })
    const waiting = jules.page.getByRole("region", { name: words["approvals.title"] })
    await waiting.getByText("Asked by Avery Chen").waitFor()
    await waiting.getByRole("button", { name: words["approvals.approve"] }).click()
    await jules.page.getByRole("dialog").getByRole("button", { name: words["approvals.approve"] }).click()
    await jules.page.getByText(words["approvals.done.approve"]).waitFor()
    expect(await view()).toHaveProperty("saysFalseAlarmAt")
    for (const { context, complaints } of [avery, jules]) {
      expect(complaints).toEqual([])
      await context.close()
    }
  })
})
