import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"
import type { TableName } from "../../functions/tables.ts"
import { templateSchema } from "../../infra/cli/check-upgrade/template-risks.ts"
import { jsonSchema } from "../../infra/cli/documents/json-schema.ts"
import { storedRow } from "./rows-of-today.ts"

const records = join(import.meta.dirname, "records")

/** Where what a version stores and deploys is recorded. */
export function recordOf(version: string) {
  const folder = join(records, version)
  return {
    folder,
    schemasFile: join(folder, "row-schemas.json"),
    resourcesFile: join(folder, "resources.json"),
    apiFile: join(folder, "openapi.json"),
    rowsFile: (table: TableName) => join(folder, "rows", `${table}.json`),
    /** Whether the version has a table. */
    hasTable: (table: TableName) => existsSync(join(folder, "rows", `${table}.json`)),
  }
}

/** The versions that are recorded, in any order. */
export function recordedVersions(): readonly string[] {
  return readdirSync(records)
}

/** What a version stores and deploys. */
export function readRecord(version: string) {
  const { schemasFile, resourcesFile, apiFile, rowsFile, hasTable } = recordOf(version)
  const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"))
  return {
    hasTable,
    /** By table and kind of row, such as `BreachCases.case`. */
    schemas: z.record(z.string(), jsonSchema).parse(read(schemasFile)),
    /** By stack and logical id. */
    resources: templateSchema.shape.Resources.parse(read(resourcesFile)),
    /** Its OpenAPI document. */
    api: () => read(apiFile),
    rows: (table: TableName) =>
      z
        .array(storedRow)
        .min(1)
        .parse(read(rowsFile(table))),
  }
}
