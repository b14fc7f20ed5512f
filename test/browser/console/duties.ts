import { expect, it } from "@jest/globals"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import type { Contract } from "../../../shared/parties/counterparty-entry.ts"
import { newStream } from "../../../shared/watch/lookups/reporting/kept-rows.ts"
import { breachParties, seen, shipParcel, walkAnomaly } from "../../desk/breach-world.ts"
import { visitingCase } from "../case-visits.ts"
import { casePath, comeAs, consoleLanguages, consolePages } from "../console-visits.ts"
import { consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { inConsole } from "../in-console.ts"
import { visit } from "../open-browser.ts"

/** The hours since the carrier's tool is unwatched, as each language names them. */
const sinceUnwatched = {
  en: /since 1 November 2026, 08:30 \(EST\)/,
  fr: /depuis le 1er novembre 2026,? (?:à )?8\sh\s30/,
}
const notShown = /Could not be seen|Ne pouvait pas être vu/
const ofCase = consolePages.filter(({ address }) => address.startsWith("/desk/cases/:case"))

inConsole("the duties in the officer's console", ({ browser, hub }) => {
  it.each([
    ["en-CA", english, "Ontario FIPPA s. 40.1: as soon as feasible after"],
    ["fr-CA", french, "LAIPVP de l’Ontario art. 40.1\u00a0: le plus tôt possible après"],
  ] as const)("say in %s alone why they are due when they are", async (language, words, sentence) => {
    const { page, leave, complaints } = await visit(browser(), { language })
    try {
      const path = `/desk/cases/${hub().alias("leafline")}/duties`
      await page.goto(`${hub().server.origin}/desk/signed-in?user=usr_avery&return=${path}`)
      const why = page.getByRole("group").filter({ hasText: words["duties.why"] })
      await why.first().waitFor()
      for (const one of await why.all()) {
        await one.getByText(words["duties.why"]).click()
        expect(await one.locator("[lang]").count()).toBe(0)
      }
      expect(await why.filter({ hasText: sentence }).count()).toBe(2)
      expect(complaints).toEqual([])
    } finally {
      await leave()
    }
  })

  it("come with the hours that nobody watched, as every page of a case and the lookups of a shipment", async () => {
    const since = "2026-11-01T13:30:00.000Z"
    const open = { interruptionId: "i-1", reason: "noCount" as const, since, retailerIds: [] }
    const { world, server, alias } = hub()
    await world.streams.begin({ ...newStream("northpost", "str_kqztbxwdmnpvrhgj", world.clock()), open })
    for (const { language, lang, words } of consoleLanguages)
      await visitingCase({ browser: browser(), hub: hub(), path: "", visitor: { language } }, async (page) => {
        const hours = page.locator(".unwatched").filter({ hasText: sinceUnwatched[lang] })
        // What stands around every page is in one language as in the other.
        for (const { address } of lang === "en" ? ofCase : ofCase.slice(0, 1)) {
          await page.goto(server.origin + address.replace(":case", alias("leafline")))
          await hours.waitFor()
          await page.getByRole("heading", { level: 1 }).waitFor()
          expect(await page.getByText(notShown).count()).toBe(0)
        }
        await page.goto(`${server.origin}/desk/lookups`)
        await page.getByLabel(words["lookups.id.retailer"]).fill("s1")
        await page.getByRole("button", { name: words["lookups.search"] }).click()
        await hours.waitFor()
      })
  })
})

const contract: Contract = {
  with: "northpost",
  clause: "s. 7 of the contract of 2023",
  tellWithinHours: 24,
  send: ["cause", "shipments"],
}

inBrowser("a duty by contract in the officer's console", (browser) => {
  it("names the other party, the clause, the term and what to send, and no law", async () => {
    const parties = breachParties.map((party) => ({ ...party, contracts: party.id === "leafline" ? [contract] : [] }))
    const hub = await consoleWorld({ parties })
    try {
      for (const { language, words } of consoleLanguages)
        await visitingCase({ browser: browser(), hub, path: "duties", visitor: { language } }, async (page) => {
          await page.getByRole("heading", { level: 1 }).waitFor()
          const card = page.getByRole("article").filter({ hasText: contract.clause })
          await card.getByText(words["due.contractTerm"]).waitFor()
          await card.getByText(words["duties.why"]).click()
          const said = (await card.textContent())?.replaceAll(/\s+/g, " ")
          for (const text of ["duties.contractWith", "duties.send"] as const)
            expect(said).toContain(words[text].split("{")[0]?.trim().replaceAll(/\s+/g, " "))
          expect(said).toContain("Northpost")
          expect(said).toContain(words["contract.fact.shipments"])
          expect(said).toContain(words["duties.presumption.contract"])
          expect(said).not.toMatch(/law|loi|légal/i)
        })
    } finally {
      await hub.server.stop()
    }
  })
})

inBrowser("a carrier that notifies several retailers, in the officer's console", (browser) => {
  it("lists them and their people, records all with one press, and opens a list at the address of one", async () => {
    const hub = await consoleWorld()
    const { world, alias } = hub
    await shipParcel(world, "maplebooks", 501)
    await world.disclosures.append(seen(501, { retailerId: "maplebooks" }))
    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-maplebooks", retailerId: "maplebooks" }))
    await world.settle()
    const letters = () => world.rowsOf("duty").filter(({ duty }) => duty.kind === "tellOtherOrganisation")
    const [{ words }] = consoleLanguages
    const path = casePath(hub, "northpost", "duties")
    const { page, leave, complaints } = await comeAs(browser(), hub, "usr_sam", { path, language: "en-CA" })
    try {
      const all = words["dutyList.all"].replace("{count}", "2")
      const listOf = (parties: string) => page.getByRole("article").filter({ hasText: parties })
      const card = listOf("Notify other organizations: 2 organizations")
      await card.getByText("Maple Books: Open").waitFor()
      // Nobody is notified yet, so the hub would take no receipt for people.
      const people = listOf("Notify the people affected: recipients of 2 organizations")
      await people.getByRole("link", { name: words["duties.toNotices"] }).first().waitFor()
      expect(await people.getByRole("button", { name: all }).count()).toBe(0)
      await card.getByRole("button", { name: all }).click()
      const form = page.getByRole("dialog")
      await form.getByLabel(words["duties.reference.tellOtherOrganisation"]).fill("L-118")
      await form.getByRole("button", { name: all }).click()
      await card.getByText("2 of 2 settled").waitFor()
      await people.getByText("0 of 2 settled").waitFor()
      await page.getByText(/Maple Books: Done .* \(L-118\)/).waitFor()
      expect(letters().map(({ duty }) => [duty.state, duty.discharged?.receipt.reference])).toEqual([
        ["discharged", "L-118"],
        ["discharged", "L-118"],
      ])
      // The address of one duty opens the list.
      const [first] = letters()
      const dutyId = dutyIdOf(alias("northpost"), first?.duty ?? { law: "", kind: "" })
      await page.goto(`${hub.server.origin}/desk/cases/${alias("northpost")}/duties#duty-${dutyId}`)
      await page.reload()
      await page.locator(`#duty-${dutyId}`).getByText("Done", { exact: true }).waitFor()
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await hub.server.stop()
    }
  })
})
