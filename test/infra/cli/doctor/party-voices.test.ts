import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { openVoices } from "../../../../infra/cli/doctor/party-voices.ts"
import { makePartyKey } from "../../../../infra/stages/make-party-key.ts"
import { readStage } from "../../../../infra/stages/read-stage.ts"
import { exampleParties } from "../../example-stage.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "voices-"))
  mkdirSync(join(folder, "keys"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const voices = () =>
  openVoices({
    stage: { ...readStage("example"), partiesPath: join(folder, "parties.json") },
    parties: exampleParties,
    ...{ resources: [], outputs: () => undefined, apiUrl: "https://hub.example", isLocal: false },
    connection: connectTo("ca-central-1"),
  })
const writeKey = (text: string) => writeFileSync(join(folder, "keys/northpost.json"), text)

describe("the voices of the doctor", () => {
  it("are those of the parties whose keys are beside the parties file", async () => {
    writeKey(JSON.stringify((await makePartyKey()).privateKey))
    const { hasKeyOf, sign, close } = await voices()
    expect(["northpost", "maplebooks"].map(hasKeyOf)).toEqual([true, false])
    expect(await sign("northpost")).toMatch(/^ey/)
    close()
  })

  it("quote nothing of a key file that is no JSON", async () => {
    writeKey('{ "d": NeverPrintThis }')
    await expect(voices()).rejects.toThrow(/northpost\.json cannot be used:\n {2}it is not JSON: check quotes[^"]*$/)
    await expect(voices()).rejects.not.toThrow(/NeverP/)
  })
})
