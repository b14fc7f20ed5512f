import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { expect, it } from "@jest/globals"
import { connectTo } from "../../../infra/cli/deployed-stage/aws-connection.ts"
import { countAnswered } from "../../../shared/pages/operator/load-answered.ts"
import { startAwsStub } from "../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"

it("counts the parties that wait over all pages, and reads none of them", async () => {
  Object.assign(process.env, anyCredentials)
  const aws = await startAwsStub(({ parameters }) => ({
    json: "ExclusiveStartKey" in parameters ? { Count: 1 } : { Count: 2, LastEvaluatedKey: { pk: { S: "parties" } } },
  }))
  try {
    const client = new DynamoDBClient(connectTo("ca-central-1", aws.url))
    expect(await countAnswered(client, "InvitedParties")).toBe(3)
    expect(aws.calls.map(({ parameters }) => parameters["Select"])).toEqual(["COUNT", "COUNT"])
  } finally {
    await aws.stop()
  }
})
