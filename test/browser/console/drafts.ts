import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { answerLaw } from "../answer-law.ts"
import { visitingCase } from "../case-visits.ts"
import { userIdOf } from "../console-sessions.ts"
import { choose, consoleLanguages, goTo, groupNamed, passSeconds } from "../console-visits.ts"
import { expectSoon } from "../expect-soon.ts"
import { inConsole } from "../in-console.ts"

const [{ words }, { words: french }] = consoleLanguages

inConsole("what an officer has typed and not sent", ({ browser, hub }) => {
  const at = (path: string, userId = "usr_avery") => ({ browser: browser(), hub: hub(), path, userId })
  const note = (page: Page, of = words) => page.getByLabel(of["notes.text"])
  const restored = (page: Page) => page.getByRole("status").getByText("Your draft of 1 November 2026")

  it("is restored after a reload and after Back, for its writer alone, and not from the browser", async () => {
    const text = "Called the carrier. They"
    await visitingCase(at("record"), async (page) => {
      await note(page).fill(text)
      // At once, before the pause after which a draft is kept.
      await page.reload()
      await restored(page).waitFor()
      expect(await note(page).inputValue()).toBe(text)
      await note(page).fill(`${text} see nothing.`)
      await goTo(page, words, words["page.duties"])
      await page.goBack()
      await restored(page).waitFor()
      expect(await note(page).inputValue()).toBe(`${text} see nothing.`)
      const inBrowser = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
      expect(inBrowser).not.toContain("carrier")
      await visitingCase(at("record", "usr_jules"), async (jules) => {
        await jules.getByText(words["notes.none"]).waitFor()
        expect(await note(jules).inputValue()).toBe("")
      })
    })
  })

  it("ends when it is sent, and when it is discarded", async () => {
    const visitor = { ...at("record", "usr_jules"), visitor: { language: "fr-CA" } }
    const ofJules = async () =>
      hub()
        .world.rowsOf("draft")
        .filter(({ by }) => by === userIdOf("usr_jules")).length
    await visitingCase(visitor, async (page) => {
      const box = note(page, french)
      for (const [button, said] of [
        ["notes.write", "notes.written"],
        ["draft.discard", "draft.discarded"],
      ] as const) {
        await box.fill("Le transporteur")
        await page.getByText("Votre brouillon est conservé jusqu’au 15 novembre 2026").waitFor()
        await page.getByRole("button", { name: french[button] }).click()
        await page.getByRole("status").getByText(french[said]).waitFor()
        expect(await box.inputValue()).toBe("")
        await expectSoon(ofJules, 0)
      }
    })
  })

  it("is kept of a report, an erasure and a setting too, which belong to no case", async () => {
    await visitingCase(at(""), async (page) => {
      const boxes = [
        { path: "report", label: words["report.carrier"], choice: words["report.tool.carrier"] },
        { path: "erasures", label: words["erasures.ids"] },
        { path: "settings", label: words["settings.carrier.noLawBinds"], button: words["settings.carrier.add"] },
      ]
      for (const { path, label, choice, button } of boxes) {
        const box = page.getByLabel(label)
        const open = async () => {
          if (button !== undefined) await page.getByRole("button", { name: button }).click()
          if (choice !== undefined && (await box.count()) === 0) await choose(page, choice)
        }
        await page.goto(`${hub().server.origin}/desk/${path}`)
        await open()
        await box.fill("Half of it")
        await page.reload()
        await open()
        await restored(page).waitFor()
        expect(await box.inputValue()).toBe("Half of it")
      }
    })
  })

  it("comes back on another machine after the session ended, and neither machine overwrites the other", async () => {
    const discharge = { name: words["duties.operation.discharge"] }
    const card = (page: Page) => page.getByRole("article").filter({ hasText: "Notify the regulator" }).first()
    const reference = (page: Page) => page.getByLabel(words["duties.reference.tellRegulator"])
    await visitingCase(at("duties"), async (first, { context }) => {
      await card(first).getByRole("button", discharge).click()
      await reference(first).fill("IPC-2026")
      await first.getByText(words["draft.kept"].split("{")[0] ?? "").waitFor()
      hub().sessions.expire()
      await visitingCase(at("duties"), async (second) => {
        await card(second).getByText(words["draft.waits"], { exact: true }).waitFor()
        await card(second).getByRole("button", discharge).click()
        await restored(second).waitFor()
        expect(await reference(second).inputValue()).toBe("IPC-2026")
        await reference(second).fill("IPC-2026-17")
        await second.getByRole("button", { name: words["form.cancel"] }).click()
        await card(second).getByText(words["draft.waits"], { exact: true }).waitFor()
      })
      const tab = await context.newPage()
      await tab.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=/desk/signed-in-again`)
      await tab.close()
      await reference(first).fill("IPC-2027")
      await first.getByRole("status").getByText("in another browser or tab").waitFor()
      expect(await reference(first).inputValue()).toBe("IPC-2027")
      await first.getByRole("button", { name: words["draft.takeElsewhere"] }).click()
      expect(await reference(first).inputValue()).toBe("IPC-2026-17")
      await first.getByRole("button", { name: words["draft.discard"] }).click()
      expect(await reference(first).inputValue()).toBe("")
    })
  })

  it("stays when a colleague answers meanwhile, also after a reload, and the page says who did", async () => {
    const visitor = { ...at("facts"), visitor: { hasOwnClock: true } }
    await visitingCase(visitor, async (page) => {
      const text = "Nobody knows who it was."
      await choose(groupNamed(page, words["assessment.answer"]), words["assessment.met.yes"])
      await page.getByLabel(words["assessment.explanation"]).fill(text)
      await answerLaw(hub())
      for (const visit of ["first", "after a reload"]) {
        if (visit === "first") await passSeconds(hub(), 10, page)
        else await page.reload()
        await page.getByRole("status").getByText("Jules Roy stated facts").waitFor()
        expect(await page.getByLabel(words["assessment.explanation"]).inputValue()).toBe(text)
        expect(await page.getByRole("radio", { name: words["assessment.met.yes"] }).isChecked()).toBe(true)
      }
      await page.getByRole("button", { name: words["draft.discard"] }).click()
      await page.getByRole("button", { name: words["assessment.correct"] }).waitFor()
      expect(await page.getByLabel(words["assessment.explanation"]).count()).toBe(0)
    })
  })

  it("replaces no draft that could not be read, and the page says that it is not kept", async () => {
    await visitingCase(at("facts"), async (page) => {
      const form = async () => {
        await page.getByRole("button", { name: words["facts.causes"] }).click()
        return page.getByRole("dialog")
      }
      await (await form()).getByLabel(words["facts.causeText"]).fill("A test setting")
      await page.route("**/drafts", (route) => (route.request().method() === "GET" ? route.abort() : route.continue()))
      await page.reload()
      const dialog = await form()
      await dialog.getByLabel(words["facts.causeText"]).fill("Something else")
      await dialog.getByRole("status").getByText(words["draft.notKept"]).waitFor()
      await page.unroute("**/drafts")
      await page.reload()
      expect(await (await form()).getByLabel(words["facts.causeText"]).inputValue()).toBe("A test setting")
    })
  })
})
