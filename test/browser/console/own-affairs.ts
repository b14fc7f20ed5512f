import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import * as z from "zod"
import { type ConsoleWords, casePath, choose, comeAs, consoleLanguages } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

const hostile = '<img src=x onerror="document.title=1">'
const [english, french] = consoleLanguages

const inDialog = (page: Page) => page.getByRole("dialog")

async function confirm(page: Page, button: string): Promise<void> {
  await inDialog(page).getByRole("button", { name: button, exact: true }).click()
}

const isSaid = (page: Page, sentence: string | RegExp) => page.getByText(sentence).first().waitFor()

/** An entry of a log of the retailer's own tool. */
const lookup = (shipment: string, second: number) => `2026-11-01T14:00:${second}Z,203.0.113.7,${shipment}`

inConsole("what an officer does beside the cases", ({ browser, hub }) => {
  const settingsOf = async (page: Page) => {
    const answer = await page.request.get(`${hub().server.origin}/v1/settings`)
    return { etag: answer.headers()["etag"] ?? "", body: await answer.json() }
  }

  async function visiting(
    { language = english.language, path, login = "usr_avery" }: { language?: string; path: string; login?: string },
    run: (page: Page) => Promise<void>,
  ) {
    const came = await comeAs(browser(), hub(), login, { language, path })
    try {
      await run(came.page)
      expect(await came.page.locator("main img").count()).toBe(0)
      expect(came.complaints).toEqual([])
    } finally {
      await came.leave()
    }
  }

  const cardOf = (page: Page, title: string) => page.getByRole("region", { name: title, exact: true })

  async function changeContacts(page: Page, words: ConsoleWords, text: string) {
    const title = words["settings.name.escalationEmails"]
    await cardOf(page, title)
      .getByRole("button", { name: `${words["settings.change"]}: ${title}` })
      .click()
    await inDialog(page).getByRole("textbox").fill(text)
    await confirm(page, words["settings.save"])
  }

  it.each(consoleLanguages)(
    "settings are changed and say who changed them: $lang",
    async ({ language, lang, words }) => {
      await visiting({ language, path: "/desk/settings" }, async (page) => {
        const title = words["settings.name.escalationEmails"]
        await changeContacts(page, words, hostile)
        await inDialog(page).getByRole("alert").waitFor()
        await inDialog(page).getByRole("button", { name: words["form.cancel"] }).click()
        await changeContacts(page, words, `night-${lang}@leafline.example\nduty-${lang}@leafline.example`)
        await page.getByRole("status").getByText(words["settings.done"]).waitFor()
        await cardOf(page, title).getByText(`night-${lang}@leafline.example`).waitFor()
        expect(await cardOf(page, title).textContent()).toContain(words["person.you"])
        const { body } = await settingsOf(page)
        expect(body.settings.escalationEmails).toEqual([
          `night-${lang}@leafline.example`,
          `duty-${lang}@leafline.example`,
        ])
        const history = page.getByRole("region", { name: words["settings.history"] })
        await history.getByRole("heading", { name: title }).first().waitFor()
      })
    },
  )

  it.each(consoleLanguages)("notices get the way to the page where people track, or another: $lang", async (of) => {
    const { language, words } = of
    await visiting({ language, path: "/desk/settings" }, async (page) => {
      const title = words["settings.name.trackingSite"]
      await cardOf(page, title).getByRole("button").first().click()
      const field = inDialog(page).getByRole("textbox", { name: words["settings.site.field"], exact: true })
      await field.fill("https://leafline.example/t")
      await confirm(page, words["settings.save"])
      await inDialog(page).getByText(words["settings.site.wrong"]).waitFor()
      await field.fill("leafline.example")
      await inDialog(page).getByRole("textbox", { name: words["settings.site.french"] }).fill("Suivre ma commande")
      await confirm(page, words["settings.save"])
      await cardOf(page, title).getByText("leafline.example – ").waitFor()
      const { body } = await settingsOf(page)
      expect(body.settings.trackingSite).toEqual({ site: "leafline.example", entry: { fr: "Suivre ma commande" } })
      const other = cardOf(page, words["settings.name.wayToCheck"])
      await other.getByRole("button").first().click()
      await inDialog(page).getByRole("textbox", { name: words["settings.way.fr"] }).fill("votre carte")
      await confirm(page, words["settings.save"])
      await other.getByText("votre carte").waitFor()
      expect((await settingsOf(page)).body.settings.wayToCheck).toMatchObject({ fr: "votre carte" })
    })
  })

  it("shows what a colleague changed meanwhile, keeps what was typed, and sends it on confirmation", async () => {
    const { words } = english
    await visiting({ path: "/desk/settings" }, async (page) => {
      const title = words["settings.name.emails"]
      await cardOf(page, title).getByRole("button").first().click()
      await inDialog(page).getByRole("textbox").fill("mine@leafline.example")
      const { etag } = await settingsOf(page)
      const headers = { "if-match": etag, "x-wayseal-console": "1" }
      const data = { emails: ["colleague@leafline.example"] }
      expect((await page.request.patch(`${hub().server.origin}/v1/settings`, { headers, data })).status()).toBe(200)
      // The page reads the settings again when somebody comes back to it, and that is no confirmation.
      const isReadAgain = async () => {
        await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")
        return (await inDialog(page).getByText("colleague@leafline.example").count()) > 0
      }
      while (!(await isReadAgain())) await page.waitForTimeout(200)
      await confirm(page, words["settings.save"])
      await inDialog(page).getByText(words["problem.preconditionFailed"]).waitFor()
      expect((await settingsOf(page)).body.settings.emails).toEqual(["colleague@leafline.example"])
      expect(await inDialog(page).getByRole("textbox").inputValue()).toBe("mine@leafline.example")
      await confirm(page, words["settings.save"])
      await page.getByRole("status").getByText(words["settings.done"]).waitFor()
      expect((await settingsOf(page)).body.settings.emails).toEqual(["mine@leafline.example"])
      await cardOf(page, title)
        .getByRole("button", { name: new RegExp(`^${words["settings.follow"]}`) })
        .click()
      await confirm(page, words["settings.follow"])
      await cardOf(page, title).getByText(words["settings.agreedAgainAt"]).waitFor()
      expect((await settingsOf(page)).body.changed).not.toContain("emails")
    })
  })

  it("adds, changes and removes a heavy reader, whose name is shown as text, and sets thresholds", async () => {
    const { words } = english
    await visiting({ path: "/desk/settings" }, async (page) => {
      await page.getByRole("button", { name: words["settings.reader.add"] }).click()
      await inDialog(page).getByRole("textbox", { name: words["settings.reader.name"] }).fill(hostile)
      await choose(inDialog(page), words["settings.readerClass.aggregator"])
      await inDialog(page).getByRole("textbox", { name: words["settings.reader.networksField"] }).fill("203.0.113.0/24")
      await confirm(page, words["settings.save"])
      const readers = cardOf(page, words["settings.name.heavyReaders"])
      await readers.getByText(`${hostile} – `).waitFor()
      await readers.getByRole("button", { name: `Change ${hostile}` }).click()
      await inDialog(page).getByRole("spinbutton").fill("40")
      await confirm(page, words["settings.save"])
      await readers.getByText("40 shipments in a busy hour").waitFor()
      expect((await settingsOf(page)).body.settings.heavyReaders).toEqual([
        { name: hostile, class: "aggregator", networks: ["203.0.113.0/24"], credentials: [], lookupsPerHour: 40 },
      ])
      await readers.getByRole("button", { name: `Remove ${hostile}` }).click()
      await confirm(page, `Remove ${hostile}`)
      await readers.getByText(words["settings.none.heavyReaders"]).waitFor()
      const title = words["settings.name.thresholds"]
      await cardOf(page, title)
        .getByRole("button", { name: `${words["settings.change"]}: ${title}` })
        .click()
      const walk = inDialog(page).getByRole("group", { name: /^Consecutive order/ })
      await walk.getByRole("textbox").first().fill("20")
      await walk.getByRole("textbox").last().fill("16")
      await confirm(page, words["settings.save"])
      await walk.getByRole("alert").waitFor()
      await walk.getByRole("textbox").first().fill("12")
      await confirm(page, words["settings.save"])
      await cardOf(page, title)
        .getByText(/notice from 12 on, case from 16 on/)
        .waitFor()
      expect((await settingsOf(page)).body.settings.thresholds).toEqual({ walk: { notice: 12, alert: 16 } })
    })
  })

  it("offers no change of what a second person approves, and says why", async () => {
    const { words } = english
    await visiting({ path: "/desk/settings" }, async (page) => {
      const approvals = cardOf(page, words["settings.name.approvals"])
      await approvals.getByText(words["settings.approvalsByKey"]).waitFor()
      expect(await approvals.getByRole("button").count()).toBe(0)
    })
  })

  it.each(consoleLanguages)("an event is sent to the webhook again, after a confirmation: $lang", async (given) => {
    const { language, words } = given
    await hub().affairs.notify("leafline")
    await visiting({ language, path: "/desk/webhook" }, async (page) => {
      const attempts = page.getByRole("region", { name: words["webhook.attempts"] }).locator("li.card")
      await attempts.first().waitFor()
      const before = await attempts.count()
      await attempts.first().getByRole("button").click()
      await confirm(page, words["webhook.resend"])
      await page.getByRole("status").getByText(words["webhook.resent"]).waitFor()
      await attempts.nth(before).waitFor()
      const answer = await page.request.get(`${hub().server.origin}/v1/webhooks/attempts`)
      const [latest, ...earlier] = (await answer.json()).attempts
      expect(earlier.map(({ eventId }: { eventId: string }) => eventId)).toContain(latest.eventId)
    })
  })

  it("has what arrived in a time sent again, and says how many", async () => {
    const { words } = english
    await hub().affairs.notify("leafline")
    await visiting({ path: "/desk/webhook" }, async (page) => {
      await page.getByRole("button", { name: words["webhook.recover"] }).click()
      await confirm(page, words["webhook.recoverSend"])
      await page
        .getByRole("status")
        .getByText(words["webhook.recovered"].match(/=0 \{(.*?)\}/)?.[1] ?? "")
        .waitFor()
      await page.getByRole("button", { name: words["webhook.recover"] }).click()
      await choose(inDialog(page), words["webhook.events.all"])
      await confirm(page, words["webhook.recoverSend"])
      await page
        .getByRole("status")
        .getByText(/^\d+ events? (is|are) sent again/)
        .waitFor()
    })
  })

  it.each(consoleLanguages)(
    "an erasure is asked for, and its receipt is read: $lang",
    async ({ language, lang, words }) => {
      const shipment = lang === "en" ? "s2" : "s3"
      await visiting({ language, path: "/desk/erasures" }, async (page) => {
        const ids = page.getByRole("textbox", { name: words["erasures.ids"] })
        await ids.fill(hostile)
        await page.getByRole("button", { name: words["erasures.askButton"] }).click()
        await inDialog(page).locator(".problem").waitFor()
        await inDialog(page).getByRole("button", { name: words["form.cancel"] }).click()
        await ids.fill(shipment)
        await page.getByRole("button", { name: words["erasures.askButton"] }).click()
        await inDialog(page).getByText(shipment, { exact: true }).waitFor()
        await inDialog(page).locator("button.danger").click()
        await page.getByRole("textbox", { name: words["erasures.find"] }).fill(shipment)
        await page.getByRole("button", { name: words["erasures.show"], exact: true }).click()
        await page.getByRole("region", { name: words["erasures.receipts"] }).getByRole("link").click()
        await page.getByRole("heading", { level: 1, name: words["erasures.receipt"] }).waitFor()
        await isSaid(page, words["erasures.means.held"])
        await isSaid(page, words["erasures.part.caseEvidence"])
        await page
          .getByRole("main")
          .getByRole("link", { name: hub().alias("leafline") })
          .first()
          .waitFor()
        const found = await page.request.get(`${hub().server.origin}/v1/erasures?shipmentId=${shipment}`)
        expect((await found.json()).erasures).toMatchObject([{ state: "held" }])
        expect(page.url()).not.toContain(shipment)
      })
    },
  )

  it.each(consoleLanguages)(
    "the log of the own tool is added to the case: $lang",
    async ({ language, lang, words }) => {
      const lookups = async () => {
        const { json } = await hub().call("leafline", "GET", "/v1/shipments/s1/accesses")
        return z.object({ accesses: z.array(z.unknown()) }).parse(json).accesses.length
      }
      const before = await lookups()
      await visiting({ language, path: casePath(hub(), "leafline", "record") }, async (page) => {
        const seconds = lang === "en" ? [10, 11] : [20, 21]
        const rows = [lookup("s1", seconds[0] ?? 0), lookup("nobody-knows", seconds[1] ?? 0), `${hostile},x,s1`]
        const buffer = Buffer.from(`time,ip,shipment id,${hostile}\n${rows.map((row) => `${row},`).join("\n")}\n`)
        await page
          .getByLabel(words["ownLog.file.choose"])
          .setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer })
        await isSaid(page, words["ownLog.faults"])
        const option = page.locator("option").filter({ hasText: hostile })
        expect(await option.count()).toBe(5)
        await page.locator("#own-log label.option").nth(8).click()
        await isSaid(page, words["ownLog.rule.noTime"])
        expect(await page.getByRole("main").locator("li").filter({ hasText: hostile }).count()).toBe(0)
        await page.getByRole("button", { name: /2 (lookups …|consultations…)$/ }).click()
        await inDialog(page).locator("button.danger").click()
        await isSaid(page, lang === "en" ? "All 2 lookups are sent." : "Les 2 consultations sont envoyées.")
        await isSaid(page, /^1 (lookup is of no shipment|consultation ne vise aucun)/)
        expect(await lookups()).toBe(before + 1)
      })
    },
  )

  it("goes on with a log after a lost connection, under the same keys", async () => {
    const { words } = english
    await visiting({ path: casePath(hub(), "leafline", "record") }, async (page) => {
      const keys: string[] = []
      await page.route("**/accesses", async (route) => {
        keys.push(route.request().headers()["idempotency-key"] ?? "")
        if (keys.length === 2) await route.abort()
        else await route.continue()
      })
      const line = (place: number) => JSON.stringify({ at: 1_793_541_780 + place, ip: "2001:db8::7", shipmentId: "s1" })
      const buffer = Buffer.from(Array.from({ length: 1_100 }, (_, place) => line(place)).join("\n"))
      await page
        .getByLabel(words["ownLog.file.choose"])
        .setInputFiles({ name: "a.ndjson", mimeType: "text/plain", buffer })
      await page.locator("#own-log label.option").first().click()
      await page.getByRole("button", { name: "Add 1,100 lookups …" }).click()
      await inDialog(page).locator("button.danger").click()
      await isSaid(page, words["problem.connection"])
      await isSaid(page, "500 of 1,100 lookups sent. The rest is still to be sent.")
      await page.getByRole("button", { name: words["ownLog.goOn"] }).click()
      await isSaid(page, "All 1,100 lookups are sent.")
      expect([keys.length, new Set(keys).size, keys[1] === keys[2]]).toEqual([4, 3, true])
      expect(await page.getByRole("button", { name: words["ownLog.goOn"] }).count()).toBe(0)
      // Another file begins anew.
      const other = { name: "b.ndjson", mimeType: "text/plain", buffer: Buffer.from(`${line(2_000)}\n`) }
      await page.getByLabel(words["ownLog.file.choose"]).setInputFiles(other)
      await page.locator("#own-log label.option").first().click()
      await page.getByRole("button", { name: "Add 1 lookup …" }).waitFor()
      expect(await page.locator("progress").count()).toBe(0)
    })
  })

  it("a reader reads all of it, and changes nothing", async () => {
    const { words } = english
    const pages = [
      { path: "/desk/settings", text: words["settings.reader"] },
      { path: "/desk/webhook", text: words["webhook.intro"] },
      { path: "/desk/erasures", text: words["erasures.reader"] },
      { path: casePath(hub(), "leafline", "record"), text: words["case.readOnly"] },
    ]
    const finding = [words["erasures.show"], words["timeline.verify"]]
    for (const { path, text } of pages)
      await visiting({ path, login: "usr_robin" }, async (page) => {
        await isSaid(page, text)
        while ((await page.locator(".loading").count()) > 0) await page.waitForTimeout(50)
        expect(finding).toEqual(
          expect.arrayContaining(await page.getByRole("main").getByRole("button").allTextContents()),
        )
      })
  })

  it("a carrier without a webhook hears so, and who asks for erasures", async () => {
    const { words } = french
    await visiting({ language: french.language, path: "/desk/webhook", login: "usr_sam" }, async (page) => {
      await isSaid(page, words["settings.webhook.none"])
      await isSaid(page, words["webhook.none"])
      await page.getByRole("link", { name: words["erasures.title"] }).click()
      await isSaid(page, words["erasures.carrier"])
      await page.getByRole("link", { name: words["settings.title"], exact: true }).click()
      await isSaid(page, words["settings.name.emails"])
      expect(await page.getByRole("heading", { name: words["settings.name.thresholds"] }).count()).toBe(0)
    })
  })
})
