import { describe, expect, it } from "@jest/globals"
import { inOrder, staleConsumers } from "../../../../infra/cli/check-upgrade/stale-consumers.ts"
import { templateSchema } from "../../../../infra/cli/check-upgrade/template-risks.ts"
import { synthesise } from "../../synthesised-exchange.ts"

const stream = "Wayseal-prod-Data:Stream"
const giving = (names: object) => templateSchema.parse({ Outputs: names })
const exported = (table: string) => ({
  Stream: { Value: { "Fn::GetAtt": [table, "StreamArn"] }, Export: { Name: stream } },
})
const lookedUp = (name: string) => ({ [name]: { Value: { Ref: name } } })
const taking = (...values: readonly unknown[]) =>
  templateSchema.parse({ Resources: { Reader: { Type: "AWS::Lambda::EventSourceMapping", Properties: { values } } } })
const imports = { "Fn::ImportValue": stream }
const looksUp = (OutputName: string) => ({
  "Fn::GetStackOutput": { StackName: "Wayseal-prod-Data", OutputName, Region: "ca-central-1" },
})
const stacks = (data: ReturnType<typeof giving>, functions: ReturnType<typeof taking>) =>
  new Map([
    ["Wayseal-prod-Data", data],
    ["Wayseal-prod-Functions", functions],
  ])
const advice = (...[before, after]: Parameters<typeof staleConsumers>) =>
  staleConsumers(before, after).map((each) => inOrder(each, "-c stage=prod"))

describe("a stack that takes from another what this would give up", () => {
  it("is deployed first and alone, because CloudFormation refuses to take an export away", () => {
    const before = stacks(giving({ ...exported("Cases"), ...lookedUp("Cases") }), taking(imports, looksUp("Cases")))
    expect(advice(before, stacks(giving({}), taking()))).toEqual([
      `Wayseal-prod-Functions imports what Wayseal-prod-Data would no longer give: ${stream}. CloudFormation refuses to ` +
        "update Wayseal-prod-Data before. Deploy it first, and alone:\n" +
        "  npx cdk deploy Wayseal-prod-Functions --exclusively -c stage=prod",
    ])
  })

  it("is named if the export would be of something else", () => {
    const before = stacks(giving(exported("Cases")), taking(imports))
    expect(advice(before, stacks(giving(exported("Others")), taking()))).toEqual([expect.stringContaining(stream)])
  })

  it("is deployed first too if it looks the value up", () => {
    const before = stacks(giving(lookedUp("Log")), taking(looksUp("Log")))
    expect(advice(before, stacks(giving({}), taking()))).toEqual([
      expect.stringMatching(/looks up .*: Log\. Until it is deployed too, it would use what is gone\. Deploy it first/),
    ])
  })

  it("cannot go first if it needs what is new, so that takes two deployments", () => {
    const before = stacks(giving(exported("Cases")), taking(imports))
    const after = stacks(giving(lookedUp("News")), taking(looksUp("News")))
    expect(advice(before, after)).toEqual([
      expect.stringMatching(
        /needs what is new: News\. Make two deployments of it: first what comes, then what goes\.$/,
      ),
    ])
  })

  it("is none if everything stays, or comes, or if the other stack is left as it is", () => {
    const before = stacks(giving({ ...exported("Cases"), ...lookedUp("Log") }), taking(imports, looksUp("Log")))
    expect(advice(before, before)).toEqual([])
    expect(advice(stacks(giving({}), taking()), before)).toEqual([])
    expect(advice(before, new Map([["Wayseal-prod-Functions", taking()]]))).toEqual([])
  })
})

it("a stage that leaves the desk out has its functions deployed first", async () => {
  const named = ({ data, around }: Awaited<ReturnType<typeof synthesise>>) =>
    stacks(templateSchema.parse(data), templateSchema.parse(around))
  const parts = { desk: false, console: false, proof: true, recipientPage: true, invitedParties: true, vendors: true }
  const [whole, without] = [
    named(await synthesise("prod")),
    named(await synthesise("prod", { settings: { parts, consoleUrl: undefined, mail: undefined } })),
  ]
  expect(staleConsumers(whole, without)).toEqual([
    expect.objectContaining({
      stackName: "Wayseal-prod-Functions",
      isRefused: true,
      values: [expect.stringContaining("BreachCases")],
      waitsFor: [],
    }),
  ])
  expect(staleConsumers(without, whole)).toEqual([])
})
