import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb"
import { expect, it } from "@jest/globals"
import * as z from "zod"
import { connectTo } from "../../../infra/cli/deployed-stage/aws-connection.ts"
import { countingThrottles } from "../../../shared/base/platform/deployed-table.ts"
import { startAwsStub } from "../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"

const metricLine = z.object({
  TableThrottled: z.number(),
  _aws: z.object({ CloudWatchMetrics: z.tuple([z.unknown()]) }),
})

/** What is counted while a table answers so to the first attempts, and then as it should. */
async function linesWhile(refusals: readonly string[]): Promise<readonly string[]> {
  Object.assign(process.env, anyCredentials, { STAGE: "prod" })
  const left = [...refusals]
  const aws = await startAwsStub(() => {
    const error = left.shift()
    return error === undefined ? { json: {} } : { error }
  })
  const lines: string[] = []
  const dynamo = new DynamoDBClient({ ...connectTo("ca-central-1", aws.url), maxAttempts: 4 })
  const client = countingThrottles(dynamo, { write: (line) => lines.push(line), now: () => 1_000 })
  await client.send(new GetItemCommand({ TableName: "Parcels", Key: { pk: { S: "1" } } })).catch(() => undefined)
  client.destroy()
  await aws.stop()
  return lines
}

it("counts what a table throttles once a second, for all functions together, although the SDK tries again", async () => {
  const [line = "", ...others] = await linesWhile(Array<string>(3).fill("ThrottlingException"))
  expect(others).toEqual([])
  const { TableThrottled, _aws } = metricLine.parse(JSON.parse(line))
  expect(TableThrottled).toBe(1)
  expect(_aws.CloudWatchMetrics[0]).toEqual({
    Namespace: "Wayseal",
    Dimensions: [["service", "stage"]],
    Metrics: [{ Name: "TableThrottled", Unit: "Count" }],
  })
  expect(JSON.parse(line)).toMatchObject({ service: "every", stage: "prod" })
})

it("counts no other refusal", async () => {
  expect(await linesWhile(["AccessDeniedException"])).toEqual([])
})
