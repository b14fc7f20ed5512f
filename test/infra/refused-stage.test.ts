import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { cdkContext } from "../../infra/cdk-context.ts"
import { partiesFileOf, stageFileOf } from "../../infra/stages/new-stage.ts"
import { hubAccount } from "./example-stage.ts"
import { setUp } from "./set-up-trial.ts"

describe("a stage that takes more than AWS does", () => {
  const folder = mkdtempSync(join(tmpdir(), "stages-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("is refused by synthesis in a sentence that says what to do, without a stack trace", () => {
    const file = z.looseObject({ parties: z.array(z.unknown()) }).parse(partiesFileOf(setUp))
    const carriers = Array.from({ length: 100 }, (_, index) => ({
      id: `carrier-${index}`,
      kind: "carrier",
      alias: `Carrier ${index}`,
      account: String(200_000_000_000 + index),
      channels: { emails: [] },
      ...{ laws: ["ca-pipeda"], jurisdiction: { country: "CA", timeZone: "America/Toronto" } },
    }))
    mkdirSync(join(folder, "big"))
    const files = {
      "wayseal.config.json": stageFileOf(setUp),
      "parties.json": { ...file, parties: [...file.parties, ...carriers] },
    }
    for (const [name, file] of Object.entries(files)) writeFileSync(join(folder, "big", name), JSON.stringify(file))
    const { status, stderr } = spawnSync(process.execPath, ["infra/main.ts"], {
      encoding: "utf8",
      env: {
        ...process.env,
        CDK_OUTDIR: join(folder, "assembly"),
        CDK_DEFAULT_ACCOUNT: hubAccount,
        CDK_CONTEXT_JSON: JSON.stringify({ ...cdkContext(), stage: "big", stages: folder }),
      },
    })
    expect(stderr).not.toMatch(/^ +at /m)
    // What the CDK found comes before.
    expect(stderr.trim().split("\n").slice(-2)).toEqual([
      "This cannot be deployed:",
      expect.stringMatching(/^ {2}Group 1 of the parties would have \d+ resources, and a stack takes 500\. Give the /),
    ])
    expect(status).toBe(1)
  })
})
