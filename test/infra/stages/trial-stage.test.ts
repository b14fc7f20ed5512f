import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { readPartiesFile } from "../../../infra/stages/read-parties.ts"
import { readStage, stageNames } from "../../../infra/stages/read-stage.ts"
import { trialOf } from "../../../infra/stages/trial-stage.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stages-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const place = { account: "111122223333", region: "eu-west-1" }

function addStage(name: string): void {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, "wayseal.config.json"), JSON.stringify({ region: "eu-west-1" }))
}

describe("where nothing was configured", () => {
  it("a trial is made in the account and region of the credentials, with two parties and their keys", async () => {
    expect(await trialOf(folder, place)).toBe("trial")
    const { settings, partiesPath } = readStage("trial", folder)
    expect(settings).toMatchObject({ ...place, keepData: false, alarmEmails: [], hubAccountMayPublish: true })
    const [retailer, carrier] = readPartiesFile(partiesPath, settings)
    expect(retailer).toMatchObject({ id: "maplebooks", shipperAccounts: [{ carrierId: "northpost" }] })
    for (const party of [retailer, carrier]) {
      expect(party?.channels.queueReader).toBe("arn:aws:iam::111122223333:root")
      expect(statSync(join(folder, `trial/keys/${party?.id}.json`)).mode & 0o077).toBe(0)
    }
  })

  it("the same trial is deployed again, also from another region", async () => {
    await trialOf(folder, place)
    expect(await trialOf(folder, { account: undefined, region: "ca-central-1" })).toBe("trial")
    expect(readStage("trial", folder).settings.region).toBe("eu-west-1")
  })

  it("the project's own stages do not stand in the way", async () => {
    for (const name of ["company", "example", "local"]) addStage(name)
    expect(await trialOf(folder, place)).toBe("trial")
  })

  it("a trial is refused beside a stage of the operator's, and nothing is written", async () => {
    addStage("prod")
    expect(await trialOf(folder, place)).toBeUndefined()
    expect(stageNames(folder)).toEqual(["prod"])
    await rm("prod")
    await trialOf(folder, place)
    addStage("prod")
    expect(await trialOf(folder, place)).toBeUndefined()
  })

  it.each([
    ["nobody is signed in", { account: undefined, region: "eu-west-1" }, /Sign in to AWS \(AWS_PROFILE\)/],
    ["no region is chosen", { account: "111122223333", region: undefined }, /choose a region \(AWS_REGION\)/],
    ["the region does not have what it takes", { ...place, region: "eu-west-9" }, /in eu-west-9: there is no region/],
  ])("says what to do when %s", async (_, where, sentence) => {
    await expect(trialOf(folder, where)).rejects.toThrow(sentence)
    expect(stageNames(folder)).toEqual([])
  })
})

const rm = async (name: string) => rmSync(join(folder, name), { recursive: true })
