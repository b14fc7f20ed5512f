import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { exampleParties } from "../../infra/local/example-2018/example-parties.ts"
import { type ExampleOutcome, exampleResult, runExample2018 } from "../../infra/local/example-2018/run.ts"
import { dossierSchema } from "../../shared/breach-desk/dossier/document.ts"
import { verifyDossier } from "../../shared/breach-desk/dossier/verify-dossier.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

/** `npm run example:2018 -- --telling alone` walks 4,500 shipments. */
const shipments = 300
const carrierId = "leafline--grandpost"

let local: LocalExchange
let folder: string
let outcome: ExampleOutcome

beforeAll(async () => {
  local = await startLocalExchange({ changes: exampleParties })
  folder = await mkdtemp(join(tmpdir(), "wayseal-alone-"))
  const { exchange, sign, partiesPath } = local
  const options = { exchange, sign, partiesPath, folder, shipments, telling: "alone" as const }
  outcome = await runExample2018({ ...options, onLine: () => {} })
}, 900_000)

afterAll(async () => {
  await local?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}, 30_000)

describe("the breach of 2018 with a carrier that never joins, on the deployed exchange", () => {
  it("ends with everybody notified and the case closed by the retailer alone", () => {
    const { exposed, told, caseState } = exampleResult.parse(outcome.result)
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
      "answered none of them within a day",
      "takes over the carrier’s duty",
      "300 of 300 notified",
      "closes the case",
    ])
      expect(outcome.story.replace(/\s+/g, " ")).toContain(words)
    for (const line of outcome.story.split("\n")) expect(line.length).toBeLessThanOrEqual(120)
  })
})
