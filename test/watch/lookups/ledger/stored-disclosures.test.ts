import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { dynamoDisclosures } from "../../../../shared/watch/lookups/ledger/dynamo-disclosures.ts"
import { startAwsStub } from "../../../bench/performance/stub/aws-stub.ts"
import { sumOf } from "../../../bench/performance/stub/counts.ts"
import { readCounts, resetCounts } from "../../../bench/performance/stub/stub-client.ts"
import { aDisclosure, disclosuresContract } from "./disclosures.contract.ts"

let stub: Awaited<ReturnType<typeof startAwsStub>>
let client: DynamoDBClient
let ledger: ReturnType<typeof dynamoDisclosures>
beforeAll(async () => {
  stub = await startAwsStub({ secrets: {} })
  const credentials = { accessKeyId: "stub", secretAccessKey: "stub" }
  client = new DynamoDBClient({ endpoint: stub.url, region: "us-east-1", credentials })
  ledger = dynamoDisclosures({ client, tableName: "Disclosures" })
})
afterAll(async () => {
  client.destroy()
  await stub.stop()
})

disclosuresContract("in tables", async () => ledger)

describe("a proven accessor's looks of a day", () => {
  it("are one write if they are appended together", async () => {
    const looks = Array.from({ length: 12 }, (_, look) =>
      aDisclosure("day", {
        at: `2026-11-01T${String(look + 10)}:00:00.000Z`,
        accessId: `look-${look}`,
        proof: "account",
        provenForExposure: true,
      }),
    )
    await resetCounts(stub.url)
    const outcomes = await ledger.appendAll([...looks, ...looks.slice(-1)])
    expect(outcomes).toEqual(["appended", ...looks.slice(1).map(() => "united"), "duplicate"])
    const { calls, readUnits, writeUnits } = sumOf(await readCounts(stub.url))
    expect({ calls, readUnits, writeUnits }).toEqual({ calls: 2, readUnits: 1, writeUnits: 1 })
    expect(await ledger.appendAll(looks)).not.toContain("appended")
    const [held, ...others] = await ledger.get(looks)
    expect([held?.at, held?.lastAt, others]).toEqual([looks[0]?.at, looks[11]?.at, []])
  })
})

describe("accesses without proof that are appended together", () => {
  const event = (length: number, change = {}) =>
    Array.from({ length }, (_, place) => aDisclosure(`event-${place}`, { accessId: `together-${place}`, ...change }))

  it("are written 25 a call, and not again when they come again", async () => {
    await resetCounts(stub.url)
    expect(new Set(await ledger.appendAll(event(60)))).toEqual(new Set(["appended"]))
    const callsOf = async () =>
      Object.fromEntries(Object.entries(await readCounts(stub.url)).map(([called, { calls }]) => [called, calls]))
    expect(await callsOf()).toEqual({
      "dynamodb Disclosures BatchGetItem": 1,
      "dynamodb Disclosures BatchWriteItem": 3,
    })
    await resetCounts(stub.url)
    expect(new Set(await ledger.appendAll(event(60)))).toEqual(new Set(["duplicate"]))
    expect(await callsOf()).toEqual({ "dynamodb Disclosures BatchGetItem": 1 })
  })

  it("keep every field when two of one call contradict each other, and the later one is the conflict", async () => {
    const [first] = event(1, { accessId: "twice", fields: ["phase"] })
    const [otherwise] = event(1, { accessId: "twice", fields: ["phase", "address"] })
    if (first === undefined || otherwise === undefined) throw new Error("there are two")
    expect(await ledger.appendAll([first, otherwise, first])).toEqual(["appended", "conflict", "duplicate"])
    expect(await ledger.get([first])).toMatchObject([{ fields: ["phase", "address"], firstFields: ["phase"] }])
  })
})

describe("the ledger's indexes", () => {
  it("find keys, whose items are read a hundred at a time, in their order", async () => {
    const since = "2026-11-01T10:00:00.000Z"
    const items = Array.from({ length: 250 }, (_, second) => {
      const at = new Date(Date.parse(since) + second * 1000).toISOString()
      return aDisclosure("pages", { at, accessId: `acc-${second}`, subject: `subject#pages-${second % 7}` })
    })
    await ledger.appendAll(items)
    await resetCounts(stub.url)
    const found: string[] = []
    for await (const { accessId } of ledger.ofAccessor("network#address-pages", { since })) {
      found.push(accessId)
    }
    expect(found).toEqual(items.map(({ accessId }) => accessId))
    const calls = Object.entries(await readCounts(stub.url)).map(([called, sums]) => [called, sums.calls])
    expect(Object.fromEntries(calls)).toEqual({
      "dynamodb Disclosures.byNetwork Query": 1,
      "dynamodb Disclosures BatchGetItem": 3,
    })
  })
})
