import { readFile } from "node:fs/promises"
import { afterAll, beforeAll, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import { openNumbered } from "../../desk/api/numbered-cases.ts"
import { choose, comeAs } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { axeFindings, overflowing } from "../page-checks.ts"

inBrowser("a list of 123 cases", (browser) => {
  let hub: ConsoleWorld
  beforeAll(async () => {
    hub = await consoleWorld()
    const { world } = hub
    for (let number = 1; number < 120; number += 1) await openNumbered(world, number)
    await openNumbered(world, 120, { answersDueAt: ["2026-10-21T00:00:00.000Z"] })
    await openNumbered(world, 200, { state: "open", dueAt: "2026-10-20T00:00:00.000Z" })
    const shipmentsByField = { "signatory-name-or-initials": 1 }
    await openNumbered(world, 201, { state: "open", own: { counterparties: ["southpost"], shipmentsByField } })
  })
  afterAll(() => hub.server.stop())

  const opened = async (run: (page: Page) => Promise<void>, visitor = {}) => {
    const { page, complaints, leave } = await comeAs(browser(), hub, "usr_avery", visitor)
    await page.getByRole("rowheader").first().waitFor()
    await page.getByRole("main").locator("summary").click()
    await run(page)
    expect(complaints).toEqual([])
    await leave()
  }
  const first = (page: Page) => page.getByRole("rowheader").first().getByRole("link").textContent()
  const isShown = (page: Page, sentence: string) => page.getByRole("status").filter({ hasText: sentence }).waitFor()
  const pick = (page: Page, label: string, option: string) =>
    page.getByRole("combobox", { name: label }).selectOption({ label: option })

  it("begins with what is overdue, and is searched and filtered", async () => {
    await opened(async (page) => {
      await isShown(page, "123 of 123 cases shown")
      expect(await first(page)).toBe("Case WS-0000000200")
      const second = await page.getByRole("row").nth(2).textContent()
      expect(second).toContain("Case WS-0000000120")
      expect(second).toMatch(/Answer the regulator: .*Privacy Commissioner.*Overdue/)
      expect(await page.getByRole("rowheader").count()).toBe(100)
      await page.getByRole("button", { name: english["cases.more"] }).click()
      await page.getByRole("rowheader").nth(122).waitFor()
      await page.getByRole("searchbox").fill("ws-000000004")
      await isShown(page, "10 of 123 cases shown")
      await page.getByRole("searchbox").fill("northp")
      await isShown(page, "1 of 123 cases shown")
      await page.getByRole("button", { name: english["exposures.showAll"] }).click()
      await pick(page, english["cases.state"], english["case.state.open"])
      await isShown(page, "3 of 123 cases shown")
      await pick(page, english["cases.field"], "the name or initials of the person who signed")
      await isShown(page, "2 of 123 cases shown")
      await pick(page, english["cases.kind"], english["cases.kind.report"])
      await isShown(page, "0 of 123 cases shown")
      await page.getByText(english["cases.noneFits"]).waitFor()
    })
  })

  it("assigns what is due next, finds it by who does it, and saves it as CSV", async () => {
    await opened(async (page) => {
      await page.getByRole("button", { name: "Assign: Case WS-0000000200" }).click()
      const dialog = page.getByRole("dialog")
      await choose(dialog, english["person.you"])
      await dialog.getByRole("button", { name: english["duties.assign"] }).click()
      await isShown(page, "Assigned to: you")
      await pick(page, english["cases.column.owner"], english["person.you"])
      await isShown(page, "1 of 123 cases shown")
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save 1 case as CSV" }).click()
      const lines = (await readFile(await (await saving).path(), "utf8")).split("\r\n")
      expect(lines[0]).toMatch(/^\ufeffcaseAlias,state,origin,/)
      expect(lines[1]).toMatch(/^WS-0000000200,open,anomaly,.*,ca-pipeda,keepRecord,2026-10-20.*,target,,,you$/)
      expect(lines.slice(2)).toEqual([""])
      await pick(page, english["cases.column.owner"], english["duties.assignNobody"])
      await isShown(page, "2 of 123 cases shown")
    })
  })

  it("finds the case of a shipment, and puts what was typed into no address", async () => {
    await opened(async (page) => {
      const addresses: string[] = []
      page.on("request", (request) => addresses.push(request.url()))
      const field = page.getByRole("textbox", { name: english["lookups.id.retailer"] })
      await field.fill("NP000001CA")
      await page.keyboard.press("Enter")
      const said = page.getByRole("status").filter({ hasText: "This case counts the shipment:" })
      await said.getByRole("link", { name: `Case ${hub.alias("leafline")}` }).waitFor()
      await field.fill("NP999999CA")
      await page.getByRole("button", { name: english["cases.findShipment"] }).click()
      await isShown(page, english["lookups.unknown"])
      expect(addresses.join()).toContain("/v1/shipment-cases")
      expect(addresses.join()).not.toContain("NP")
    })
  })

  it("gives a reader no way to assign", async () => {
    const { page, leave } = await comeAs(browser(), hub, "usr_robin")
    await isShown(page, "123 of 123 cases shown")
    expect(await page.getByRole("button", { name: /^Assign/ }).count()).toBe(0)
    await leave()
  })

  it("folds on a phone, in French, and is read by everybody", async () => {
    await opened(
      async (page) => {
        await isShown(page, "123 dossiers affichés sur 123")
        await pick(page, french["cases.state"], french["case.state.open"])
        await isShown(page, "3 dossiers affichés sur 123")
        expect(await overflowing(page)).toEqual([])
        // The names of the columns, which each value has beside it on a phone.
        expect((await axeFindings(page)).filter((finding) => !/^hidden-content: <thead>/.test(finding))).toEqual([])
      },
      { width: 390, height: 844, language: "fr-CA", bypassPolicy: true },
    )
  })
})
