import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { loadDeployments } from "../../infra/function-deployments.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "functions-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, name))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text)
}

describe("the deployments of functions", () => {
  it("fail synth for a function without a deployment, and name the file to write", async () => {
    write("weigh-parcel", { "entry.ts": "" })
    await expect(loadDeployments(folder)).rejects.toThrow(
      "functions/weigh-parcel/deployment.ts is missing. It has to declare what the function consumes and may use.",
    )
  })

  it("fail synth for a deployment without an entry, and name the file to write", async () => {
    write("weigh-parcel", { "deployment.ts": "" })
    await expect(loadDeployments(folder)).rejects.toThrow(
      "functions/weigh-parcel/entry.ts is missing. It has to export the function's `handler`.",
    )
  })

  it("fail synth for a deployment that declareFunction did not check", async () => {
    write("weigh-parcel", { "entry.ts": "", "deployment.ts": 'export const deployment = { description: "weighs" }' })
    await expect(loadDeployments(folder)).rejects.toThrow(
      "functions/weigh-parcel/deployment.ts has to export `deployment`, made by declareFunction.",
    )
  })

  it("are read from every folder of functions/", async () => {
    const deployments = await loadDeployments()
    expect([...deployments.keys()]).toContain("look-up-shipment")
    for (const { description, impact } of deployments.values())
      for (const sentence of [description, impact]) expect(sentence).not.toBe("")
  })
})
