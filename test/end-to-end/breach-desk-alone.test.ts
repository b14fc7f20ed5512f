import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { exampleParties } from "../../infra/local/example-2018/example-parties.ts"
import { type ExampleOutcome, runExample2018 } from "../../infra/local/example-2018/run.ts"
import { keepMails } from "../../infra/local/keep-mails.ts"
import { localStage } from "../../infra/stages/stage-config.ts"
import { dossierSchema } from "../../shared/desk/dossier/document.ts"
import { verifyDossier } from "../../shared/desk/dossier/verify-dossier.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

/** `npm run example:2018 -- --telling alone` walks 4,500 shipments. */
const shipments = 300
const carrierId = "leafline--grandpost"

let local: LocalExchange
let folder: string
let mailsFolder: string
let stopKeeping = async () => {}
let outcome: ExampleOutcome

beforeAll(async () => {
  local = await startLocalExchange({ changes: exampleParties })
  folder = await mkdtemp(join(tmpdir(), "wayseal-alone-"))
  mailsFolder = await mkdtemp(join(tmpdir(), "wayseal-letters-"))
  const { exchange, sign, partiesPath } = local
  stopKeeping = await keepMails({ exchange, stage: localStage, folder: mailsFolder, say: () => {} })
  const options = { exchange, sign, partiesPath, folder, shipments, telling: "alone" as const }
  outcome = await runExample2018({ ...options, onLine: () => {} })
}, 900_000)

afterAll(async () => {
  await stopKeeping()
  await local?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  if (mailsFolder !== undefined) await rm(mailsFolder, { recursive: true, force: true })
}, 30_000)

/** The tokens of the letters that were mailed to the carrier, oldest first. */
async function tokensOfLetters(): Promise<string[]> {
  const names = (await readdir(mailsFolder)).filter((name) => name.endsWith("-counterparty.txt")).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(mailsFolder, name), "utf8")))
  return texts.map((text) => /\/letter\?lang=en#([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? "")
}

