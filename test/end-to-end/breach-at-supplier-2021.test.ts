import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { exampleParties } from "../../infra/local/example-2021/example-parties.ts"
import { type ExampleOutcome, runExample2021 } from "../../infra/local/example-2021/run.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"

let local: LocalExchange
let folder: string
let outcome: ExampleOutcome

beforeAll(async () => {
  local = await startLocalExchange({ changes: exampleParties(8) })
  folder = await mkdtemp(join(tmpdir(), "wayseal-example-"))
  outcome = await runExample2021({ ...local, folder, onLine: () => {} })
}, 600_000)

afterAll(async () => {
  await local?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}, 30_000)

describe("the breach of 2021 at a supplier, on the deployed exchange", () => {
  it("ends with the case closed and all duties of nine parties settled in time", () => {
    const { shippers, caseState, dutiesOpen, late } = outcome.result
    expect({ shippers, caseState, dutiesOpen, late }).toEqual({
      shippers: 8,
      caseState: "closed",
      dutiesOpen: 0,
      late: 0,
    })
  })

  it("counts each parcel as possibly exposed, those of the correction too, but for five that the log shows", () => {
    expect(outcome.result.possibleParcels).toBe(35)
  })

  it("has one duty of the carrier to all shippers, one to their people, its report and its record", () => {
    expect(outcome.result.carrierLists).toBe(4)
  })

  it("shows a shipper the carrier and no other shipper", () => {
    expect(outcome.result.seenByShippers).toBe(1)
  })

  it("has one supplement, which says the new number", async () => {
    expect(outcome.result.supplements).toBe(1)
    const supplement = await readFile(
      join(folder, "leafline/to-send/supplement-ca-qc-private-sector-act-fr.md"),
      "utf8",
    )
    expect(supplement).toMatch(/fournisseur/)
  })

  it("keeps timelines that verify, and says in the report of the carrier that it was at a supplier", async () => {
    expect(outcome.result.timelinesVerified).toBe(true)
    const report = await readFile(join(folder, "northpost/to-send/report-ca-privacy-act-en.md"), "utf8")
    expect(report).toContain("a supplier of Northpost keeps")
    expect(report).toContain("Example EDI Ltd.")
  })
})
