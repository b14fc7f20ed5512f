import { beforeAll, describe, expect, it } from "@jest/globals"
import { connectTo } from "../../infra/cli/deployed-stage/aws-connection.ts"
import { runHubBreach } from "../../infra/cli/hub-breach/run-hub-breach.ts"
import { runPreflight } from "../../infra/cli/preflight/run-preflight.ts"
import { runSettings } from "../../infra/cli/settings/run-settings.ts"
import { runStatus } from "../../infra/cli/status/run-status.ts"
import { emulatorCredentials } from "../../infra/local/emulator/emulator-environment.ts"
import type { PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import { readPartiesFile } from "../../infra/stages/read-parties.ts"
import { readStage, stagesFolder } from "../../infra/stages/read-stage.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** What operators ask of a deployed stage, after a party has changed its settings and a case was opened. */
export function operatorCommandsSuite(local: () => LocalExchange): void {
  describe("the commands of operators", () => {
    const place = () => connectTo("ca-central-1", local().exchange.endpoint.url)

    beforeAll(() => {
      process.env["AWS_ACCESS_KEY_ID"] = emulatorCredentials.accessKeyId
      process.env["AWS_SECRET_ACCESS_KEY"] = emulatorCredentials.secretAccessKey
    })

    it("show the deployed stage, with the counts of its cases", async () => {
      const stage = readStage("local")
      const parties = readPartiesFile(stage.partiesPath, stage.settings)
      const found = await runStatus({ stage: "local", parties, connection: place(), onStep: () => {} })
      expect(found.filter(({ state }) => state === "unknown" || state === "notShown")).toEqual([])
      const states = Object.fromEntries(found.map(({ check, state }) => [check, state]))
      expect(states).toMatchObject({ stacks: "ok", buses: "ok", "dead letters": "ok", "triggers and rules": "ok" })
      const desk = found.find(({ check }) => check === "breach desk")
      expect(desk?.text).toMatch(/^[1-9]\d* open cases?, [1-9]\d* open dut/)
    })

    it("let a party's setting follow the parties file again", async () => {
      const { url: endpoint } = local().exchange.endpoint
      const options = { stage: "local", stages: stagesFolder, endpoint, followFile: "escalationEmails" }
      const { data } = await runSettings({ options, args: ["northpost"], onStep: () => {} })
      expect(data).toMatchObject({
        version: 2,
        changed: [],
        history: [{ by: { party: "hub" } }, { by: { party: "northpost" } }],
      })
    })

    it("find nothing in the way of deploying it again", async () => {
      const stage = readStage("local")
      const parties = readPartiesFile(stage.partiesPath, stage.settings)
      const found = await runPreflight({ stage, parties, connection: place(), onStep: () => {} })
      expect(found.filter(({ state }) => state === "toDo")).toEqual([])
      expect(found).toContainEqual(
        expect.objectContaining({ check: "stacks", text: expect.stringMatching(/^deployed/) }),
      )
      expect(found).toContainEqual(expect.objectContaining({ check: "bootstrap", state: "ok" }))
    })

    it("open a case for each party after a breach at the exchange itself", async () => {
      const { url: endpoint } = local().exchange.endpoint
      const said = {
        from: "2026-11-01T22:00:00Z",
        until: "unknown",
        fields: ["unknown"],
        what: "A copy.",
        call: "Desk",
      }
      const options = { stage: "local", stages: stagesFolder, endpoint, id: "stolen-backup-2026-11", ...said }
      const run = (yes: { yes?: true }) => runHubBreach({ options: { ...options, ...yes }, args: [], onStep: () => {} })
      const { data: shown } = await run({})
      expect(shown).toMatchObject({ missing: expect.arrayContaining(["leafline", "northpost"]), sent: false })
      expect(await run({ yes: true })).toMatchObject({ data: { missing: [], sent: true }, status: 0 })
      const isAtHub = ({ data }: PartyMessage) => data["atHub"] === true
      for (const partyId of ["leafline", "northpost"])
        expect((await local().received(partyId, "BreachCaseOpened", isAtHub)).data).toMatchObject({
          counts: { shipments: 0, atLeast: true },
          fieldsNotExposed: [],
        })
    })
  })
}
