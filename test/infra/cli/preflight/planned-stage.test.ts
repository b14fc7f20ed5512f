import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { deployerActions } from "../../../../infra/cli/preflight/deployer-actions.ts"
import { namedKinds, plannedNames } from "../../../../infra/cli/preflight/judge-leftovers.ts"
import { judgeRegion } from "../../../../infra/cli/preflight/judge-region.ts"
import { plannedOfType } from "../../../../infra/cli/preflight/planned-stage.ts"
import { quotas } from "../../../../infra/cli/preflight/quotas.ts"
import { readPartiesFile } from "../../../../infra/stages/read-parties.ts"
import { readStage, type Stage } from "../../../../infra/stages/read-stage.ts"
import type { Party } from "../../../../shared/parties/party.ts"
import { inNode } from "../../../in-node.ts"

const stage = readStage("local")
const parties = readPartiesFile(stage.partiesPath, stage.settings)

/** Where plans are written for a moment, apart from those of other tests. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plans-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const plan = z.object({
  stackNames: z.array(z.string()),
  resources: z.array(
    z.object({
      stackName: z.string(),
      logicalId: z.string(),
      type: z.string(),
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
  bootstrap: z.object({ parameter: z.string(), version: z.number(), qualifier: z.string().optional() }),
})
const planStage = async (...given: [stage: Stage, parties: readonly Party[], account: string, folder: string]) =>
  plan.parse(await inNode("infra/cli/preflight/plan-stage.ts", "planStage", ...given))

describe("the plan of a stage", () => {
  it("is what a deployment would make, without what other accounts deploy", async () => {
    const [first, ...others] = parties
    if (first === undefined) throw new Error("no party")
    const planned = await planStage(stage, [{ ...first, account: "999900001111" }, ...others], "000000000000", folder)
    expect(planned.stackNames[0]).toBe("Wayseal-local-Data")
    expect(planned.stackNames).toContain("Wayseal-local-Functions")
    expect(planned.stackNames.join()).not.toContain("Connector")
    expect(planned.bootstrap).toEqual({ parameter: "/cdk-bootstrap/hnb659fds/version", version: 6 })
    expect(plannedOfType(planned, "AWS::DynamoDB::Table").length).toBeGreaterThan(5)
    const names = namedKinds.map((kind) => plannedNames(planned, kind))
    // Each kind of which names are looked for has one in the stacks.
    for (const each of names) expect(each.length).toBeGreaterThan(0)
    expect(names.flat()).toEqual(expect.arrayContaining(["wayseal-local-ingress", "alias/wayseal-local-data"]))
    for (const { needed, documented } of quotas) {
      expect(needed(planned)).toBeGreaterThan(0)
      expect(needed(planned)).toBeLessThan(documented / 2)
    }
    expect(readdirSync(folder)).toEqual([])
  })

  it("says what CloudFormation may do to make it, and nothing that a stage without subnets does not take", async () => {
    const company = readStage("company")
    const [ours, theirs] = [
      deployerActions(await planStage(stage, parties, "000000000000", folder)),
      deployerActions(await planStage(company, readPartiesFile(company.partiesPath, company.settings), "1", folder)),
    ]
    expect(ours).toEqual(expect.arrayContaining(["dynamodb:CreateTable", "iam:PassRole", "lambda:CreateFunction"]))
    expect(ours.join()).not.toMatch(/backup:|ec2:/)
    expect(theirs).toEqual(expect.arrayContaining(["backup:CreateBackupPlan", "ec2:DescribeSubnets"]))
    for (const action of theirs) expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/)
    // A managed policy takes 6144 characters.
    expect(JSON.stringify(theirs).length).toBeLessThan(6_000)
    const careful = { ...stage, settings: { ...stage.settings, canaryReleases: true } }
    expect(deployerActions(await planStage(careful, parties, "000000000000", folder))).toEqual(
      expect.arrayContaining(["codedeploy:CreateDeployment", "lambda:PublishVersion"]),
    )
    const unknown = { stackName: "", logicalId: "", type: "AWS::Batch::JobQueue", properties: {} }
    expect(() => deployerActions({ resources: [unknown] })).toThrow(/AWS::Batch::JobQueue/)
  })

  it("leaves the schema registry out of a region that has none", async () => {
    const there = { ...stage, settings: { ...stage.settings, region: "ca-west-1" } }
    const planned = await planStage(there, parties, "000000000000", folder)
    expect(judgeRegion("ca-west-1", planned)).toMatchObject([{ state: "note" }])
  })

  it("says what to do when the stage is too large", async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      parties.map((party) => ({ ...party, id: `${party.id}-${index}` })),
    ).flat()
    await expect(planStage(stage, many, "000000000000", folder)).rejects.toThrow(/a stack takes 500\. .+"group": 2/)
  })
})
