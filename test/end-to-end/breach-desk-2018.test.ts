import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { exampleParties } from "../../infra/local/example-2018/example-parties.ts"
import { type ExampleOutcome, runExample2018 } from "../../infra/local/example-2018/run.ts"
import { dossierSchema } from "../../shared/desk/dossier/document.ts"
import { verifyDossier } from "../../shared/desk/dossier/verify-dossier.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

/** `npm run example:2018` walks 4,500 shipments. */
const shipments = 300

let local: LocalExchange
let folder: string
let outcome: ExampleOutcome

beforeAll(async () => {
  local = await startLocalExchange({ changes: exampleParties })
  folder = await mkdtemp(join(tmpdir(), "wayseal-example-"))
  const { exchange, sign, partiesPath } = local
  outcome = await runExample2018({ exchange, sign, partiesPath, folder, shipments, onLine: () => {} })
}, 900_000)

afterAll(async () => {
  await local?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}, 30_000)

const statement = z.object({
  test: z.string().optional(),
  met: z.string().optional(),
  correction: z.boolean().optional(),
  replaced: z.unknown().optional(),
})

/** The entries of a timeline in which the party stated facts. */
const statementsOf = (side: ExampleOutcome["sides"][number] | undefined) =>
  side?.timeline.entries.flatMap((entry) =>
    "data" in entry && entry.type === "FactsStated" ? [statement.parse(entry.data)] : [],
  ) ?? []

/** What a file in the folder of a party holds. */
const fileOf = (party: string, name: string): Promise<string> => readFile(join(folder, party, name), "utf8")

