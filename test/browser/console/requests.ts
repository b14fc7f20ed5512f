import { expect, it } from "@jest/globals"
import { capital } from "../../../shared/base/platform/bilingual.ts"
import { proofInWords } from "../../../shared/desk/dossier/proof-in-words.ts"
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
