import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { cdkContext } from "../../infra/cdk-context.ts"
import { partiesFileOf, stageFileOf } from "../../infra/stages/new-stage.ts"
import { readStage } from "../../infra/stages/read-stage.ts"
import { hubAccount, operators } from "./example-stage.ts"
import { setUp } from "./set-up-trial.ts"

describe("a stage that takes more than AWS does", () => {
  const folder = mkdtempSync(join(tmpdir(), "stages-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("is refused by synthesis in a sentence that says what to do, without a stack trace", () => {
    const partnerBuses = Array.from({ length: 40 }, (_, index) => ({
      bus: `aws.partner/shopify.com/${index}/wayseal`,
      party: "maplebooks",
    }))
    const { logDestination } = readStage("company").settings
    mkdirSync(join(folder, "big"))
    const files = {
      "wayseal.config.json": { ...stageFileOf(setUp), operators, logDestination, partnerBuses },
      "parties.json": partiesFileOf(setUp),
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
      expect.stringMatching(
        /^ {2}Wayseal-big-Functions would have \d+ resources; AWS takes 500\. Leave a part or a setting out of the stage's file: parts\.desk /,
      ),
    ])
    expect(status).toBe(1)
  })
})
