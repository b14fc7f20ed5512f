import { readFile } from "node:fs/promises"
import { afterAll, beforeAll, expect, it } from "@jest/globals"
import type { Locator, Page } from "playwright-core"
import * as z from "zod"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import { visitingCase } from "../case-visits.ts"
import { checkPage } from "../check-page.ts"
import { casePath, goTo, isFocused, unjudgedInPictures } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { expectSoon, focusComesTo } from "../expect-soon.ts"
import { inBrowser } from "../in-browser.ts"
import { axeFindings, contrastOf, overflowing } from "../page-checks.ts"

const table = (page: Page) => page.getByRole("table", { name: english["exposures.title"] })

/** What scrolls. */
const frame = (page: Page) => page.getByRole("region", { name: english["exposures.table"] })

const someExposures = z.looseObject({ exposures: z.array(z.looseObject({})) })

/** Answers the list of exposed shipments without some of them, as where the shop has not published their orders. */
const leaveOut = (page: Page, count: number) =>
  page.route(/\/exposures\?/, async (route) => {
    const response = await route.fetch()
    const { exposures, ...rest } = someExposures.parse(await response.json())
    await route.fulfill({ response, json: { ...rest, exposures: exposures.slice(count) } })
  })

inBrowser("the exposed shipments of a case", (browser) => {
  let hub: ConsoleWorld
  beforeAll(async () => {
    hub = await consoleWorld({ shipments: 40 })
  })
  afterAll(() => hub.server.stop())
  const opened = (run: Parameters<typeof visitingCase>[1], visitor = {}) =>
    visitingCase({ browser: browser(), hub, path: "exposures", visitor }, run)

  it("are drawn over time with their alert, and told as text and as a table", async () => {
    await opened(async (page) => {
      const walk = page.getByRole("figure").first()
      await walk.getByRole("img", { name: /40 of your shipments over time/ }).waitFor()
      await walk.locator("circle").nth(39).waitFor()
      expect(await walk.locator("circle").count()).toBe(40)
      expect(await walk.locator(".alert-label").textContent()).toBe(english["pictures.walk.alert"])
      expect(await walk.textContent()).toContain(
        "40 of your shipments were exposed, with references from LL-0000001 to LL-0000040",
      )
      await walk.getByText(english["pictures.asTable"]).click()
      const counts = await walk.locator("tbody tr td:nth-child(3)").allTextContents()
      expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(40)
      // The style element of the library would break the policy of the page.
      expect(await page.locator("figure style").count()).toBe(0)
    })
  })

  it("are not taken for all when the exchange cannot name the orders of some", async () => {
    await visitingCase({ browser: browser(), hub, path: "timeline" }, async (page) => {
      await leaveOut(page, 30)
      await goTo(page, english, english["exposures.title"])
      const said = /^This list names 10 of your 40 affected shipments\. 30 more are affected\./
      await page.getByRole("status").getByText(said).waitFor()
      await page.getByText(english["exposures.unnamedWhy"]).waitFor()
      expect(await page.getByText(english["exposures.changed"]).count()).toBe(0)
      await goTo(page, english, english["page.documents"])
      await page.getByRole("button", { name: english["mailMerge.open"] }).click()
      await page.getByRole("status").getByText(said).waitFor()
      const form = page.getByRole("region", { name: english["notices.record"] })
      await form.locator("label.option", { hasText: "all 40 shipments" }).click()
      await form.getByRole("button", { name: english["notices.recordButton"] }).click()
      await form.getByRole("button", { name: english["form.confirm"] }).click()
      await form
        .getByRole("alert")
        .getByText(/^30 shipments are still not recorded as notified/)
        .waitFor()
    })
  })

  it.each([
    ["long numbers", 7_023_210_045_678_901],
    ["a time near the end", 48_213],
  ])("have pictures of which a phone cuts nothing off: %s", async (_, first) => {
    await opened(
      async (page) => {
        await page.route(/\/exposures\?/, async (route) => {
          const response = await route.fetch()
          const { exposures, ...rest } = someExposures.parse(await response.json())
          const stretched = exposures.map((exposure, place) => ({
            ...exposure,
            orderReference: String(first + place),
            firstExposureAt: new Date(Date.UTC(2026, 10, 1, 4, place * 20)).toISOString(),
          }))
          await route.fulfill({ response, json: { ...rest, exposures: stretched } })
        })
        await page.reload()
        await page.locator("figure svg").nth(1).waitFor()
        const cutOff = await page.locator("figure svg text").evaluateAll((texts) =>
          texts.flatMap((text) => {
            const [own, whole] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()]
            const isWithin =
              own.left >= whole.left && own.right <= whole.right && own.top >= whole.top && own.bottom <= whole.bottom
            return isWithin ? [] : [text.textContent]
          }),
        )
        expect(cutOff).toEqual([])
      },
      { width: 390, height: 844, language: "fr-CA" },
    )
  })

  it("have a picture of how the score rose to its threshold", async () => {
    await opened(async (page) => {
      const rise = page.getByRole("figure").nth(1)
      await rise.getByText("4 lookups brought the score to 15.1. From 14.0 on").waitFor()
      // The picture is drawn after its text is there.
      await rise.locator("circle").nth(3).waitFor()
      expect(await rise.locator("circle").count()).toBe(4)
      await rise.getByText(english["pictures.asTable"]).click()
      expect(await rise.locator("tbody tr").last().textContent()).toMatch(/^42026-11-01 \d\d:00:50.*15\.1$/)
    })
  })

  it("are searched, filtered and sorted", async () => {
    await opened(async (page) => {
      const isShown = (sentence: string) => page.getByRole("status").filter({ hasText: sentence }).waitFor()
      await isShown("40 of 40 shipments shown")
      await page.getByRole("searchbox").fill("ll-000002")
      await isShown("10 of 40 shipments shown")
      await page.getByRole("combobox", { name: english["exposures.notified"] }).selectOption({ label: "Yes" })
      await isShown("0 of 40 shipments shown")
      await page.getByRole("button", { name: english["exposures.showAll"] }).click()
      await isShown("40 of 40 shipments shown")
      await page.getByLabel(english["exposures.fromDay"]).fill("2026-11-02")
      await isShown("0 of 40 shipments shown")
      await page.getByLabel(english["exposures.fromDay"]).fill("2026-11-01")
      await isShown("40 of 40 shipments shown")
      const first = table(page).getByRole("rowheader").first()
      expect(await first.textContent()).toBe("LL-0000001")
      const heading = table(page).getByRole("columnheader", { name: english["exposures.column.firstExposureAt"] })
      expect(await heading.getAttribute("aria-sort")).toBe("ascending")
      await heading.getByRole("button").click()
      await expectSoon(() => first.textContent(), "LL-0000040")
      await expectSoon(() => heading.getAttribute("aria-sort"), "descending")
      expect(await table(page).locator("[aria-sort=none]").count()).toBe(5)
    })
  })

  it("are walked through with the keyboard alone", async () => {
    await opened(async (page) => {
      await table(page).getByRole("rowheader").first().waitFor()
      await page.getByRole("button", { name: /as CSV$/ }).focus()
      await page.keyboard.press("Tab")
      expect(await frame(page).evaluate((element) => element.matches(":focus-visible"))).toBe(true)
      const first = { row: table(page).getByRole("row", { name: "LL-0000001" }), place: "2" }
      const last = { row: table(page).getByRole("row", { name: "LL-0000040" }), place: "41" }
      for (const [key, { row, place }] of [["End", last] as const, ["Home", first] as const]) {
        await page.keyboard.press(key)
        await expectSoon(() => isUncovered(page, row), true)
        expect(await row.getAttribute("aria-rowindex")).toBe(place)
      }
      await page.keyboard.press("ArrowDown")
      await expectSoon(async () => (await scrolledTo(page)) > 0, true)
      // The names of the columns stay in sight, and a key on one sorts.
      await page.keyboard.press("PageDown")
      await page.keyboard.press("Tab")
      await page.keyboard.press("Enter")
      const heading = table(page).getByRole("columnheader", { name: english["exposures.column.reference"] })
      await focusComesTo(page, english["exposures.column.reference"])
      await expectSoon(() => heading.getAttribute("aria-sort"), "ascending")
      await expectSoon(async () => (await boxOf(heading)).y >= (await boxOf(frame(page))).y, true)
    })
  })

  it.each([
    ["of a desktop", {}],
    ["of 320 pixels", { width: 320, height: 640 }],
    ["at a zoom of 200 %", { width: 640, height: 360, pixelRatio: 2 }],
  ])("hide no line between two pages in a window %s", async (_, visitor) => {
    await opened(async (page) => {
      // The pictures come after the rows, and last. A key that came before them once scrolled nothing.
      await page.locator("figure svg").nth(1).waitFor()
      await frame(page).focus()
      await expectSoon(() => isFocused(frame(page)), true)
      await page.keyboard.press("PageDown")
      await expectSoon(async () => (await scrolledTo(page)) > 0, true)
      await page.waitForTimeout(1_000)
      const heading = await boxOf(table(page).getByRole("columnheader").first())
      const { height } = await boxOf(frame(page))
      expect(await scrolledTo(page)).toBeGreaterThan(50)
      expect(await scrolledTo(page)).toBeLessThan(height - heading.height)
    }, visitor)
  })

  it("show a column's name whole when it gets the focus", async () => {
    await opened(
      async (page) => {
        await table(page).getByRole("rowheader").first().waitFor()
        await frame(page).focus()
        for (const column of await table(page).getByRole("columnheader").all()) {
          await page.keyboard.press("Tab")
          const [name, around] = [await boxOf(column.getByRole("button")), await boxOf(frame(page))]
          expect(name.x).toBeGreaterThanOrEqual(around.x)
          expect(Math.min(name.x + name.width, name.x + 286)).toBeLessThanOrEqual(around.x + around.width)
        }
      },
      { width: 320, height: 640 },
    )
  })

  it("are saved as the lines that are shown", async () => {
    await opened(async (page) => {
      await page.getByRole("searchbox").fill("LL-0000007")
      const saving = page.waitForEvent("download")
      await page.getByRole("button", { name: "Save 1 shipment as CSV" }).click()
      const saved = await readFile(await (await saving).path(), "utf8")
      expect(saved.split("\r\n").slice(0, 2)).toEqual([
        "\ufeffshipmentId,orderReference,fields,firstExposureAt,lastExposureAt,accessors,told,possible",
        expect.stringMatching(
          /^s7,LL-0000007,delivery-date signatory-name-or-initials postal-code nature-of-delivery,/,
        ),
      ])
    })
  })

  it("are read once, and noted once in the timeline", async () => {
    const exports = () =>
      hub
        .call("leafline", "GET", `/v1/cases/${hub.alias("leafline")}/timeline`)
        .then(({ body }) => JSON.stringify(body).split("ExposuresExported").length)
    await opened(async (page) => {
      await table(page).getByRole("rowheader").first().waitFor()
      const before = await exports()
      await page.getByRole("button", { name: english["exposures.readAgain"] }).click()
      await page.getByRole("link", { name: english["notices.title"] }).click()
      await page.getByRole("link", { name: english["exposures.title"] }).first().click()
      await table(page).getByRole("rowheader").first().waitFor()
      expect(await exports()).toBe(before)
      // Forty shipments are one page, which is the first and the last.
      await page.goto(`${hub.server.origin}${casePath(hub, "leafline", "timeline")}`)
      await page.getByText("read the list of exposed shipments to its end: 40 shipments.").first().waitFor()
    })
  })

  it("keep their outlines and their text in any colours, size and spacing", async () => {
    await opened(
      async (page) => {
        // The pictures come after the rows.
        await page.locator("figure circle").nth(3).waitFor()
        await table(page).getByRole("rowheader").first().waitFor()
        const { axe, weak, narrow, spaced } = await checkPage(page)
        expect({ axe: axe.filter((finding) => !unjudgedInPictures.test(finding)), weak, narrow, spaced }).toEqual({
          axe: [],
          weak: [],
          narrow: [],
          spaced: [],
        })
      },
      { bypassPolicy: true },
    )
  })

  it.each([
    ["in a window of 320 pixels, in French", { width: 320, height: 800, language: "fr-CA" }],
    ["dark", { prefersDark: true }],
    ["at a zoom of 200 %", { width: 640, height: 360, pixelRatio: 2 }],
  ])("are read by everybody %s", async (_, visitor) => {
    await opened(
      async (page) => {
        await page.locator("figure svg").nth(1).waitFor()
        await page.getByRole("rowheader").first().waitFor()
        for (const summary of await page.locator("figure summary").all()) await summary.click()
        expect(await overflowing(page)).toEqual([])
        expect((await axeFindings(page)).filter((finding) => !unjudgedInPictures.test(finding))).toEqual([])
        for (const text of [".plot text", ".plot .alert-label", ".rows td:not(.empty)", ".rows thead button"])
          expect(
            contrastOf(await colorOf(page, text, "color"), await colorOf(page, "body", "backgroundColor")),
          ).toBeGreaterThan(4.5)
        if ("language" in visitor) await page.getByRole("heading", { name: french["pictures.rise.title"] }).waitFor()
      },
      { ...visitor, bypassPolicy: true },
    )
  })
})

