import { expect, it } from "@jest/globals"
import english from "../../../console/messages/en.json" with { type: "json" }
import { visitingCase } from "../case-visits.ts"
import { goTo } from "../console-visits.ts"
import { inConsole } from "../in-console.ts"

inConsole("the picture of a walk", ({ browser, hub }) => {
  it("has no times that lie on each other, also where the alert was months before the first exposure", async () => {
    await visitingCase({ browser: browser(), hub: hub(), path: "timeline" }, async (page) => {
      await page.route(/\/v1\/cases\/[^/]+$/, async (route) => {
        const response = await route.fetch()
        const body = (await response.text()).replaceAll('"crossedAt":"2026-11', '"crossedAt":"2026-07')
        await route.fulfill({ response, body })
      })
      await page.reload()
      await goTo(page, english, english["exposures.title"])
      const walk = page.getByRole("figure").first()
      await walk.locator("circle").nth(2).waitFor()
      const times = await walk.locator("svg text", { hasText: /^[A-Z][a-z]{2} \d|\d:\d/ }).all()
      const boxes = (await Promise.all(times.map((time) => time.boundingBox()))).filter((box) => box !== null)
      boxes.sort((one, other) => one.x - other.x)
      expect(boxes.length).toBeGreaterThan(1)
      for (const [place, { x, width }] of boxes.slice(0, -1).entries())
        expect(boxes[place + 1]?.x).toBeGreaterThan(x + width)
    })
  })
})
