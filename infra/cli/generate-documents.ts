import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { catalogue } from "../../shared/base/contracts/catalogue.ts"
import { readCommandLine } from "../command-line.ts"
import { apiTypes, apiTypesPath } from "./documents/api-types.ts"
import { evidencePage, evidencePagePath } from "./documents/evidence-page.ts"
import {
  documentsFolder,
  documentVersion,
  generatedDocuments,
  snapshotPath,
  snapshotText,
} from "./documents/generated-files.ts"
import { eventSchema, readSchema } from "./documents/json-schema.ts"
import { breakingChanges } from "./documents/schema-compatibility.ts"

readCommandLine(
  `npm run generate

Rewrites docs/generated, docs/command-line.md, the types of the client's API, the page of evidence packages and the
snapshots of contracts. Ends with 1 and leaves a snapshot as it is if a contract breaks it.
`,
  {},
)

/**
 * Writes the documents of events and API, and the schema snapshots. It refuses to overwrite a snapshot with a breaking
 * change. Add a new version of the event beside the old one instead.
 */
const project = resolve(import.meta.dirname, "../..")

async function write(path: string, text: string): Promise<void> {
  const file = join(project, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

let refused = false
for (const contract of catalogue) {
  const path = snapshotPath(contract)
  const file = join(project, path)
  const breaks = existsSync(file)
    ? breakingChanges(
        readSchema(JSON.parse(await readFile(file, "utf8"))),
        eventSchema(contract),
        contract.from !== "hub",
      )
    : []
  if (breaks.length > 0) {
    refused = true
    console.error(`${contract.name} needs a new version:\n  ${breaks.join("\n  ")}`)
  } else {
    await write(path, snapshotText(contract))
  }
}

const documents = await generatedDocuments()
for (const [path, text] of documents) {
  await write(path, text)
}
for (const path of await readdir(join(project, documentsFolder), { recursive: true })) {
  const stale = join(documentsFolder, path)
  if (/\.(json|md)$/.test(path) && !documents.has(stale)) {
    await rm(join(project, stale))
  }
}
await write(apiTypesPath, await apiTypes(documentVersion))
await write(evidencePagePath, await evidencePage())
console.log(`${documents.size} documents in ${documentsFolder}`)
process.exitCode = refused ? 1 : 0
