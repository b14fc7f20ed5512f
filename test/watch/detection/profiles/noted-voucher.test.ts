import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import {
  dynamoAccessProfileSamples,
  dynamoAccessProfiles,
} from "../../../../shared/watch/detection/profiles/dynamo-access-profiles.ts"
import { startAwsStub } from "../../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../../infra/cli/run-wayseal.ts"

it("notes in DynamoDB who vouches for a profile, and tells it who samples profiles", async () => {
  Object.assign(process.env, anyCredentials)
  const ofHub = { profileKey: { S: "network#of-hub" } }
  const said = { profileKey: { S: "network#of-northpost" }, vouchedBy: { S: "northpost" } }
  const aws = await startAwsStub(({ parameters }) => ({
    json: "Segment" in parameters ? { Items: parameters["Segment"] === 0 ? [ofHub, said] : [] } : { Attributes: {} },
  }))
  const of = { client: new DynamoDBClient(connectTo("ca-central-1", aws.url)), tableName: "AccessProfiles" }
  const profiles = dynamoAccessProfiles(of)
  const entry = { name: "Aaaaaaa", value: new Uint8Array([1]) }
  await profiles.record("network#of-hub", entry, 1_900_000_000)
  await profiles.record("network#of-northpost", entry, 1_900_000_000, "northpost")
  const written = aws.calls.map(({ parameters }) => String(parameters["UpdateExpression"]).includes("vouchedBy"))
  expect(written).toEqual([false, true])
  const sampled: unknown[] = []
  for await (const { profileKey, vouchedBy } of dynamoAccessProfileSamples(of).sample({ turn: 0, limit: 10 }))
    sampled.push([profileKey, vouchedBy])
  await aws.stop()
  expect(sampled).toEqual([
    ["network#of-hub", undefined],
    ["network#of-northpost", "northpost"],
  ])
})
