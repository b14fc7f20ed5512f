import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import * as z from "zod"
import { deployLocally, synthesiseLocally } from "../../infra/local/emulator/deploy-locally.ts"
import { emulatorEnvironment } from "../../infra/local/emulator/emulator-environment.ts"
import { type RunningEmulator, startEmulator } from "../../infra/local/emulator/start-emulator.ts"
import { makeStops } from "../../infra/local/local-command.ts"
import { answerWith } from "../infra/cli/command-line/answer.ts"

jest.setTimeout(120_000)

const stops = makeStops()
const stages = mkdtempSync(join(tmpdir(), "stages-"))
let emulator: RunningEmulator

beforeAll(async () => {
  stops.add(async () => rmSync(stages, { recursive: true }))
  emulator = await startEmulator(() => {}, 0)
  stops.add(emulator.stop)
  const synthesis = synthesiseLocally({ stages })
  stops.add(async () => rmSync(await synthesis, { recursive: true, force: true }))
  await deployLocally(emulator.endpoint, synthesis, () => {})
}, 300_000)

afterAll(() => stops.stopAll(), 60_000)

/** What a command says of the trial, as a program reads it. */
async function wayseal(...words: readonly string[]) {
  const given = ["--stage", "trial", "--stages", stages, "--endpoint", emulator.endpoint.url, "--json"]
  const { status, stdout, stderr } = await answerWith(emulatorEnvironment(emulator.endpoint), ...words, ...given)
  return { status, said: z.looseObject({}).parse(JSON.parse(stdout || "{}")), stderr }
}

describe("a trial of who has configured nothing", () => {
  it("passes a shipment on, and alerts both parties of a walk", async () => {
    const { status, said } = await wayseal("try")
    const checks = z.array(z.looseObject({ check: z.string(), outcome: z.string() })).parse(said["findings"])
    expect(checks.map(({ check, outcome }) => [check, outcome])).toEqual([
      ["maplebooks sends a shipment to northpost", "pass"],
      ["northpost reports a delivery to maplebooks", "pass"],
      ["A walk raises an alert", "pass"],
      ["An acknowledgement reaches the other party", "pass"],
      ["The run is cleaned up", "pass"],
    ])
    expect(checks[2]?.["detail"]).toMatch(/maplebooks: 12 shipments shown .+, duties under ca-pipeda: [1-9]/)
    expect(status).toBe(0)
  })

  it("is removed, and nothing of it is deployed any more", async () => {
    const { status, said } = await wayseal("remove", "--yes")
    expect({ status, removed: said["removed"] }).toEqual({
      status: 0,
      removed: ["Wayseal-trial-Functions", "Wayseal-trial-Parties-1", "Wayseal-trial-Data"],
    })
    expect((await wayseal("remove", "--yes")).said).toMatchObject({ removed: [] })
    expect(await wayseal("status")).toMatchObject({ status: 1 })
  })
})
