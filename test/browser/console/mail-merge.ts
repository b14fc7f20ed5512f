import { readFile } from "node:fs/promises"
import { afterAll, beforeAll, expect, it } from "@jest/globals"
import { parse } from "csv-parse/sync"
import type { Page } from "playwright-core"
import english from "../../../console/messages/en.json" with { type: "json" }
import { visitingCase } from "../case-visits.ts"
import { casePath, comeAs, goTo } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { axeFindings, overflowing } from "../page-checks.ts"

const shipments = 1_100
const personOf = (order: number) => ({ name: `Zoé Lastname${order}`, email: `person${order}@customers.example` })

/** A Shopify export of the affected orders, as Shopify writes their names, without the last five. */
const shopFile = [
  "Name,Email,Financial Status,Fulfillment Status,Lineitem name,Shipping Name,Shipping Address1,Shipping City,Shipping Zip",
  ...Array.from({ length: shipments - 5 }, (_, place) => {
    const { name, email } = personOf(place + 1)
    // Somebody wrote one order without its prefix.
    const order = place === 0 ? "#0000001" : `#LL-${String(place + 1).padStart(7, "0")}`
    return `${order},${email},paid,fulfilled,Seeds,${name},${place + 1} Secret Street,Toronto,'M5V 2T6`
  }),
].join("\r\n")

/** All but three received it. */
const mailerFile = [
  "Email Address;Status",
  ...Array.from(
    { length: shipments - 5 },
    (_, place) => `${personOf(place + 1).email};${place < 3 ? "Hard bounce" : "Delivered"}`,
  ),
].join("\n")

const open = (page: Page, label: string, text: string) =>
  page.getByLabel(label).setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(text) })

const isSaid = (page: Page, sentence: string) => page.getByText(sentence).filter({ visible: true }).first().waitFor()