describe("the breach of 2018 on the deployed exchange", () => {
  it("runs where IAM policies are checked", () => {
    expect(local.iamEnforced).toBe(true)
  })

  it("ends with everybody notified and the case closed", () => {
    const { exposed, told, caseState } = outcome.result
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
      "leafline ca-qc-private-sector-act keepRecord",
      "leafline ca-qc-private-sector-act supplementReport",
      "leafline ca-qc-private-sector-act tellIndividuals",
      "leafline ca-qc-private-sector-act tellRegulator",
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

  it("keeps in the timeline both the wrong answer to a legal test and the corrected one, and opens the duties again", () => {
    const [, carrier] = outcome.sides
    const answers = statementsOf(carrier).filter(({ test }) => test === "materialPrivacyBreach")
    expect(answers.map(({ met, correction, replaced }) => [met, correction, replaced])).toEqual([
      ["no", undefined, undefined],
      ["yes", true, { met: "no" }],
    ])
    expect(carrier?.view.assessments).toMatchObject([{ test: "materialPrivacyBreach", met: "yes" }])
  })

  it("keeps in the timeline the wrong time that the retailer corrected", () => {
    const [retailer] = outcome.sides
    const [correction, ...others] = statementsOf(retailer).filter((one) => one.correction === true)
    expect(others).toEqual([])
    const { determinedAt } = z.object({ determinedAt: z.string() }).parse(correction?.replaced)
    expect(Date.parse(determinedAt)).toBeLessThan(Date.now() - 3_600_000)
  })

  it("marks every document that was drawn before a correction as superseded, and none that was drawn after it", () => {
    const { documents } = outcome.result
    expect(documents.filter(({ superseded }) => superseded).map(({ paths: [path] }) => path)).toEqual([
      "leafline/superseded/report-ca-on-fippa-en.pdf",
      "leafline/superseded/report-ca-qc-private-sector-act-fr.pdf",
      "northpost/superseded/register-ca-privacy-act-en.pdf",
    ])
  })

  it("shows the wrong answer in the register entry that is superseded, and the corrected one in its successor", async () => {
    const entry = (place: string) => fileOf("northpost", `${place}/register-ca-privacy-act-en.md`)
    expect(await entry("superseded")).toMatch(/\bNo\./)
    expect(await entry("to-send")).toMatch(/\bYes\./)
  })

  it("supplements the report to Québec’s commissioner with what the carrier found afterwards", async () => {
    const older = Math.round(shipments / 30)
    const supplement = await fileOf("leafline", "to-send/supplement-ca-qc-private-sector-act-fr.md")
    const figuresOf = (text: string, words: string) =>
      [...(text.split("\n").find((line) => line.includes(words)) ?? "").matchAll(/(?<!\.)\b\d{2,}\b/g)].map(Number)
    expect(figuresOf(supplement, "**Envois exposés**")).toEqual([shipments - older, shipments, older])
    expect(figuresOf(supplement, "résident au Québec")).toEqual([10])
    expect(supplement).toContain("EXAMPLE-CAI-0001")
    const report = await fileOf("leafline", "to-send/report-ca-qc-private-sector-act-fr.md")
    expect(figuresOf(report, "envois ont été exposés")).toEqual([shipments - older])
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
      "leafline/to-send/report-ca-qc-private-sector-act-fr.pdf",
      "leafline/to-send/supplement-ca-qc-private-sector-act-fr.pdf",
      "leafline/to-send/notice-ca-on-fippa-en.pdf",
      "leafline/to-send/notice-ca-qc-private-sector-act-en.pdf",
      "leafline/to-send/notice-ca-on-fippa-fr.pdf",
      "leafline/to-send/notice-ca-qc-private-sector-act-fr.pdf",
      "leafline/to-send/register-ca-on-fippa-en.pdf",
      "leafline/to-send/register-ca-qc-private-sector-act-fr.pdf",
      "northpost/to-send/report-ca-privacy-act-en.pdf",
      "northpost/to-send/notice-ca-privacy-act-en.pdf",
      "northpost/to-send/notice-ca-privacy-act-fr.pdf",
      "northpost/to-send/letter-ca-privacy-act-en.pdf",
      "northpost/to-send/register-ca-privacy-act-en.pdf",
    ])
    // Nothing is a draft.
    expect(new Set(documents.map(({ standing }) => standing))).toEqual(new Set(["Final", "Version définitive"]))
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

  it.each([
    ["shipments.csv", /^(shipmentId|trackingNumber),/],
    ["mail-merge-en.csv", /^\ufeffDelivery,First name,/],
    ["mail-merge-fr.csv", /^\ufeffLivraison,Prénom,/],
  ])("leaves the list %s with one line for each exposed shipment", async (name, begins) => {
    for (const party of ["leafline", "northpost"]) {
      const [columns, ...lines] = (await fileOf(party, name)).trimEnd().split("\r\n")
      expect(columns).toMatch(begins)
      expect(new Set(lines).size).toBe(shipments)
      expect(lines).toHaveLength(shipments)
    }
  })

  it("has an index with a link to every file", async () => {
    const index = await readFile(outcome.result.index, "utf8")
    for (const { paths } of outcome.result.documents) for (const path of paths) expect(index).toContain(`(${path})`)
    expect(index).toContain("(leafline/evidence/dossier.json)")
    expect(index).toContain("(northpost/mail-merge-fr.csv)")
  })

  it("names the discreet retailer nowhere in the carrier's dossier, case and timeline", async () => {
    const carriers = outcome.result.documents.filter(({ party }) => party === "northpost").flatMap(({ paths }) => paths)
    const texts = carriers.filter((path) => path.endsWith(".md"))
    expect(texts).toHaveLength(6)
    for (const path of texts) expect(await readFile(join(folder, path), "utf8")).not.toMatch(/leafline/i)
    expect(await fileOf("northpost", "evidence/dossier.json")).not.toMatch(/leafline/i)
    const [, carrier] = outcome.sides
    expect(carrier?.party.id).toBe("northpost")
    expect(JSON.stringify([carrier?.view, carrier?.timeline])).not.toMatch(/leafline/i)
  })

  it("prints a story of what happened", () => {
    for (const words of [
      "300 shipments of Leafline",
      "opens the case and alerts both parties",
      "corrects its no to yes",
      "yes, corrected",
      "in control",
      "opens a duty of Leafline",
      "300 of 300 recorded as notified",
      "closes the case",
      "Ontario FIPPA",
      "Privacy Act and TBS policy",
      "superseded",
    ]) {
      expect(outcome.story).toContain(words)
    }
    expect(outcome.story).not.toMatch(/\bNO\b/)
    for (const line of outcome.story.split("\n")) expect(line.length).toBeLessThanOrEqual(120)
  })
})
