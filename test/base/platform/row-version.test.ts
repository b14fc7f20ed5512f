import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { writeBatches } from "../../../shared/base/platform/dynamo-batches.ts"
import { dynamoTable } from "../../../shared/base/platform/dynamo-table.ts"
import { newestRowVersion, RowTooNew } from "../../../shared/base/platform/row-version.ts"
import { streamPipeline } from "../../../shared/base/platform/stream-pipeline.ts"
import { dynamoAccessProfiles } from "../../../shared/watch/detection/profiles/dynamo-access-profiles.ts"
import { streamSurroundings } from "../../doubles/stream-surroundings.ts"
import { memoryDynamo } from "../../dynamo/memory-dynamo.ts"
import { recordedTelemetry } from "../../parties/test-parties.ts"

const schema = z.object({ id: z.string() })
const itemOf = (version: number | undefined) => ({
  id: { S: "r1" },
  profileKey: { S: "r1" },
  ...(version === undefined ? {} : { v: { N: String(version) } }),
})

/** A table with one row of a version. */
async function tableWith(version: number | undefined) {
  const { client } = memoryDynamo({ tables: { rows: { key: ["id"] }, profiles: { key: ["profileKey"] } } })
  for (const tableName of ["rows", "profiles"]) await writeBatches(client, tableName, [itemOf(version)])
  const table = dynamoTable({ client, tableName: "rows", schema })
  return { table, profiles: dynamoAccessProfiles({ client, tableName: "profiles" }) }
}

/** A consumer of the table's stream that receives a row of a version. */
async function receiveFromStream(version: number | undefined) {
  const telemetry = recordedTelemetry()
  const surroundings = streamSurroundings()
  const handler = streamPipeline({ rowSchema: schema, telemetry, surroundings, handle: async () => "handled" })
  const dynamodb = { SequenceNumber: "7", NewImage: itemOf(version) }
  return { telemetry, kept: surroundings.kept, answer: await handler({ Records: [{ eventName: "INSERT", dynamodb }] }) }
}

describe.each([undefined, newestRowVersion])("a row of version %s", (version) => {
  it("is read", async () => {
    const { table, profiles } = await tableWith(version)
    expect(await table.get({ id: "r1" })).toEqual({ id: "r1" })
    expect(await profiles.read("r1")).toEqual({ attributes: [], trimmed: false })
    expect((await receiveFromStream(version)).answer).toEqual({ batchItemFailures: [] })
  })
})

describe("a row that a newer release wrote in a form of its own", () => {
  const newer = newestRowVersion + 1

  it("is read by nobody, although it fits the schema", async () => {
    const { table, profiles } = await tableWith(newer)
    await expect(table.get({ id: "r1" })).rejects.toThrow(RowTooNew)
    await expect(table.getAll([{ id: "r1" }])).rejects.toThrow(RowTooNew)
    await expect(profiles.read("r1")).rejects.toThrow(RowTooNew)
  })

  it("is tried again and set aside, so that the newer release can handle it", async () => {
    const { telemetry, kept } = await receiveFromStream(newer)
    expect(kept.map(({ sequenceNumber }) => sequenceNumber)).toEqual(["7"])
    expect(telemetry.lines.filter(({ fields }) => fields.errorName === "RowTooNew")).toHaveLength(5)
  })
})
