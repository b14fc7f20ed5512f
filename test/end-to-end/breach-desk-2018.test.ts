import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { type ExampleOutcome, exampleResult, runExample2018 } from "../../infra/local/example-2018/run.ts"
import { dossierSchema } from "../../shared/breach-desk/dossier/document.ts"
import { verifyDossier } from "../../shared/breach-desk/dossier/verify-dossier.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

/** `npm run example:2018` walks 4,500 shipments. */
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
  it("runs where IAM policies are checked", () => {
    expect(local.iamEnforced).toBe(true)
  })

  it("ends with everybody notified and the case closed", () => {
    const { exposed, told, caseState } = exampleResult.parse(outcome.result)
    expect({ exposed, told, caseState }).toEqual({ exposed: shipments, told: shipments, caseState: "closed" })
  })

  it("counts what the walker saw as exposed, and no recipient's lookup of their own parcel", async () => {
    const rows = await local.exchange.rows("BreachCases")
    const exposures = rows.filter((row) => row["type"] === "exposure")
    const ledger = await local.exchange.rows("Disclosures")
    const unproven = ledger.filter((row) => row["provenForExposure"] === false)
    expect(ledger.length).toBeGreaterThan(unproven.length)
    expect(new Set(exposures.map((row) => row["recordId"]))).toEqual(new Set(unproven.map((row) => row["recordId"])))
    expect(exposures).toHaveLength(shipments)
  })

  it("has all duties of both parties discharged in time", () => {
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

  it("records that the retailer notified the people, after the carrier declined", () => {
    const [retailer, carrier] = outcome.sides
    const types = retailer?.timeline.entries.flatMap((entry) => ("type" in entry ? [entry.type] : [])) ?? []
    const inOrder = ["DutyRequested", "DutyDeclined", "DutyTakenOver", "IndividualsNotified", "BreachCaseClosed"]
    expect(types.filter((type) => inOrder.includes(type))).toEqual(inOrder)
    expect(carrier?.view.duties.find(({ kind }) => kind === "tellIndividuals")?.takenOverAt).toBeDefined()
  })

  it("verifies both timelines against the heads that the parties received, and by the hub's MAC", () => {
    expect(outcome.result.timelineVerified).toBe(true)
    for (const { evidence } of outcome.sides) {
      expect(evidence.receivedHeads).toBeGreaterThanOrEqual(3)
      expect(evidence.pure.chain.ok).toBe(true)
      expect(evidence.pure.strayHeads).toEqual([])
      expect(evidence.hub).toMatchObject({ ok: true, macHolds: true })
    }
  })

  it("detects every altered byte, a cut end and a forged MAC", () => {
    expect(outcome.result.tamperDetected).toBe(true)
    for (const { evidence } of outcome.sides) {
      expect(evidence.alterations.tried).toBeGreaterThan(1000)
      expect(evidence.alterations.detected).toBe(evidence.alterations.tried)
      expect(Object.values(evidence.forgeries)).toEqual([true, true, true, true])
    }
  })

  it("writes dossiers that verify offline, PDFs, and lists of shipments", async () => {
    const names = outcome.result.dossier.map((path) => path.slice(folder.length + 1)).sort()
    expect(names).toEqual([
      "leafline-dossier.json",
      "leafline-dossier.pdf",
      "leafline-exposures.csv",
      "leafline-report.pdf",
      "northpost-dossier.json",
      "northpost-dossier.pdf",
      "northpost-exposures.csv",
      "northpost-report.pdf",
    ])
    for (const path of outcome.result.dossier) {
      const content = await readFile(path)
      if (path.endsWith(".pdf")) {
        expect(content.subarray(0, 5).toString("latin1")).toBe("%PDF-")
        expect(content.length).toBeGreaterThan(10_000)
      } else if (path.endsWith(".csv")) {
        const [columns, ...lines] = content.toString("utf8").trimEnd().split("\r\n")
        expect(columns).toMatch(/^(shipmentId|trackingNumber),/)
        expect(new Set(lines).size).toBe(300)
        expect(lines).toHaveLength(300)
      } else {
        const dossier = dossierSchema.parse(JSON.parse(content.toString("utf8")))
        expect(await verifyDossier(dossier)).toMatchObject({ ok: true, strayHeads: [] })
      }
    }
  })

  it("names the discreet retailer nowhere in the carrier's dossier, case and timeline", async () => {
    const carriers = outcome.result.dossier.find((path) => path.endsWith("northpost-dossier.json")) ?? ""
    expect(await readFile(carriers, "utf8")).not.toMatch(/leafline/i)
    const [, carrier] = outcome.sides
    expect(carrier?.partyId).toBe("northpost")
    expect(JSON.stringify([carrier?.view, carrier?.timeline])).not.toMatch(/leafline/i)
  })

  it("prints a story of what happened", () => {
    for (const words of [
      "300 shipments of leafline",
      "opens the case on a report",
      "declines the duty",
      "300 notified in all",
      "closes the case",
      "Ontario FIPPA",
      "Privacy Act and TBS policy",
    ]) {
      expect(outcome.story).toContain(words)
    }
    expect(outcome.story).not.toContain("NO")
  })
})
