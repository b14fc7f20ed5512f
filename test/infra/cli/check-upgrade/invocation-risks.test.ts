import { describe, expect, it } from "@jest/globals"
import { invocationRisks } from "../../../../infra/cli/check-upgrade/invocation-risks.ts"
import { templateSchema } from "../../../../infra/cli/check-upgrade/template-risks.ts"
import { synthesise } from "../../synthesised-exchange.ts"

const queue = { Type: "AWS::SQS::Queue" }
const arnOfQueue = { "Fn::GetAtt": ["Queue", "Arn"] }
const trigger = (EventSourceArn: unknown, more: object = {}) => ({
  Type: "AWS::Lambda::EventSourceMapping",
  Properties: { EventSourceArn, FunctionName: { Ref: "Reader" }, ...more },
})
const rule = (EventBusName: unknown) => ({
  Type: "AWS::Events::Rule",
  Properties: { EventBusName, Targets: [{ Id: "Queue", Arn: arnOfQueue }] },
})
const data = templateSchema.parse({
  Resources: { Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "wayseal-prod-ingress" } } },
  Outputs: {
    BusName: { Value: { Ref: "Bus" } },
    Looked: { Value: { "Fn::GetAtt": ["Rows", "StreamArn"] } },
    Exported: { Value: { "Fn::GetAtt": ["Rows", "StreamArn"] }, Export: { Name: "Data:Stream" } },
  },
})
const looksUp = (OutputName: string) => ({ "Fn::GetStackOutput": { StackName: "Data", OutputName } })
const imports = { "Fn::ImportValue": "Data:Stream" }
const stacks = (resources: object) =>
  new Map([
    ["Data", data],
    ["Functions", templateSchema.parse({ Resources: resources })],
  ])
const risksOf = (before: object, after: object) =>
  invocationRisks(stacks(before), stacks(after)).map(({ resource, risk }) => [resource, risk])

describe("what invokes functions", () => {
  it("is at no risk if it stays, or goes with its queue", async () => {
    const { around } = await synthesise("prod")
    const deployed = new Map([["Functions", templateSchema.parse(around)]])
    expect(invocationRisks(deployed, deployed)).toEqual([])
    expect(risksOf({ Queue: queue, Trigger: trigger(arnOfQueue), Rule: rule("a") }, {})).toEqual([])
    expect(risksOf({}, { Queue: queue, Trigger: trigger(arnOfQueue), Rule: rule("a") })).toEqual([])
  })

  it("may be another trigger or rule of the same queue", () => {
    const before = { Queue: queue, Trigger: trigger(arnOfQueue), Rule: rule("a") }
    const after = { Queue: queue, Other: trigger(arnOfQueue, { FunctionName: { Ref: "Next" } }), Next: rule("a") }
    expect(risksOf(before, after)).toEqual([])
  })

  it("names a queue that nothing would read, or fill", () => {
    expect(risksOf({ Queue: queue, Trigger: trigger(arnOfQueue) }, { Queue: queue })).toEqual([["Queue", "unread"]])
    expect(risksOf({ Queue: queue, Rule: rule("a") }, { Queue: queue })).toEqual([["Queue", "unfilled"]])
  })

  it("names a second trigger of a function for one source, which Lambda refuses", () => {
    const second = [["Other", "secondTrigger"]]
    expect(risksOf({ Trigger: trigger(looksUp("Looked")) }, { Other: trigger(imports) })).toEqual(second)
    const latest = trigger(imports, { StartingPosition: "LATEST" })
    const oldest = trigger(imports, { StartingPosition: "TRIM_HORIZON" })
    expect(risksOf({ Trigger: latest }, { Trigger: oldest })).toEqual([["Trigger", "secondTrigger"]])
  })

  it("names a rule that would move to another bus", () => {
    expect(risksOf({ Rule: rule("wayseal-prod-ingress") }, { Rule: rule("other") })).toEqual([["Rule", "otherBus"]])
  })

  it("is the same if only the way to name its source or bus changed", () => {
    expect(risksOf({ Trigger: trigger(looksUp("Looked")) }, { Trigger: trigger(imports) })).toEqual([])
    expect(risksOf({ Rule: rule(looksUp("BusName")) }, { Rule: rule("wayseal-prod-ingress") })).toEqual([])
  })
})
