import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { catalogue } from "../../shared/base/contracts/catalogue.ts"
import { readCommandLine } from "../command-line.ts"
import { eventSchema, readSchema } from "./documents/json-schema.ts"
import { breakingChanges } from "./documents/schema-compatibility.ts"
import { writeChanged, writeMadeFiles } from "./documents/write-made-files.ts"

const { values: flags } = readCommandLine(
  `npm run generate -- [options]

Makes what follows from the code. What git ignores: the documents, schemas and OpenAPI document in docs/generated, the
types of the client's API and the page of evidence packages. What git keeps: docs/command-line.md, the table of alerts
in docs/detection.md and the snapshots of contracts. Ends with 1 and leaves a snapshot as it is if a contract breaks it.

  --ignored   only what git ignores
`,
  { options: { ignored: { type: "boolean", default: false } } },
)

const project = resolve(import.meta.dirname, "../..")

/**
 * Writes what git keeps, but no snapshot that a breaking change would alter. That needs a new version of the event
 * instead.
 */
async function writeKeptFiles(): Promise<void> {
  const { keptDocuments, snapshotPath, snapshotText } = await import("./documents/generated-files.ts")
  for (const [path, text] of keptDocuments()) await writeChanged(path, text)
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
      process.exitCode = 1
      console.error(`${contract.name} needs a new version:\n  ${breaks.join("\n  ")}`)
    } else {
      await writeChanged(path, snapshotText(contract))
    }
  }
}

if (!flags.ignored) await writeKeptFiles()
console.log(await writeMadeFiles())
