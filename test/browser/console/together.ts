import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { casePath, choose, comeAs, consoleLanguages, groupNamed, passSeconds } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import type { Visit, Visitor } from "../open-browser.ts"

const [{ words }] = consoleLanguages

inBrowser("a case that several people look at", (browser) => {
  /** Lets people come to a page of a case. Nothing may violate the policy or fail on the way. */
  async function together(
    userIds: readonly string[],
    page: string,
    run: (hub: ConsoleWorld, ...visits: Visit[]) => Promise<void>,
    visitor: Visitor = {},
  ): Promise<void> {
    const hub = await consoleWorld()
    const visits: Visit[] = []
    try {
      for (const userId of userIds) {
        const path = casePath(hub, userId === "usr_sam" ? "northpost" : "leafline", page)
        visits.push(await comeAs(browser(), hub, userId, { ...visitor, path }))
      }
      await run(hub, ...visits)
      for (const { complaints } of visits) expect(complaints).toEqual([])
    } finally {
      for (const { leave } of visits) await leave()
      await hub.server.stop()
    }
  }

  const dutyCard = (page: Page, heading: string) =>
    page.getByRole("article").filter({ has: page.getByRole("heading", { name: heading }) })

  /** Fills in the form that records a cause in own words, and leaves it open. */
  async function typeCause(page: Page, text: string): Promise<void> {
    await page.getByRole("button", { name: words["facts.causes"] }).click()
    const dialog = page.getByRole("dialog")
    await choose(groupNamed(dialog, words["facts.causesChoice"]), "The system was configured wrongly.")
    await dialog.getByLabel(words["facts.causeText"]).fill(text)
  }

  it("shows within ten seconds what a colleague and the other party do", async () => {
    await together(
      ["usr_avery", "usr_jules", "usr_sam"],
      "duties",
      async (hub, avery, jules, sam) => {
        if (avery === undefined || jules === undefined || sam === undefined) throw new Error("Somebody did not come")
        const card = dutyCard(avery.page, "Notify other organizations")
        await card.getByRole("button", { name: words["duties.operation.request"] }).click()
        await avery.page.getByRole("dialog").getByRole("button", { name: words["duties.operation.request"] }).click()
        const started = performance.now()
        // Whoever has asked waits: the card says how long, and offers to ask no second time.
        await card.getByText(words["duties.askedMeans"]).waitFor()
        expect(await card.getByRole("button", { name: words["duties.operation.request"] }).count()).toBe(0)
        await dutyCard(jules.page, "Notify other organizations").getByText("Requested").waitFor({ timeout: 10_000 })
        const asked = dutyCard(sam.page, "Notify other organizations")
        await asked.getByText("Requested by a retailer").waitFor({ timeout: 10_000 })
        expect(performance.now() - started).toBeLessThan(10_000)
        await asked.getByRole("button", { name: words["duties.operation.accept"] }).click()
        await sam.page.getByRole("dialog").getByRole("button", { name: words["duties.operation.accept"] }).click()
        await passSeconds(hub, 10, avery.page)
        await dutyCard(avery.page, "Notify other organizations").getByText("Accepted").waitFor()
      },
      { hasOwnClock: true },
    )
  })

  it("does nothing about a case that a colleague changed meanwhile, keeps what was typed, and sends it again", async () => {
    await together(["usr_avery", "usr_jules"], "facts", async (hub, avery, jules) => {
      if (avery === undefined || jules === undefined) throw new Error("Somebody did not come")
      await typeCause(avery.page, "A test setting went live.")
      await typeCause(jules.page, "Nobody had read the release note.")
      const record = { name: words["facts.record"] }
      await jules.page.getByRole("dialog").getByRole("button", record).click()
      await jules.page.getByRole("dialog").waitFor({ state: "detached" })
      const dialog = avery.page.getByRole("dialog")
      await dialog.getByRole("button", record).click()
      await dialog.getByText(words["problem.caseChanged"]).waitFor()
      await dialog.getByRole("status").getByText("Jules Roy stated facts").waitFor()
      expect(await dialog.getByLabel(words["facts.causeText"]).inputValue()).toBe("A test setting went live.")
      const path = `/v1/cases/${hub.alias("leafline")}`
      expect((await hub.call("leafline", "GET", path)).json["cause"]).toBe("Nobody had read the release note.")
      await dialog.getByRole("button", record).click()
      await dialog.waitFor({ state: "detached" })
      expect((await hub.call("leafline", "GET", path)).json["cause"]).toBe("A test setting went live.")
    })
  })

  it("keeps what was typed when the session ends, and sends it after a new sign-in", async () => {
    await together(["usr_avery"], "facts", async (hub, avery) => {
      if (avery === undefined) throw new Error("Nobody came")
      const { page, context } = avery
      await typeCause(page, "A test setting went live.")
      hub.sessions.expire()
      await page.getByRole("dialog").getByRole("button", { name: words["facts.record"] }).click()
      const ended = page.getByRole("alertdialog")
      await ended.getByText(words["sessionEnded.kept"]).waitFor()
      const [tab] = await Promise.all([
        context.waitForEvent("page"),
        ended.getByRole("link", { name: words["sessionEnded.signIn"] }).click(),
      ])
      await tab.getByRole("link", { name: "Avery Chen" }).click()
      await tab.getByRole("heading", { name: words["signedInAgain.title"] }).waitFor()
      await tab.close()
      await ended.waitFor({ state: "detached" })
      const dialog = page.getByRole("dialog")
      expect(await dialog.getByLabel(words["facts.causeText"]).inputValue()).toBe("A test setting went live.")
      await dialog.getByRole("button", { name: words["facts.record"] }).click()
      await dialog.waitFor({ state: "detached" })
      const { json } = await hub.call("leafline", "GET", `/v1/cases/${hub.alias("leafline")}`)
      expect(json["cause"]).toBe("A test setting went live.")
    })
  })

  it("shows nothing of the first person when somebody else signs in after the end of the session", async () => {
    await together(
      ["usr_avery"],
      "facts",
      async (hub, avery) => {
        if (avery === undefined) throw new Error("Nobody came")
        const { page, context } = avery
        hub.sessions.expire()
        await passSeconds(hub, 10, page)
        await page.getByRole("alertdialog").waitFor()
        const tab = await context.newPage()
        await tab.goto(`${hub.server.origin}/desk/signed-in?user=usr_sam&return=/desk/signed-in-again`)
        await page.getByRole("banner").getByText("Sam Tremblay").waitFor()
        expect(await page.getByText(hub.alias("leafline")).count()).toBe(0)
        await page.getByText(hub.alias("northpost")).waitFor()
      },
      { hasOwnClock: true },
    )
  })

  it("lets a reader read everything and change nothing", async () => {
    await together(["usr_robin"], "duties", async (hub, robin) => {
      if (robin === undefined) throw new Error("Nobody came")
      const { page } = robin
      await page.getByRole("article").first().waitFor()
      for (const name of ["", "facts", "documents", "duties"]) {
        await page.goto(`${hub.server.origin}${casePath(hub, "leafline", name)}`)
        await page.getByRole("heading", { level: 1 }).waitFor()
        while ((await page.locator(".loading").count()) > 0) await page.waitForTimeout(50)
        const buttons = await page.getByRole("main").getByRole("button").allTextContents()
        const reading = [words["reportFields.copy"], words["mailMerge.open"]]
        expect(reading).toEqual(expect.arrayContaining(buttons))
      }
      const refused = await page.evaluate(`fetch(${JSON.stringify(`/v1/cases/${hub.alias("leafline")}/closing`)}, {
        method: "POST",
        headers: { "content-type": "application/json", "x-wayseal-console": "1" },
        body: JSON.stringify({ outcome: "falseAlarm" }),
      }).then((answer) => answer.status)`)
      expect(refused).toBe(403)
    })
  })

  it("shows hostile input as text", async () => {
    const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>`
    await together(["usr_avery"], "facts", async (hub, avery) => {
      if (avery === undefined) throw new Error("Nobody came")
      const { page } = avery
      page.on("dialog", () => {
        throw new Error("A script of somebody else ran.")
      })
      await typeCause(page, hostile)
      await page.getByRole("dialog").getByRole("button", { name: words["facts.record"] }).click()
      await page.getByRole("dialog").waitFor({ state: "detached" })
      await page.getByText(hostile).waitFor()
      await page.goto(`${hub.server.origin}/desk/cases/${encodeURIComponent(hostile)}`)
      await page.getByText("<script>alert(2)").first().waitFor()
      await page.goto(`${hub.server.origin}/desk/cases/${encodeURIComponent(hostile)}#${encodeURIComponent(hostile)}`)
      expect(await page.locator("img, script:not([src])").count()).toBe(0)
    })
  })

  it("can be in no frame, and reads nothing from elsewhere", async () => {
    await together(["usr_avery"], "", async (hub, avery) => {
      if (avery === undefined) throw new Error("Nobody came")
      const answer = await avery.page.request.get(`${hub.server.origin}/desk/cases`)
      const policy = answer.headers()["content-security-policy"] ?? ""
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
      for (const { headers } of hub.server.seen) expect(headers["host"]).toBe(new URL(hub.server.origin).host)
    })
  })
})
