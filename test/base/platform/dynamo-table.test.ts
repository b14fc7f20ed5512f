import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { dynamoClient, dynamoClientOfOneAttempt } from "../../../shared/base/platform/dynamo-table.ts"
import { dynamoRetailerVolumes } from "../../../shared/watch/detection/retailers/dynamo-retailer-volumes.ts"
import { exhaustively } from "../../exhaustively.ts"

/** A server that does not answer the first request, and refuses the second. */
let silent: Server
let requests = 0
const before = process.env
beforeAll(async () => {
  silent = createServer((_request, response) => {
    requests += 1
    if (requests === 2) response.writeHead(400).end("{}")
  }).listen(0, "127.0.0.1")
  await once(silent, "listening")
  const address = silent.address()
  if (address === null || typeof address === "string") throw new Error("the server listens")
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
    AWS_REGION: "ca-central-1",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
  }
})
afterAll(() => {
  process.env = before
  silent.closeAllConnections()
  silent.close()
})

async function addWith(client: DynamoDBClient): Promise<void> {
  const volumes = dynamoRetailerVolumes({ client, tableName: "volumes" })
  const key = { retailerId: "leafline", tool: "guarded" }
  try {
    await volumes.add(key, new Date(0), { contacts: 1, strangers: 1 })
  } finally {
    client.destroy()
  }
}

describe("a client of a table that does not answer", () => {
  it("makes one short attempt for optional counters", async () => {
    requests = 0
    const startedAt = performance.now()
    await expect(addWith(dynamoClientOfOneAttempt())).rejects.toMatchObject({ name: "TimeoutError" })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(requests).toBe(1)
  })

  exhaustively("tries again after four seconds for all other writes", async () => {
    requests = 0
    await expect(addWith(dynamoClient())).rejects.not.toMatchObject({ name: "TimeoutError" })
    expect(requests).toBe(2)
  })
})
