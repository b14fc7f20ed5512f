import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { protectStage, withProtection } from "../../../../infra/cli/doctor/protect-stage.ts"
import { committedStages, readStage, type Stage } from "../../../../infra/stages/read-stage.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stages-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const before =
  '{\n  "region": "eu-west-1",\n  "keepData": true,\n  "tags": { "a": "b" },\n  "alarmEmails": ["a@hub.example"]\n}\n'

/** The stage of a file with this text. */
function stageOf(text: string, name = "prod"): Stage {
  const path = join(folder, "wayseal.config.json")
  writeFileSync(path, text)
  return { ...readStage("example"), name, path, settings: { ...readStage("example").settings, ...JSON.parse(text) } }
}
const written = () => readFileSync(join(folder, "wayseal.config.json"), "utf8")

describe("a stage that keeps its data and works for the first time", () => {
  it("gets its protection in its file, which otherwise stays as it was", () => {
    const protection = protectStage(stageOf(before), { mayWrite: true })
    expect(protection).toMatchObject({
      written: true,
      text: expect.stringContaining("npx cdk deploy --all -c stage=prod"),
    })
    expect(written()).toBe(before.replace('"]\n}', '"],\n  "terminationProtection": true\n}'))
  })

  it("has the field of its file changed in its place", () => {
    const text = before.replace('"keepData": true', '"terminationProtection":   false, "keepData": true')
    protectStage(stageOf(text), { mayWrite: true })
    expect(written()).toBe(text.replace("false", "true"))
  })

  it("is left as it is on request, and a person is told what to write", () => {
    expect(protectStage(stageOf(before), { mayWrite: false })).toMatchObject({
      written: false,
      text: expect.stringMatching(/Set "terminationProtection" to true/),
    })
    expect(written()).toBe(before)
  })

  it("whose file is gone is told to a person", () => {
    const stage = { ...stageOf(before), path: join(folder, "elsewhere/wayseal.config.json") }
    expect(protectStage(stage, { mayWrite: true })).toMatchObject({
      written: false,
      text: expect.stringContaining("cannot be written"),
    })
  })
})

describe("nothing is written", () => {
  it.each([
    ["of a trial", before.replace('"keepData": true', '"keepData": false'), "prod"],
    [
      "that is protected",
      before.replace('"keepData": true', '"keepData": true, "terminationProtection": true'),
      "prod",
    ],
    ...committedStages.map((name) => [`called ${name}, which belongs to the project`, before, name]),
  ])("into the file of a stage %s", (_, text, name) => {
    expect(protectStage(stageOf(text, name), { mayWrite: true })).toBeUndefined()
    expect(written()).toBe(text)
  })
})

it.each([
  ["tabs", '{\n\t"region": "x"\n}', '{\n\t"region": "x",\n\t"terminationProtection": true\n}'],
  ["four spaces", '{\n    "region": "x"\n}', '{\n    "region": "x",\n    "terminationProtection": true\n}'],
  ["other ends of lines", '{\r\n  "region": "x"\r\n}', '{\r\n  "region": "x",\r\n  "terminationProtection": true\r\n}'],
  ["single line", '{ "region": "x" }', '{ "region": "x", "terminationProtection": true }'],
])("the protection is written with the %s of the file", (_, text, expected) => {
  expect(withProtection(text)).toBe(expected)
})
