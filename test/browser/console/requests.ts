import { expect, it } from "@jest/globals"
import { capital } from "../../../shared/base/platform/bilingual.ts"
import { fieldInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { proofInWords } from "../../../shared/desk/dossier/proof-in-words.ts"
import { checkPage } from "../check-page.ts"
import { choose, comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

inConsole("requests that begin with no case", ({ browser, hub }) => {
  it.each(consoleLanguages)(
    "a breach that was told is reported, and its case opens: $lang",
    async ({ language, words }) => {
      const { page, leave, complaints } = await comeAs(browser(), hub(), "usr_avery", { language })
      await page.getByRole("link", { name: words["report.title"] }).click()
      await page.getByRole("button", { name: words["report.send"] }).click()
      await page.getByText(words["form.required"]).first().waitFor()
      await choose(page, words["report.finder.recipient"])
      await choose(page, words["report.tool.carrier"])
      await page.getByRole("textbox", { name: words["report.carrier"] }).fill("northpost")
      await page.getByRole("button", { name: words["report.send"] }).click()
      await page.getByText(words["report.confirm"]).waitFor()
      await page.getByRole("button", { name: words["form.confirm"] }).click()
      await page.waitForURL(/\/desk\/cases\/WS-[0-9A-Z]{10}$/)
      // Who reports what somebody told has not read what the hub found.
      await page.getByRole("button", { name: words["next.acknowledge.button"] }).waitFor()
      expect(hub().server.seen.filter(({ target }) => target.endsWith("/acknowledgements"))).toEqual([])
      expect(complaints).toEqual([])
      await leave()
    },
  )

  it.each(consoleLanguages)(
    "a breach at a supplier is reported by its carrier: $lang",
    async ({ language, lang, words }) => {
      const visitor = { language, path: "/desk/report", bypassPolicy: true }
      const { page, leave, complaints } = await comeAs(browser(), hub(), "usr_sam", visitor)
      const press = (button: string) => page.getByRole("button", { name: button }).click()
      await choose(page, words["report.finder.staff"])
      await choose(page, words["report.tool.supplier"])
      const name = page.getByRole("textbox", { name: words["report.supplier"] })
      await name.fill("Edi Ltd")
      await page.getByRole("textbox", { name: words["report.evidence.trackingNumbers"] }).fill("NP1, NP2")
      await choose(page, capital(fieldInWords("address", lang)))
      expect(Object.values(await checkPage(page)).flat()).toEqual([])
      await press(words["report.send"])
      await page.getByText(words["settings.carrier.keyWrong"]).waitFor()
      await name.fill(`edi-${lang}`)
      await press(words["report.send"])
      await page.getByText(words["report.confirmSupplier"]).waitFor()
      const tools = () =>
        hub()
          .world.rowsOf("case")
          .map(({ tool }) => tool)
      const tool = `observed:northpost--edi-${lang}-`
      expect(tools()).not.toContain(tool)
      await press(words["form.confirm"])
      await page.waitForURL(/\/desk\/cases\/WS-[0-9A-Z]{10}$/)
      expect(tools()).toContain(tool)
      expect(complaints).toEqual([])
      await leave()
    },
  )

  it("a reader reports nothing", async () => {
    const { page, leave } = await comeAs(browser(), hub(), "usr_robin", { path: "/desk/report" })
    const { words } = consoleLanguages[0]
    await page.getByText(words["report.reader"]).waitFor()
    expect(await page.getByRole("button", { name: words["report.send"] }).count()).toBe(0)
    await leave()
  })

  it.each(consoleLanguages)("who looked up one shipment is shown: $lang", async ({ language, lang, words }) => {
    const { page, leave, complaints } = await comeAs(browser(), hub(), "usr_robin", { language })
    await page.getByRole("link", { name: words["lookups.title"] }).click()
    await page.getByRole("textbox", { name: words["lookups.id.retailer"] }).fill("s1")
    await page.getByRole("button", { name: words["lookups.search"] }).click()
    const card = page.getByRole("article").first()
    await card.getByText(capital(proofInWords("none", lang)), { exact: true }).waitFor()
    expect(await card.locator("code").textContent()).toMatch(/^\w/)
    await page.getByRole("textbox", { name: words["lookups.id.retailer"] }).fill("no-such-shipment")
    await page.getByRole("button", { name: words["lookups.search"] }).click()
    await page.getByRole("status").getByText(words["lookups.unknown"], { exact: true }).waitFor()
    expect(page.url()).toBe(`${hub().server.origin}/desk/lookups`)
    await page.reload()
    await page.getByRole("textbox", { name: words["lookups.id.retailer"] }).waitFor()
    // Only the call for its lookups names the shipment.
    const named = hub().server.seen.filter((request) => JSON.stringify(request).includes("no-such-shipment"))
    expect(new Set(named.map(({ target }) => target))).toEqual(new Set(["/v1/shipments/no-such-shipment/accesses"]))
    expect(JSON.stringify(hub().server.seen.map(({ headers }) => headers))).not.toContain("no-such-shipment")
    expect(complaints).toEqual([])
    await leave()
  })
})