inBrowser("4,500 exposed shipments", (browser) => {
  /**
   * What the browser computes for each turn of the wheel, four times: the processor of a cheap phone. Other work on
   * this machine does not count.
   */
  it("scroll without a stall on a processor of a fourth of the speed", async () => {
    const hub = await consoleWorld({ shipments: 4_500 })
    try {
      await visitingCase({ browser: browser(), hub, path: "exposures" }, async (page, came) => {
        await page.getByText("4,500 of 4,500 shipments shown").waitFor({ timeout: 90_000 })
        await page.locator("figure svg").nth(1).waitFor()
        const session = await came.context.newCDPSession(page)
        await session.send("Performance.enable", { timeDomain: "threadTicks" })
        const workedSeconds = async () => {
          const { metrics } = await session.send("Performance.getMetrics")
          return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN
        }
        await table(page).getByRole("rowheader").nth(2).hover()
        const turns: number[] = []
        for (let turn = 0; turn < 40; turn += 1) {
          const before = await workedSeconds()
          await page.mouse.wheel(0, 500)
          await page.waitForTimeout(50)
          turns.push(4 * (await workedSeconds()) - 4 * before)
        }
        expect(await table(page).getByRole("row").count()).toBeLessThan(40)
        expect(await table(page).getAttribute("aria-rowcount")).toBe("4501")
        const lastDrawn = await table(page).locator("[aria-rowindex]").last().getAttribute("aria-rowindex")
        expect(Number(lastDrawn)).toBeGreaterThan(100)
        expect(turns.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(0.1)
        // One turn may hold a collection of garbage.
        expect(turns.sort((one, other) => one - other).at(-2)).toBeLessThan(0.2)
        await page.getByRole("link", { name: "Overview" }).click()
        await page.getByText("Somebody may have seen the records of 4,500 of your shipments").waitFor()
      })
    } finally {
      await hub.server.stop()
    }
  })
})

const scrolledTo = (page: Page): Promise<number> => frame(page).evaluate((element) => element.scrollTop)

/** Whether all of a row can be seen: below the names of the columns, and above the lower edge of the frame. */
async function isUncovered(page: Page, row: Locator): Promise<boolean> {
  if ((await row.count()) === 0) return false
  const [box, around] = [await boxOf(row), await boxOf(frame(page))]
  const heading = await boxOf(table(page).getByRole("columnheader").first())
  return box.y >= heading.y + heading.height - 1 && box.y + box.height <= around.y + around.height
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error("It is not drawn")
  return box
}

/** The colour of the first such element, or of its text where it is a picture's. */
const colorOf = (page: Page, selector: string, of: "color" | "backgroundColor"): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, wished) => {
      const style = element.ownerDocument.defaultView.getComputedStyle(element)
      return wished === "color" && style.fill.startsWith("rgb(") && element.closest("svg") !== null
        ? style.fill
        : style[wished]
    }, of)
