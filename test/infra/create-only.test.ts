import { describe, expect, it } from "@jest/globals"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

/** Properties that a resource keeps for life, by the schemas of CloudFormation (`createOnlyProperties`) of 2026. */
const createOnly: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApiGatewayV2::Integration": ["ApiId"],
  "AWS::ApiGatewayV2::Route": ["ApiId"],
  "AWS::ApiGatewayV2::Stage": ["ApiId", "StageName"],
  "AWS::Backup::BackupSelection": ["BackupPlanId", "BackupSelection"],
  "AWS::Events::EventBusPolicy": ["EventBusName", "StatementId"],
  "AWS::Events::Rule": ["EventBusName", "Name"],
  "AWS::Lambda::EventInvokeConfig": ["FunctionName", "Qualifier"],
  "AWS::Lambda::EventSourceMapping": ["EventSourceArn", "StartingPosition"],
  "AWS::Lambda::Permission": ["Action", "FunctionName", "Principal", "SourceArn"],
  "AWS::Logs::LogGroup": ["LogGroupName"],
  "AWS::Logs::SubscriptionFilter": ["FilterName", "LogGroupName"],
  "AWS::Route53::RecordSet": ["HostedZoneId", "Name"],
  "AWS::Scheduler::Schedule": ["Name"],
  "AWS::SNS::Subscription": ["Endpoint", "Protocol", "TopicArn"],
  "AWS::SNS::Topic": ["TopicName"],
  "AWS::SQS::Queue": ["QueueName"],
}

const looksUp = (value: unknown): boolean => JSON.stringify(value ?? null).includes("Fn::GetStackOutput")

const { hub } = await synthesise("prod", { settings: { mail: undefined } })

// CloudFormation looks such a value up while it updates. Until then it plans a replacement, although nothing changes
// (https://github.com/aws/aws-cdk/issues/38829).
describe.each(Object.entries(createOnly))("a resource of type %s", (type, names) => {
  it("has nothing for life that is looked up in another stack", () => {
    for (const { id, Properties } of resourcesOf(type, ...hub))
      for (const name of names) expect([id, name, looksUp(Properties[name])]).toEqual([id, name, false])
  })
})

it("the streams that functions read are exported", () => {
  const imported = resourcesOf("AWS::Lambda::EventSourceMapping", ...hub).filter(({ Properties }) =>
    JSON.stringify(Properties["EventSourceArn"]).includes("Fn::ImportValue"),
  )
  expect(imported.length).toBeGreaterThan(7)
  for (const { Properties } of imported) expect(Properties["StartingPosition"]).toBe("TRIM_HORIZON")
})
