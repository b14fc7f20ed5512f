import { createServer } from "node:http"
import { afterAll, beforeAll, expect, it } from "@jest/globals"
import { deployedSetAside } from "../../../shared/base/platform/deployed-set-aside.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"

/** The objects of a bucket that refuses to replace one when it is asked to. */
const objects = new Map<string, string>()
const bucket = createServer((request, response) => {
  const key = request.url?.replace(/\?.*/, "") ?? ""
  const chunks: Uint8Array[] = []
  request.on("data", (chunk: Uint8Array) => chunks.push(chunk))
  request.on("end", () => {
    const isRefused = request.headers["if-none-match"] === "*" && objects.has(key)
    if (request.method === "DELETE") objects.delete(key)
    else if (!isRefused) objects.set(key, Buffer.concat(chunks).toString())
    response.writeHead(isRefused ? 412 : 200)
    response.end(isRefused ? "<Error><Code>PreconditionFailed</Code></Error>" : undefined)
  })
})
beforeAll(async () => {
  await new Promise<void>((resolve) => bucket.listen(0, "127.0.0.1", resolve))
  const address = bucket.address()
  const port = typeof address === "object" ? address?.port : undefined
  const endpoint = { AWS_REGION: "ca-central-1", AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
  Object.assign(process.env, anyCredentials, endpoint, { FAILURES_BUCKET: "failures" })
})
afterAll(() => void bucket.close())

const change = {
  functionArn: "arn:aws:lambda:ca-central-1:123456789012:function:Relay",
  sequenceNumber: "100",
  changedAt: "2026-11-01T13:59:00.000Z",
  record: { dynamodb: { SequenceNumber: "100" } },
}

it("notes attempts in the failures bucket, counts those that did not end up to three, and keeps a change", async () => {
  const { begin, end, keep } = deployedSetAside()
  expect(await begin(change)).toBe(0)
  await end(change, 0)
  expect([...objects.keys()]).toEqual([])
  const unended = []
  for (let attempt = 0; attempt < 5; attempt++) unended.push(await begin(change))
  expect(unended).toEqual([0, 1, 2, 3, 3])
  expect(await begin({ ...change, sequenceNumber: "101" })).toBe(0)
  await keep(change)
  await keep(change)
  expect([...objects.keys()]).toEqual([
    ...[0, 1, 2].map((attempt) => `/failures/begun/Relay/100/${attempt}`),
    "/failures/begun/Relay/101/0",
    "/failures/set-aside/Relay/100.json",
  ])
  expect(objects.get("/failures/set-aside/Relay/100.json")).toContain("SetAsideByFunction")
})