inBrowser("a mail merge", (browser) => {
  let hub: ConsoleWorld
  beforeAll(async () => {
    hub = await consoleWorld({ shipments })
  })
  afterAll(async () => {
    await hub.server.stop()
  })
  const opened = (run: Parameters<typeof visitingCase>[1], visitor = {}) =>
    visitingCase({ browser: browser(), hub, path: "mail-merge", visitor }, run)

  it("joins the shop's file, saves one for the mailer, and gives receipts, and no address leaves the page", async () => {
    await opened(async (page) => {
      const sent: string[] = []
      page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`))
      await open(page, english["mailMerge.shop.choose"], shopFile)
      await isSaid(page, "An export of Shopify with 1,095 lines.")
      await isSaid(page, "1,094 shipments found in your file")
      await isSaid(page, "1 shipment to look at")
      await isSaid(page, "5 shipments not in your file")
      await page.getByRole("button", { name: /^It is #0000001: Zoé Lastname1/ }).click()
      await isSaid(page, "1,095 shipments found in your file")

      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: english["mailMerge.save.fr"] }).click()
      const saved = await readFile(await (await saving).path(), "utf8")
      const lines: Record<string, string>[] = parse(saved, { bom: true, columns: true })
      expect(lines).toHaveLength(1_095)
      expect(lines[0]).toMatchObject({
        Livraison: "LL-0000001",
        Prénom: "Zoé",
        Nom: "Lastname1",
        Courriel: "person1@customers.example",
        Adresse: "1 Secret Street",
        "Code postal": "M5V 2T6",
        Consultation: "a été consultée le 1er novembre 2026",
        Code: hub.alias("leafline"),
      })

      await open(page, english["mailMerge.result.choose"], mailerFile)
      await isSaid(page, "1,092 shipments: notice received")
      await isSaid(page, "3 shipments: not received")
      await isSaid(page, "5 affected shipments are not in the results")
      await page.getByLabel(english["receipts.sentAt"]).fill("2026-11-01T09:10")
      await page.getByRole("button", { name: "Give receipts for 1,092 shipments" }).click()
      await isSaid(page, "All 1,092 receipts are given.")
      await page.locator(".progress").getByText("1,092 of 1,100").first().waitFor()

      const receipts = sent.filter((request) => request.includes("/receipts"))
      expect(receipts).toHaveLength(3)
      const everything = sent.join("\n")
      expect(everything).toContain("s1092")
      // Shorter ones can be in an opaque id by chance.
      for (const personal of ["Lastname", "customers.example", "Secret Street", "M5V 2T6", "M5V2T6", "Zoé", "Zo%C3%A9"])
        expect(everything).not.toContain(personal)
      expect(new Set(sent.map((request) => new URL(request.split(" ")[0] ?? "").host)).size).toBe(1)
      const kept = await page.evaluate(
        "(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys()]))()",
      )
      expect(kept).not.toContain("Lastname")
      expect(kept).not.toContain("customers.example")
    })
  })

  it("says what to do about a file of results alone, about orders without an e-mail address, and before receipts", async () => {
    await opened(async (page) => {
      await open(page, english["mailMerge.result.choose"], mailerFile)
      await isSaid(page, english["mailMerge.result.openShopFile"])
      const withoutSome = shopFile.replaceAll(/\bperson[23]@customers.example/g, "")
      await open(page, english["mailMerge.shop.choose"], withoutSome)
      await isSaid(page, "2 of them have no e-mail address: write letters")
      await page.getByText(english["mailMerge.result.openShopFile"]).waitFor({ state: "detached" })
      const give = page.getByRole("button", { name: /^Give receipts for/ })
      expect(await give.isDisabled()).toBe(true)
      await isSaid(page, english["receipts.timeMissing"])
      await page.getByLabel(english["receipts.sentAt"]).fill("2026-11-01T09:10")
      await page.getByText(english["receipts.timeMissing"]).waitFor({ state: "detached" })
      expect(await give.isDisabled()).toBe(false)
    })
  })

  it("sends the receipts of the same file under the same keys, and goes on after a lost call", async () => {
    const keysOf = async (page: Page, lostCall: number | undefined) => {
      const keys: string[] = []
      await page.route("**/receipts", async (route) => {
        keys.push(route.request().headers()["idempotency-key"] ?? "")
        if (keys.length === lostCall) await route.abort()
        else await route.continue()
      })
      const byOrder = mailerFile
        .replace("Email Address", "Order")
        .replaceAll(/person(\d+)@customers.example/g, (_, order: string) => `LL-${order.padStart(7, "0")}`)
      await open(page, english["mailMerge.result.choose"], byOrder)
      await page.getByLabel(english["receipts.sentAt"]).fill("2026-11-01T09:10")
      await page.getByRole("button", { name: "Give receipts for 1,092 shipments" }).click()
      if (lostCall !== undefined) {
        await isSaid(page, english["problem.connection"])
        await isSaid(page, "500 of 1,092 receipts given. The rest is still to be given.")
        await page.getByRole("button", { name: /^Go on with the receipts/ }).click()
      }
      await isSaid(page, "All 1,092 receipts are given.")
      return keys
    }
    let first: string[] = []
    await opened(async (page) => {
      first = await keysOf(page, undefined)
      expect(new Set(first).size).toBe(3)
    })
    await opened(async (page) => {
      expect(await keysOf(page, 2)).toEqual([first[0], first[1], first[1], first[2]])
    })
  })

  it.each([
    ["in a window of 320 pixels, in French", { width: 320, height: 800, language: "fr-CA" }],
    ["dark", { prefersDark: true }],
  ])("is used by everybody %s", async (_, visitor) => {
    await opened(
      async (page) => {
        const [shop, results] = [page.locator("input[type=file]").first(), page.locator("input[type=file]").last()]
        await shop.setInputFiles({
          name: "a.csv",
          mimeType: "text/csv",
          buffer: Buffer.from("a,b\n0000001,x@y.example"),
        })
        await page.locator("select").first().selectOption({ index: 1 })
        await results.setInputFiles({ name: "b.csv", mimeType: "text/csv", buffer: Buffer.from(mailerFile) })
        await page
          .locator("#mail-merge details")
          .first()
          .evaluate((element) => element.setAttribute("open", ""))
        await page.locator("#mail-merge input[type=datetime-local]").waitFor()
        expect(await overflowing(page)).toEqual([])
        expect(await axeFindings(page)).toEqual([])
      },
      { ...visitor, bypassPolicy: true },
    )
  })

  it("gives a carrier's receipts by tracking number", async () => {
    const small = await consoleWorld({ shipments: 3 })
    const came = await comeAs(browser(), small, "usr_sam", { path: casePath(small, "northpost", "exposures") })
    const { page } = came
    const sent: string[] = []
    page.on("request", (request) => sent.push(request.postData() ?? ""))
    await page.locator("figure svg").nth(1).waitFor()
    await page.getByRole("table", { name: english["exposures.title"] }).getByRole("rowheader").nth(2).waitFor()
    const numbers = await page
      .getByRole("table", { name: english["exposures.title"] })
      .getByRole("rowheader")
      .allTextContents()
    expect(numbers).toHaveLength(3)
    await goTo(page, english, english["page.documents"])
    await page.getByRole("button", { name: english["mailMerge.open"] }).click()
    const results = numbers.map((number) => `${number},Distribué`).join("\n")
    await open(page, english["mailMerge.result.choose"], `Tracking number,Statut\n${results}`)
    await isSaid(page, "3 shipments: notice received")
    await page.getByLabel(english["receipts.method"], { exact: true }).selectOption({ label: "Letter" })
    await page.getByLabel(english["receipts.sentAt"]).fill("2026-11-01T09:10")
    await page.getByRole("button", { name: "Give receipts for 3 shipments" }).click()
    await isSaid(page, "All 3 receipts are given.")
    expect(sent.filter((body) => body.includes('"method":"letter"'))).toEqual([
      expect.stringContaining(`"trackingNumbers":${JSON.stringify(numbers.toSorted())}`),
    ])
    expect(came.complaints).toEqual([])
    await came.leave()
    await small.server.stop()
  })

  it("gives a reader no way to give receipts", async () => {
    const came = await comeAs(browser(), hub, "usr_robin", { path: casePath(hub, "leafline", "mail-merge") })
    await open(came.page, english["mailMerge.result.choose"], mailerFile)
    await isSaid(came.page, english["receipts.mayNot"])
    expect(await came.page.getByRole("button", { name: /^Give receipts/ }).count()).toBe(0)
    await came.leave()
  })

  it("says what is wrong with a file", async () => {
    await opened(async (page) => {
      await open(page, english["mailMerge.shop.choose"], "PK\u0003\u0004 a spreadsheet")
      await page.getByRole("alert").filter({ hasText: english["mailMerge.file.notTable"] }).waitFor()
      await open(page, english["mailMerge.shop.choose"], "one,two\n1,2\n")
      await page.getByRole("alert").filter({ hasText: english["mailMerge.shop.orderMissing"] }).waitFor()
    })
  })
})
