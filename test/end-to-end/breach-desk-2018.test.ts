import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { type ExampleOutcome, exampleResult, runExample2018 } from "../../infra/local/example-2018/run.ts"
import { dossierSchema } from "../../shared/breach-desk/dossier/document.ts"
import { verifyDossier } from "../../shared/breach-desk/dossier/dossier.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

/** The example that people run, with fewer shipments: the whole of it is `npm run example:2018`. */
const shipments = 300

let local: LocalExchange
let folder: string
let outcome: ExampleOutcome

beforeAll(async () => {
  local = await startLocalExchange()
  folder = await mkdtemp(join(tmpdir(), "wayseal-example-"))
  const { exchange, sign } = local
  outcome = await runExample2018({ exchange, sign, folder, shipments, onLine: () => {} })
}, 480_000)

afterAll(async () => {
  await local?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}, 30_000)

describe("the breach of 2018 on the deployed exchange", () => {
  it("runs where every call is checked against the caller's policies", () => {
    expect(local.iamEnforced).toBe(true)
  })

  it("ends with everybody told and the case closed", () => {
    const { exposed, told, caseState } = exampleResult.parse(outcome.result)
    expect({ exposed, told, caseState }).toEqual({ exposed: shipments, told: shipments, caseState: "closed" })
  })

  it("counts as exposed what the walker saw, and no lookup of a recipient's own parcel", async () => {
    const rows = await local.exchange.rows("BreachCases")
    const exposures = rows.filter((row) => row["type"] === "exposure")
    const ledger = await local.exchange.rows("Disclosures")
    const unproven = ledger.filter((row) => row["provenForExposure"] === false)
    expect(ledger.length).toBeGreaterThan(unproven.length)
    expect(new Set(exposures.map((row) => row["recordId"]))).toEqual(new Set(unproven.map((row) => row["recordId"])))
    expect(exposures).toHaveLength(shipments)
  })

  it("has every duty of both parties done, and done in time", () => {
    const { duties } = outcome.result
    expect(duties.map(({ party, law, kind }) => `${party} ${law} ${kind}`).sort()).toEqual([
      "leafline ca-on-fippa keepRecord",
      "leafline ca-on-fippa tellIndividuals",
      "leafline ca-on-fippa tellRegulator",
      "northpost ca-privacy-act keepRecord",
      "northpost ca-privacy-act tellIndividuals",
      "northpost ca-privacy-act tellOtherOrganisation",
      "northpost ca-privacy-act tellRegulator",
    ])
    for (const { state, dueAt, dischargedAt } of duties) {
      expect(state).toBe("discharged")
      expect(Date.parse(dischargedAt ?? "")).toBeLessThan(Date.parse(dueAt ?? ""))
    }
  })

  it("says who told the people: the retailer, for the carrier that declined", () => {
    const [retailer, carrier] = outcome.sides
    const types = retailer?.timeline.entries.flatMap((entry) => ("type" in entry ? [entry.type] : [])) ?? []
    const inOrder = ["DutyRequested", "DutyDeclined", "DutyTakenOver", "IndividualsNotified", "BreachCaseClosed"]
    expect(types.filter((type) => inOrder.includes(type))).toEqual(inOrder)
    expect(carrier?.view.duties.find(({ kind }) => kind === "tellIndividuals")?.takenOverAt).toBeDefined()
  })

  it("proves itself to both parties, against the heads in their own queues and by the hub's own MAC", () => {
    expect(outcome.result.timelineVerified).toBe(true)
    for (const { evidence } of outcome.sides) {
      expect(evidence.receivedHeads).toBeGreaterThanOrEqual(3)
      expect(evidence.pure.chain.ok).toBe(true)
      expect(evidence.pure.strayHeads).toEqual([])
      expect(evidence.hub).toMatchObject({ ok: true, macHolds: true })
    }
  })

  it("tells every altered byte, a cut end and a forged MAC from the true timeline", () => {
    expect(outcome.result.tamperDetected).toBe(true)
    for (const { evidence } of outcome.sides) {
      expect(evidence.alterations.tried).toBeGreaterThan(1000)
      expect(evidence.alterations.detected).toBe(evidence.alterations.tried)
      expect(Object.values(evidence.forgeries)).toEqual([true, true, true, true])
    }
  })

  it("writes dossiers that verify by themselves, and PDFs", async () => {
    const names = outcome.result.dossier.map((path) => path.slice(folder.length + 1)).sort()
    expect(names).toEqual([
      "leafline-dossier.json",
      "leafline-dossier.pdf",
      "leafline-report.pdf",
      "northpost-dossier.json",
      "northpost-dossier.pdf",
      "northpost-report.pdf",
    ])
    for (const path of outcome.result.dossier) {
      const content = await readFile(path)
      if (path.endsWith(".pdf")) {
        expect(content.subarray(0, 5).toString("latin1")).toBe("%PDF-")
        expect(content.length).toBeGreaterThan(10_000)
      } else {
        const dossier = dossierSchema.parse(JSON.parse(content.toString("utf8")))
        expect(await verifyDossier(dossier)).toMatchObject({ ok: true, strayHeads: [] })
      }
    }
  })

  it("names the discreet retailer nowhere in what the carrier took out", async () => {
    const carriers = outcome.result.dossier.find((path) => path.endsWith("northpost-dossier.json")) ?? ""
    expect(await readFile(carriers, "utf8")).not.toMatch(/leafline/i)
    const [, carrier] = outcome.sides
    expect(carrier?.partyId).toBe("northpost")
    expect(JSON.stringify([carrier?.view, carrier?.timeline])).not.toMatch(/leafline/i)
  })

  it("tells the story in which each of these can be read", () => {
    for (const words of [
      "300 shipments of leafline",
      "opens the case on a report",
      "declines: tell the people affected; requesterShouldTell",
      "300 told in all",
      "closes the case",
      "Ontario FIPPA",
      "Privacy Act and TBS policy",
    ]) {
      expect(outcome.story).toContain(words)
    }
    expect(outcome.story).not.toContain("NO")
  })
})
