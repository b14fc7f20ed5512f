/**
 * `npm run release:record`: writes what the version in package.json stores and deploys to a folder in
 * test/releases/records, with which later versions are compared. Not for a version that is released: what it wrote
 * cannot change any more.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import * as z from "zod"
import { documentVersion } from "../../infra/cli/documents/generated-files.ts"
import { jsonSchemaOf, shapeOf } from "../../infra/cli/documents/json-schema.ts"
import { openApi } from "../../infra/cli/documents/open-api.ts"
import { documentedRoutes } from "../../infra/cli/documents/routes.ts"
import { readCommandLine } from "../../infra/command-line.ts"
import { projectFolder } from "../../infra/local/host-environment.ts"
import { readReleases } from "../../infra/release/releases.ts"
import { recordOf } from "./recorded.ts"
import { rowKinds } from "./row-kinds.ts"
import { rowsOfToday } from "./rows-of-today.ts"
import { statefulResources } from "./stateful-resources.ts"

readCommandLine(
  `npm run release:record

Writes what the version in package.json stores and deploys to a folder in test/releases/records. See docs/releases.md.
`,
  {},
)

const packageFile = z.looseObject({ version: z.string() })

async function record(version: string): Promise<void> {
  const { folder, schemasFile, resourcesFile, apiFile, rowsFile } = recordOf(version)
  const write = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  const schemas = Object.entries(rowKinds).flatMap(([table, kinds]) =>
    Object.entries(kinds).map(([kind, schema]) => [`${table}.${kind}`, shapeOf(jsonSchemaOf(schema))]),
  )
  const rowsByTable = await rowsOfToday()
  const empty = [...rowsByTable].flatMap(([table, rows]) => (rows.length === 0 ? [table] : []))
  if (empty.length > 0) throw new Error(`rows-of-today.ts makes no row of ${empty.join(", ")}. Let it make one.`)
  await rm(folder, { recursive: true, force: true })
  await write(schemasFile, inLines(Object.fromEntries(schemas)))
  await write(resourcesFile, inLines(statefulResources()))
  await write(apiFile, `${JSON.stringify(openApi(documentedRoutes, documentVersion))}\n`)
  for (const [table, rows] of rowsByTable)
    await write(rowsFile(table), `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`)
  console.log(`Recorded ${version} in ${folder}`)
}

/** JSON with a line for each entry. */
function inLines(entries: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(entries).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  return `{\n${lines.join(",\n")}\n}\n`
}

const { version } = packageFile.parse(JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")))
const isReleased = readReleases().some((one) => one.version === version && one.releasedOn !== null)
if (isReleased) {
  console.error(`${version} is released. What it wrote cannot change. Raise the version in package.json first.`)
  process.exitCode = 1
} else await record(version)
