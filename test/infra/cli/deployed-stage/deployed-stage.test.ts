import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { readDeployedStage } from "../../../../shared/pages/operator/load-stage.ts"
import { isForDeadLetters, outputOf, resourcesOfType } from "../../../../shared/pages/operator/stage-resources.ts"
import { type AwsStub, type StubCall, startAwsStub } from "../aws-stub.ts"

const member = (inner: string) => `<member>${inner}</member>`
const idOf = (name: string) => `arn:aws:cloudformation:ca-central-1:111122223333:stack/${name}/1`
const stack = (name: string, status: string) =>
  member(
    `<StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>
     <StackId>${idOf(name)}</StackId>
     <Outputs>${member("<OutputKey>ApiId</OutputKey><OutputValue>abc</OutputValue>")}</Outputs>`,
  )
const resource = (
  id: string,
  physicalId: string,
  { status = "CREATE_COMPLETE", type = "AWS::SQS::Queue" }: { readonly status?: string; readonly type?: string } = {},
) =>
  member(
    `<LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId>
     <ResourceType>${type}</ResourceType><ResourceStatus>${status}</ResourceStatus>
     <LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp>`,
  )

const answers: Readonly<Record<string, (parameters: StubCall["parameters"]) => string>> = {
  DescribeStacks: ({ NextToken }) =>
    NextToken === undefined
      ? `<Stacks>${stack("Wayseal-dev-Data", "CREATE_COMPLETE")}${stack("Wayseal-dev2-Data", "CREATE_COMPLETE")}</Stacks>
         <NextToken>more</NextToken>`
      : `<Stacks>${stack("Wayseal-dev-Functions", "DELETE_COMPLETE")}${stack("Other", "CREATE_COMPLETE")}</Stacks>`,
  ListStackResources: ({ NextToken }) =>
    NextToken === undefined
      ? `<StackResourceSummaries>${resource("QueueA", "https://q/a")}${resource("Gone", "g", { status: "DELETE_COMPLETE" })}
         </StackResourceSummaries><NextToken>more</NextToken>`
      : `<StackResourceSummaries>${resource("QueueDeadLettersB", "https://q/b")}</StackResourceSummaries>`,
}

let aws: AwsStub
beforeAll(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "test"
  process.env["AWS_SECRET_ACCESS_KEY"] = "test"
  aws = await startAwsStub(({ action, parameters }) => ({ xml: answers[action]?.(parameters) ?? "" }))
})
afterAll(() => aws.stop())

describe("a deployed stage", () => {
  it("is its live stacks on every page, and none of a stage whose name begins alike", async () => {
    const stage = await readDeployedStage(connectTo("ca-central-1", aws.url), "dev")
    expect(stage.stacks.map(({ name, status }) => [name, status])).toEqual([["Wayseal-dev-Data", "CREATE_COMPLETE"]])
    expect(resourcesOfType(stage, "AWS::SQS::Queue").map(({ physicalId }) => physicalId)).toEqual([
      "https://q/a",
      "https://q/b",
    ])
    expect(resourcesOfType(stage, "AWS::SQS::Queue").map(isForDeadLetters)).toEqual([false, true])
    expect(outputOf(stage, "ApiId")).toBe("abc")
    expect(outputOf(stage, "None")).toBeUndefined()
  })

  it.each([
    ["all of a stage are asked for", undefined],
    ["some are asked for by name", ["Wayseal-dev-Functions"]],
  ])("has the stacks within its stacks once, when %s", async (_, names) => {
    const outer = "Wayseal-dev-Functions"
    const inner = "Wayseal-dev-Functions-Intake-1ABC"
    const described: Readonly<Record<string, string>> = {
      [outer]: stack(outer, "UPDATE_COMPLETE"),
      [idOf(inner)]: stack(inner, "UPDATE_COMPLETE"),
    }
    const nested = await startAwsStub(({ action, parameters: { StackName } }) => {
      if (action === "DescribeStacks") {
        const found = typeof StackName === "string" ? described[StackName] : Object.values(described).join("")
        return { xml: `<Stacks>${found ?? ""}</Stacks>` }
      }
      const within = resource("Intake", idOf(inner), { type: "AWS::CloudFormation::Stack" })
      const listed = StackName === outer ? within : resource("QueueA", "https://q/a")
      return { xml: `<StackResourceSummaries>${listed}</StackResourceSummaries>` }
    })
    try {
      const stage = await readDeployedStage(connectTo("ca-central-1", nested.url), "dev", names)
      expect(stage.stacks.map(({ name, isWithinAnother }) => [name, isWithinAnother])).toEqual([
        [outer, undefined],
        [inner, true],
      ])
      expect(resourcesOfType(stage, "AWS::SQS::Queue").map(({ stackName }) => stackName)).toEqual([inner])
    } finally {
      await nested.stop()
    }
  })

  it("has no stack when none was deployed", async () => {
    expect((await readDeployedStage(connectTo("ca-central-1", aws.url), "prod")).stacks).toEqual([])
  })
})