describe("the breach of 2018 with a carrier that never joins, on the deployed exchange", () => {
  it("ends with everybody notified and the case closed by the retailer alone", () => {
    const { exposed, told, caseState } = outcome.result
    expect({ exposed, told, caseState }).toEqual({ exposed: shipments, told: shipments, caseState: "closed" })
    expect(outcome.sides.map(({ party }) => party.id)).toEqual(["leafline"])
  })

  it("has all duties of the retailer discharged in time, and those of the carrier unanswered but the one taken over", () => {
    for (const { party, state, dueAt, dischargedAt } of outcome.result.duties) {
      expect([party, state]).toEqual(["leafline", "discharged"])
      expect(Date.parse(dischargedAt ?? "")).toBeLessThan(Date.parse(dueAt ?? ""))
    }
    const [retailer] = outcome.sides
    const theirs = retailer?.view.others.flatMap(({ duties }) => duties.map(({ kind, state }) => `${kind} ${state}`))
    expect(theirs?.sort()).toEqual([
      "keepRecord unanswered",
      "tellIndividuals discharged",
      "tellOtherOrganisation unanswered",
      "tellRegulator unanswered",
    ])
  })

  it("keeps in the retailer's timeline that the carrier was asked, did not answer, and was stood in for", () => {
    const [retailer] = outcome.sides
    const types = retailer?.timeline.entries.flatMap((entry) => ("type" in entry ? [entry.type] : [])) ?? []
    const count = (type: string) => types.filter((one) => one === type).length
    expect([count("DutyRequested"), count("DutyUnanswered"), count("DutyTakenOver")]).toEqual([4, 4, 1])
    // One letter when the case opened, and one for each duty.
    expect([count("LetterSent"), count("LetterOpened")]).toEqual([5, 0])
  })

  it("counted possible exposures first, and those of the finder's list in their place", async () => {
    const rows = await local.exchange.rows("BreachCases")
    const exposures = rows.filter((row) => row["type"] === "exposure")
    expect(exposures.filter((row) => row["possible"] === true)).toHaveLength(shipments)
    expect(exposures.filter((row) => row["possible"] !== true)).toHaveLength(shipments)
    expect(rows.filter((row) => row["type"] === "affected" && row["possible"] === true)).toEqual([])
    expect(rows.filter((row) => row["type"] === "search")).toEqual([])
  })

  it("sent nothing to the carrier's channels, since it has none", async () => {
    const rows = await local.exchange.rows("BreachCases")
    expect(rows.filter((row) => row["type"] === "party").map((row) => row["partyId"])).toContain(carrierId)
    expect(local.exchange.gateQueues.filter(({ name }) => name.includes("grandpost"))).toEqual([])
  })

  it("sent the carrier a letter for the case and for each request, and noted each in the retailer's timeline", async () => {
    const [retailer] = outcome.sides
    const types = retailer?.timeline.entries.flatMap((entry) => ("type" in entry ? [entry.type] : [])) ?? []
    expect(types.filter((type) => type === "LetterSent")).toHaveLength(5)
    expect((await tokensOfLetters()).filter((token) => token.length === 43)).toHaveLength(5)
  })

  it("takes a file as an answer, without an account, after the case has closed, and shows it to the retailer", async () => {
    const { exchange, sign } = local
    const [token = ""] = await tokensOfLetters()
    const page = await fetch(`${exchange.apiUrl}/letter`)
    expect([page.status, (await page.text()).includes("Grand Post")]).toEqual([200, false])
    const opened = await fetch(`${exchange.apiUrl}/letter`, { method: "POST", body: new URLSearchParams({ token }) })
    expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining("tell us what was seen")])
    const form = new FormData()
    for (const [name, value] of Object.entries({ token, answer: "inform" })) form.set(name, value)
    form.set("file", new Blob(["at,reference"]), "log.csv")
    const answered = await fetch(`${exchange.apiUrl}/letter/answers`, { method: "POST", body: form })
    expect([answered.status, await answered.text()]).toEqual([200, expect.stringContaining("Your answer is recorded")])
    const again = await fetch(`${exchange.apiUrl}/letter`, { method: "POST", body: new URLSearchParams({ token }) })
    expect(again.status).toBe(404)
    const [retailer] = outcome.sides
    const evidence = await fetch(`${exchange.apiUrl}/v1/cases/${retailer?.view.caseAlias}/evidence`, {
      headers: { authorization: `Bearer ${await sign("leafline")}` },
    })
    expect(await evidence.json()).toMatchObject({ evidence: [{ name: "log.csv", bytes: 12, state: "stored" }] })
  })

  it("verifies the retailer's timeline, and detects every alteration", () => {
    expect(outcome.result).toMatchObject({ timelineVerified: true, tamperDetected: true })
  })

  it("leaves the documents of the retailer, none a draft, with a dossier that verifies offline", async () => {
    const { documents } = outcome.result
    expect(documents.map(({ party, document }) => `${party} ${document}`).sort()).toEqual([
      "leafline notice-ca-on-fippa-en",
      "leafline notice-ca-on-fippa-fr",
      "leafline notice-ca-qc-private-sector-act-en",
      "leafline notice-ca-qc-private-sector-act-fr",
      "leafline register-ca-on-fippa",
      "leafline register-ca-qc-private-sector-act",
      "leafline report-ca-on-fippa",
      "leafline report-ca-qc-private-sector-act",
    ])
    expect(new Set(documents.map(({ standing }) => standing))).toEqual(new Set(["Final", "Version définitive"]))
    expect((await readdir(folder)).sort()).toEqual(["index.md", "leafline"])
    const dossier = JSON.parse(await readFile(join(folder, "leafline/evidence/dossier.json"), "utf8"))
    expect(await verifyDossier(dossierSchema.parse(dossier))).toMatchObject({ ok: true, strayHeads: [] })
  })

  it("prints a story of what happened", () => {
    for (const words of [
      "names its carrier, Grand Post",
      "300 shipments possibly exposed",
      "300 shipments exposed",
      "writes 5 letters to Grand Post, which opens none",
      "answered none of them within a day",
      "takes over the carrier’s duty",
      "300 of 300 recorded as notified",
      "closes the case",
    ])
      expect(outcome.story.replace(/[│\s]+/g, " ")).toContain(words)
    for (const line of outcome.story.split("\n")) expect(line.length).toBeLessThanOrEqual(120)
  })
})
