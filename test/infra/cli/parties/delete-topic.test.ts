import { afterEach, beforeAll, expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { topicDeleter } from "../../../../infra/cli/parties/delete-topic.ts"
import { type AwsStub, startAwsStub } from "../aws-stub.ts"
import { anyCredentials } from "../run-wayseal.ts"

let aws: AwsStub | undefined
beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})
afterEach(async () => {
  await aws?.stop()
})

it("deletes the topic of one party, in the account and partition of the caller", async () => {
  aws = await startAwsStub(({ action }) =>
    action === "GetCallerIdentity"
      ? { xml: "<Arn>arn:aws-us-gov:sts::111122223333:assumed-role/Operators/jane</Arn>" }
      : { xml: "" },
  )
  await topicDeleter(connectTo("us-gov-west-1", aws.url), "prod")("northpost")
  const deleted = aws.calls.filter(({ service }) => service === "sns")
  expect(deleted.map(({ action, parameters }) => [action, parameters["TopicArn"]])).toEqual([
    ["DeleteTopic", "arn:aws-us-gov:sns:us-gov-west-1:111122223333:wayseal-prod-alerts-northpost"],
  ])
})
