import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
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

/** What a file in the folder of a party holds. */
const fileOf = (party: string, name: string): Promise<string> => readFile(join(folder, party, name), "utf8")

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

  it("leaves each document to send in three formats, in the folder of its party", async () => {
    const { documents } = outcome.result
    expect(documents.filter(({ superseded }) => !superseded).map(({ paths: [path] }) => path)).toEqual([
      "leafline/to-send/report-ca-on-fippa-en.pdf",
      "leafline/to-send/notice-ca-on-fippa-en.pdf",
      "leafline/to-send/register-ca-on-fippa-en.pdf",
      "leafline/to-send/notice-ca-on-fippa-fr.pdf",
      "northpost/to-send/report-ca-privacy-act-en.pdf",
      "northpost/to-send/notice-ca-privacy-act-en.pdf",
      "northpost/to-send/letter-ca-privacy-act-en.pdf",
      "northpost/to-send/register-ca-privacy-act-en.pdf",
      "northpost/to-send/notice-ca-privacy-act-fr.pdf",
    ])
    for (const { paths } of documents) {
      const [pdf, docx, markdown] = await Promise.all(paths.map((path) => readFile(join(folder, path))))
      expect(pdf?.subarray(0, 5).toString("latin1")).toBe("%PDF-")
      expect(docx?.subarray(0, 2).toString("latin1")).toBe("PK")
      expect(markdown?.toString("utf8")).toMatch(/^# .+|^[^#]+\n\n# .+/)
    }
  })

  it("keeps the evidence apart, with a dossier that verifies offline", async () => {
    for (const party of ["leafline", "northpost"]) {
      expect((await readdir(join(folder, party, "evidence"))).sort()).toEqual([
        "dossier.json",
        "evidence.docx",
        "evidence.md",
        "evidence.pdf",
        "summary.docx",
        "summary.md",
        "summary.pdf",
      ])
      const dossier = dossierSchema.parse(JSON.parse(await fileOf(party, "evidence/dossier.json")))
      expect(await verifyDossier(dossier)).toMatchObject({ ok: true, strayHeads: [] })
    }
  })

  it("leaves a list for a mail merge with one line for each exposed shipment", async () => {
    for (const party of ["leafline", "northpost"]) {
      const [columns, ...lines] = (await fileOf(party, "mail-merge.csv")).trimEnd().split("\r\n")
      expect(columns).toMatch(/^(shipmentId|trackingNumber),/)
      expect(new Set(lines).size).toBe(shipments)
      expect(lines).toHaveLength(shipments)
    }
  })

  it("has an index with a link to every file", async () => {
    const index = await readFile(outcome.result.index, "utf8")
    for (const { paths } of outcome.result.documents) for (const path of paths) expect(index).toContain(`(${path})`)
    expect(index).toContain("(leafline/evidence/dossier.json)")
    expect(index).toContain("(northpost/mail-merge.csv)")
  })

  it("names the discreet retailer nowhere in the carrier's dossier, case and timeline", async () => {
    expect(await fileOf("northpost", "evidence/dossier.json")).not.toMatch(/leafline/i)
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
