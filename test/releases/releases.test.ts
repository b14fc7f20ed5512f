import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { tableNames } from "../../functions/tables.ts"
import { templateRisks } from "../../infra/cli/check-upgrade/template-risks.ts"
import { jsonSchemaOf } from "../../infra/cli/documents/json-schema.ts"
import { breakingChanges } from "../../infra/cli/documents/schema-compatibility.ts"
import { latestRelease, readReleases } from "../../infra/release/releases.ts"
import { decodeProfile, isEntryName } from "../../shared/detection/profiles/profile-encoding.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"
import { silentTelemetry } from "../../shared/platform/telemetry.ts"
import { readRecord, recordedVersions } from "./recorded.ts"
import { kindOf, rowKinds, type TableWithSchema } from "./row-kinds.ts"
import type { StoredRow } from "./rows-of-today.ts"
import { statefulResources } from "./stateful-resources.ts"

/** The indexes of reports read these. The store computes them when it writes the row. */
const computed: Readonly<Record<string, readonly string[]>> = { Disclosures: ["toolDay", "toolAccess"] }

const anyRow = z.record(z.string(), z.unknown())

/** A row as a function reads it from a stream, by a schema. */
async function readRow(schema: z.ZodType, row: StoredRow): Promise<unknown> {
  const found: unknown[] = []
  const handle = streamPipeline({
    rowSchema: schema,
    telemetry: silentTelemetry,
    handle: async ({ after }) => {
      found.push(after)
      return "read"
    },
  })
  await handle({ Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: "1", NewImage: row } }] })
  return found[0]
}

const advice = "Take the change back, or see docs/releases.md: Changing what is stored"

const releases = readReleases()
const isReleased = (version: string) => releases.some((one) => one.version === version && one.releasedOn !== null)

const tablesWithSchema = tableNames.filter((name): name is TableWithSchema => name in rowKinds)

for (const version of recordedVersions())
  describe(`what version ${version} wrote`, () => {
    if (!isReleased(version)) {
      it.skip("is compared once it is released, because before that it is no upgrade path", () => {})
      return
    }
    const record = readRecord(version)
    const itsTables = tablesWithSchema.filter(record.hasTable)

    it.each(itsTables)("in %s is read by today's code, and nothing of it is lost", async (table) => {
      for (const row of record.rows(table)) {
        const written = anyRow.parse(await readRow(anyRow, row))
        const schema = rowKinds[table][kindOf(table, written)] ?? z.never()
        for (const name of computed[table] ?? []) delete written[name]
        expect(await readRow(schema, row)).toEqual(written)
      }
    })

    it("in AccessProfiles is decoded by today's code", async () => {
      for (const row of record.rows("AccessProfiles")) {
        const { profileKey, ...written } = z.looseObject({ profileKey: z.string() }).parse(await readRow(anyRow, row))
        const entries = Object.entries(written)
          .filter(([name]) => isEntryName(name))
          .map(([name, value]) => ({ name, value: z.instanceof(Uint8Array).parse(value) }))
        const tags = new Set(entries.map(({ name }) => name.slice(1)))
        const contacts = decodeProfile(entries, /^(block|code)/.test(profileKey) ? "block" : "accessor")
        expect(contacts).toHaveLength(tags.size)
      }
    })

    it("has every kind of row that it could write", async () => {
      const rows = itsTables.flatMap((table) => record.rows(table).map((row) => [table, row] as const))
      const found = rows.map(
        async ([table, row]) => `${table}.${kindOf(table, anyRow.parse(await readRow(anyRow, row)))}`,
      )
      expect([...new Set(await Promise.all(found))].sort()).toEqual(Object.keys(record.schemas).sort())
    })

    it.each(Object.entries(record.schemas))("as %s fits today's schema", (name, before) => {
      const [table, kind = ""] = name.split(".")
      const schema = tablesWithSchema.filter((one) => one === table).map((one) => rowKinds[one][kind])[0]
      const changes =
        schema === undefined ? ["the kind of row is gone"] : breakingChanges(before, jsonSchemaOf(schema), true)
      expect([advice, ...changes]).toEqual([advice])
    })
  })

describe("the next deployment over the latest release", () => {
  const latest = latestRelease(releases)
  const itOnceReleased = latest !== undefined && isReleased(latest.version) ? it : it.skip

  itOnceReleased("loses no row, message, key, secret or address, and changes one index of a table at most", () => {
    const before = readRecord(latest?.version ?? "none").resources
    expect(templateRisks({ Resources: before }, { Resources: statefulResources() })).toEqual([])
  })
})
