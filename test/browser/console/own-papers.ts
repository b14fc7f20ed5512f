import { createHash, randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { describe, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import english from "../../../console/messages/en.json" with { type: "json" }
import { capital } from "../../../shared/base/platform/bilingual.ts"
import { factorInWords, levelInWords } from "../../../shared/desk/dossier/codes-in-words.ts"
import { assessAsNoBreach } from "../../desk/assess-no-breach.ts"
import { breachParties } from "../../desk/breach-world.ts"
import {
  casePath,
  choose,
  comeAs,
  consoleLanguages,
  goTo,
  groupNamed,
  isFocused,
  passSeconds,
} from "../console-visits.ts"
import { type ConsoleWorld, type ConsoleWorldOptions, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import type { Visit, Visitor } from "../open-browser.ts"
import { axeFindings, overflowing } from "../page-checks.ts"

const words = english

/** Of the test of the retailer's law. */
const factors = ["sensitivity", "probabilityOfMisuse", "stepsOfTheIndividual", "guidance"] as const

type Coming = Visitor & { readonly userId?: string; readonly page?: string }

inBrowser("what officers arrange among themselves", (browser) => {
  /** A hub of its own, to which people come. Nothing may violate the policy or fail on the way. */
  async function inWorld(
    options: ConsoleWorldOptions,
    run: (hub: ConsoleWorld, come: (of: Coming) => Promise<Page>) => Promise<void>,
  ): Promise<void> {
    const hub = await consoleWorld(options)
    const visits: Visit[] = []
    try {
      await run(hub, async ({ userId = "usr_avery", page = "", ...visitor }) => {
        const party = userId === "usr_sam" ? "northpost" : "leafline"
        const path = casePath(hub, party, page)
        const came = await comeAs(browser(), hub, userId, { path, ...visitor })
        visits.push(came)
        await came.page.getByRole("heading", { level: 1 }).waitFor()
        return came.page
      })
      for (const { complaints } of visits) expect(complaints).toEqual([])
    } finally {
      for (const { leave } of visits) await leave()
      await hub.server.stop()
    }
  }

  describe("a duty", () => {
    const card = (page: Page) => page.getByRole("article").filter({ hasText: "Notify the people affected" }).first()

    it("is assigned to a colleague, taken over, and assigned to nobody", async () => {
      await inWorld({}, async (hub, come) => {
        const avery = await come({ page: "duties", hasOwnClock: true })
        await card(avery).getByRole("button", { name: words["duties.assign"] }).click()
        const dialog = avery.getByRole("dialog")
        await dialog.locator("label.option").nth(2).waitFor()
        // A reader cannot do a duty.
        expect(await dialog.locator("label.option").allTextContents()).toEqual(["you", "Jules Roy", "nobody"])
        await choose(dialog, "Jules Roy")
        await dialog.getByRole("button", { name: words["duties.assign"] }).click()
        await avery.getByRole("status").getByText("Assigned to: Jules Roy").waitFor()
        const jules = await come({ userId: "usr_jules" })
        await jules.getByText("Assigned to: you").waitFor()
        await goTo(jules, words, words["page.duties"])
        await card(jules).getByRole("button", { name: words["duties.assignElse"] }).click()
        await choose(jules.getByRole("dialog"), words["duties.assignNobody"])
        await jules.getByRole("dialog").getByRole("button", { name: words["duties.assign"] }).click()
        await jules.getByRole("status").getByText(words["duties.assignedNobody"]).waitFor()
        await passSeconds(hub, 10, avery)
        await card(avery).getByText("Assigned to").waitFor({ state: "detached" })
        const { body } = await hub.call("northpost", "GET", `/v1/cases/${hub.alias("northpost")}`)
        expect(body).not.toContain("assignee")
      })
    })
  })

  describe("a private note", () => {
    it("is seen by colleagues with its writer, as it was typed and marked, and by no other party", async () => {
      const text = "Called the carrier.\nThey see <b>no</b> further lookups."
      await inWorld({}, async (_, come) => {
        const avery = await come({ page: "record" })
        await avery.getByText(words["notes.none"]).waitFor()
        await avery.getByText(words["form.noPersonalData"]).waitFor()
        await avery.getByLabel(words["notes.text"]).fill(text)
        await avery.getByRole("checkbox", { name: words["notes.privileged"] }).check({ force: true })
        await avery.getByRole("button", { name: words["notes.write"] }).click()
        await avery.getByRole("status").getByText(words["notes.written"]).waitFor()
        expect(await avery.getByLabel(words["notes.text"]).inputValue()).toBe("")
        const robin = await come({ userId: "usr_robin", page: "record" })
        const note = robin.getByRole("listitem").filter({ hasText: "Avery Chen" })
        expect(await note.locator(".prose").textContent()).toBe(text)
        expect(await note.locator(".badge").textContent()).toBe(words["notes.privileged"])
        expect(await robin.getByRole("button", { name: words["notes.write"] }).count()).toBe(0)
        const sam = await come({ userId: "usr_sam", page: "record" })
        await sam.getByText(words["notes.none"]).waitFor()
      })
    })
  })

  describe("a file of evidence", () => {
    // The first bytes of an archive, or the hub refuses it as no ZIP.
    const content = Buffer.concat([Buffer.from("PK\u0003\u0004"), randomBytes(300_000)])
    const file = { name: "server log, août.zip", mimeType: "application/octet-stream", buffer: content }

    it.each([
      ["the page's own site", false],
      ["another site, as on AWS", true],
    ])("is hashed here, sent to the bucket on %s, and downloaded", async (_, hasBucketElsewhere) => {
      await inWorld({ hasBucketElsewhere }, async (hub, come) => {
        const page = await come({ page: "record" })
        await page.getByLabel(words["evidence.file"], { exact: true }).setInputFiles(file)
        await page.getByRole("button", { name: words["evidence.addButton"] }).click()
        await page.getByRole("status").getByText(words["evidence.added"]).waitFor()
        const listed = page.getByRole("listitem").filter({ hasText: file.name })
        await listed.getByText("ZIP, 300 kB").waitFor()
        await listed.getByText(createHash("sha256").update(content).digest("hex")).waitFor()
        const saving = page.waitForEvent("download")
        await listed.getByRole("button", { name: `Download ${file.name}` }).click()
        const saved = await saving
        expect(await readFile(await saved.path())).toEqual(content)
        expect(saved.suggestedFilename()).toBe(file.name)
        expect(hub.server.seen.filter(({ target }) => /server.*log/.test(decodeURIComponent(target)))).toEqual([])
        const sent = hub.server.seen.filter(({ method }) => method === "PUT")
        expect(sent.map(({ headers }) => new URL(`http://${headers["host"]}`).origin)).toEqual([
          hasBucketElsewhere ? hub.server.otherSite : hub.server.origin,
        ])
        expect(sent[0]?.headers["cookie"] === undefined).toBe(hasBucketElsewhere)
      })
    })

    it("that did not get there is listed so, and is sent by trying again", async () => {
      await inWorld({}, async (hub, come) => {
        const page = await come({ page: "record" })
        await page.route("**/bucket/**", (route) => route.abort())
        await page.getByLabel(words["evidence.file"], { exact: true }).setInputFiles(file)
        await page.getByRole("button", { name: words["evidence.addButton"] }).click()
        await page.getByRole("alert").getByText(words["evidence.uploadFailed"]).waitFor()
        await page.getByText(words["evidence.declared"]).waitFor()
        await page.unroute("**/bucket/**")
        await page.getByRole("button", { name: words["evidence.again"] }).click()
        await page.getByRole("button", { name: `Download ${file.name}` }).waitFor()
        expect(await page.getByRole("heading", { level: 4, name: file.name }).count()).toBe(1)
        const { json } = await hub.call("leafline", "GET", `/v1/cases/${hub.alias("leafline")}/evidence`)
        expect(json["evidence"]).toHaveLength(1)
      })
    })

    it.each([
      ["empty", { ...file, buffer: Buffer.alloc(0) }],
      ["tooLarge", { ...file, buffer: Buffer.alloc(20_000_001) }],
      ["otherType", { ...file, name: "run.exe" }],
    ] as const)("is refused before anything is sent: %s", async (fault, refused) => {
      await inWorld({}, async (hub, come) => {
        const page = await come({ page: "record" })
        await page.getByLabel(words["evidence.file"], { exact: true }).setInputFiles(refused)
        await page.getByRole("alert").getByText(words[`evidence.fault.${fault}`]).waitFor()
        expect(await page.getByRole("button", { name: words["evidence.addButton"] }).isDisabled()).toBe(true)
        expect(hub.server.seen.filter(({ method }) => method !== "GET")).toEqual([])
      })
    })

    it.each([
      ["called a PDF and is none", "content", file.buffer],
      ["a PDF without its end", "cutOff", Buffer.from("%PDF-1.7\n")],
    ] as const)("that is %s is refused before anything is sent", async (_, fault, buffer) => {
      await inWorld({}, async (hub, come) => {
        const page = await come({ page: "record" })
        const called = { ...file, name: "letter.pdf", buffer }
        await page.getByLabel(words["evidence.file"], { exact: true }).setInputFiles(called)
        await page.getByRole("button", { name: words["evidence.addButton"] }).click()
        await page.getByRole("alert").getByText(words[`evidence.fault.${fault}`]).waitFor()
        expect(hub.server.seen.filter(({ method }) => method !== "GET")).toEqual([])
      })
    })
  })

  describe("an action that a second person approves", () => {
    const approvals = ["report", "assessment", "closing"] as const
    const parties = breachParties.map((party) =>
      party.id === "leafline" ? { ...party, approvals: [...approvals] } : party,
    )
    const kind = words["approvals.kind.report"]
    const regulator = (page: Page) =>
      page.locator("#duties").getByRole("article").filter({ hasText: "Notify the regulator" }).first()

    async function report(page: Page): Promise<void> {
      await regulator(page).getByRole("button", { name: words["duties.operation.discharge"] }).click()
      const dialog = page.getByRole("dialog")
      await dialog.getByLabel(words["duties.reference.tellRegulator"]).fill("IPC-2026-17")
      await dialog.getByRole("button", { name: words["duties.operation.discharge"] }).click()
      await page.getByRole("status").getByText(words["approvals.asked"]).waitFor()
    }

    it("waits, is a colleague's next step, and is done once the colleague approves", async () => {
      await inWorld({ parties }, async (hub, come) => {
        await hub.call("leafline", "POST", `/v1/cases/${hub.alias("leafline")}/acknowledgements`, {})
        const avery = await come({ page: "duties", hasOwnClock: true })
        await report(avery)
        await regulator(avery).getByText(words["approvals.waits"], { exact: true }).waitFor()
        await regulator(avery).getByText("Asked for by you:").waitFor()
        const again = { name: words["duties.operation.discharge"] }
        expect(await regulator(avery).getByRole("button", again).count()).toBe(0)
        expect(await regulator(avery).locator(".primary").count()).toBe(0)
        await avery.getByRole("link", { name: words["approvals.title"] }).click()
        await avery.getByText(words["approvals.own"]).waitFor()
        expect(await avery.getByRole("button", { name: words["approvals.approve"] }).count()).toBe(0)
        const robin = await come({ userId: "usr_robin", page: "duties" })
        await robin.getByText("IPC-2026-17").first().waitFor()
        expect(await robin.getByRole("main").getByRole("button").count()).toBe(0)
        const jules = await come({ userId: "usr_jules" })
        await jules.getByRole("link", { name: words["next.approve.button"] }).click()
        await jules.locator("#approvals").getByText("Asked for by Avery Chen:").waitFor()
        await jules.getByText("Receipt: IPC-2026-17").waitFor()
        await jules.getByRole("button", { name: words["approvals.approve"] }).click()
        await jules.getByRole("dialog").getByRole("button", { name: words["approvals.approve"] }).click()
        await jules.getByRole("status").getByText(words["approvals.approve.done"]).waitFor()
        await jules.getByRole("article").filter({ hasText: kind }).waitFor({ state: "detached" })
        await passSeconds(hub, 10, avery)
        await regulator(avery).getByText("Receipt: IPC-2026-17").waitFor()
      })
    })

    it("is taken back by whoever asked for it, with the keyboard alone", async () => {
      await inWorld({ parties }, async (_hub, come) => {
        const avery = await come({ page: "duties" })
        await report(avery)
        await avery.getByRole("link", { name: words["approvals.title"] }).focus()
        await avery.keyboard.press("Enter")
        await avery.getByRole("heading", { level: 3, name: kind }).waitFor()
        const takeBack = avery.getByRole("button", { name: words["approvals.takeBack"] })
        for (let tab = 0; tab < 5 && !(await isFocused(takeBack)); tab += 1) await avery.keyboard.press("Tab")
        await avery.keyboard.press("Enter")
        await avery.getByRole("dialog").waitFor()
        const confirm = avery.getByRole("dialog").getByRole("button", { name: words["approvals.takeBack"] })
        for (let tab = 0; tab < 3 && !(await isFocused(confirm)); tab += 1) await avery.keyboard.press("Tab")
        await avery.keyboard.press("Enter")
        await avery.getByRole("status").getByText(words["approvals.takeBack.done"]).waitFor()
        await avery.getByRole("heading", { level: 3, name: kind }).waitFor({ state: "detached" })
        expect(await avery.getByRole("link", { name: words["approvals.title"] }).count()).toBe(0)
      })
    })

    it("shows a closing where it was asked for, once what a false alarm needs is on record", async () => {
      const closingApproved = breachParties.map((party) =>
        party.id === "leafline" ? { ...party, approvals: ["closing" as const] } : party,
      )
      await inWorld({ parties: closingApproved }, async (hub, come) => {
        const visitor = { page: "duties", bypassPolicy: true }
        const early = await come(visitor)
        await early.getByText("3 things keep you from stating a false alarm:").waitFor()
        expect(await early.getByRole("button", { name: words["closing.stateFalseAlarm"] }).count()).toBe(0)
        await assessAsNoBreach(hub.world, "leafline")
        const avery = await come(visitor)
        await avery.getByRole("button", { name: words["closing.stateFalseAlarm"] }).click()
        const falseAlarm = { name: words["closing.confirm.falseAlarm"] }
        expect(await axeFindings(avery)).toEqual([])
        await avery.getByRole("dialog").getByRole("button", falseAlarm).click()
        await avery.getByRole("status").getByText(words["approvals.asked"]).waitFor()
        await avery.getByText(words["approvals.waits"], { exact: true }).waitFor()
        expect(await avery.getByRole("button", { name: words["closing.stateFalseAlarm"] }).count()).toBe(0)
      })
    })

    it("shows an answer to a law's question where it was asked for", async () => {
      await inWorld({ parties }, async (hub, come) => {
        const avery = await come({ page: "facts" })
        for (const factor of factors)
          await choose(groupNamed(avery, capital(factorInWords(factor, "en"))), capital(levelInWords("high", "en")))
        await choose(groupNamed(avery, words["assessment.answer"]), words["assessment.met.yes"])
        await avery.getByLabel(words["assessment.by"]).fill("privacy officer")
        await avery.getByRole("button", { name: words["assessment.record"] }).click()
        await avery.getByText(words["approvals.waits"], { exact: true }).waitFor()
        expect(await avery.getByRole("button", { name: words["assessment.record"] }).count()).toBe(0)
        const jules = await come({ userId: "usr_jules", page: "duties" })
        const asked = jules.getByRole("article").filter({ hasText: words["approvals.kind.assessment"] })
        await asked.getByRole("button", { name: words["approvals.approve"] }).click()
        await jules.getByRole("dialog").getByRole("button", { name: words["approvals.approve"] }).click()
        await jules.getByRole("status").getByText(words["approvals.approve.done"]).waitFor()
        const { json } = await hub.call("leafline", "GET", `/v1/cases/${hub.alias("leafline")}`)
        expect(json["assessments"]).toEqual([expect.objectContaining({ met: "yes" })])
      })
    })

    it.each(consoleLanguages)("is read by everybody, and fits into 320 pixels, in $lang", async ({ language }) => {
      await inWorld({ parties }, async (_hub, come) => {
        await report(await come({ page: "duties" }))
        const visitor = { language, width: 320, height: 800, bypassPolicy: true, userId: "usr_jules" }
        for (const page of ["", "duties"]) {
          const opened = await come({ ...visitor, page })
          await opened.locator(".badge.waiting, article details").first().waitFor()
          expect([page, ...(await axeFindings(opened)), ...(await overflowing(opened))]).toEqual([page])
        }
      })
    })
  })

  it.each(consoleLanguages)("have pages without what axe finds wrong, 320 pixels wide, in $lang", async (given) => {
    await inWorld({}, async (_hub, come) => {
      const visitor = { language: given.language, width: 320, height: 800, bypassPolicy: true }
      const opened = await come({ ...visitor, page: "record" })
      await opened.getByText(given.words["evidence.none"]).waitFor()
      expect([...(await axeFindings(opened)), ...(await overflowing(opened))]).toEqual([])
    })
  })
})
