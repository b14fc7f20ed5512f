import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { catalogue } from "../../../shared/base/contracts/catalogue.ts"
import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { parties } from "../../../shared/parties/party.ts"
import { loadDeployments } from "../../function-deployments.ts"
import { stageConfig } from "../../stages/stage-config.ts"
import { asyncApi } from "./async-api.ts"
import { commandLinePage } from "./command-line-page.ts"
import { dataInventory } from "./data-inventory.ts"
import { eventCatalogue } from "./event-catalogue.ts"
import { configurationSchema, eventSchema, shapeOf } from "./json-schema.ts"
import { lawPage } from "./law-page.ts"
import { openApi } from "./open-api.ts"
import { pagesWithPromises } from "./promises/pages-with-promises.ts"
import { promisePage } from "./promises/promise-page.ts"
import { withPromises } from "./promises/promises-in-page.ts"
import { promises } from "./promises/register.ts"
import { documentedRoutes } from "./routes.ts"
import { thresholdPage, withAlertTable } from "./threshold-page.ts"

const project = resolve(import.meta.dirname, "../../..")

/** Folder of the generated documents. */
export const documentsFolder = "docs/generated"

/** The page that explains the detector, in which one table is generated. */
const pageOfDetector = "docs/detection.md"

/** Folder of the committed schemas, with which a changed contract is compared. */
export const snapshotsFolder = "test/base/contracts/snapshots"

/** The version in the documents: the major version of the events and the API. */
export const documentVersion = "1"

/** All generated documents: paths from the project's folder, and text. */
export async function generatedDocuments(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["docs/command-line.md", commandLinePage()],
    [`${documentsFolder}/events.md`, eventCatalogue(catalogue)],
    [`${documentsFolder}/data-inventory.md`, dataInventory(await loadDeployments())],
    [`${documentsFolder}/laws.md`, lawPage(lawCatalogue)],
    [`${documentsFolder}/thresholds.md`, thresholdPage(decisionFiles())],
    [`${documentsFolder}/promises.md`, promisePage()],
    ...pagesWithPromises(project).map((path): [string, string] => [
      path,
      withPromises(readFileSync(join(project, path), "utf8"), promises),
    ]),
    [pageOfDetector, withAlertTable(readFileSync(join(project, pageOfDetector), "utf8"))],
    [`${documentsFolder}/asyncapi.json`, json(asyncApi(catalogue, documentVersion))],
    [`${documentsFolder}/openapi.json`, json(openApi(documentedRoutes, documentVersion))],
    [`${documentsFolder}/parties.schema.json`, json(configurationSchema(parties, "The parties of a stage"))],
    [`${documentsFolder}/wayseal.config.schema.json`, json(configurationSchema(stageConfig, "A stage of Wayseal"))],
    ...catalogue.map((contract): [string, string] => [
      `${documentsFolder}/schemas/${contract.name}.json`,
      json(eventSchema(contract)),
    ]),
  ])
}

/** The file of each decision, by its number. */
function decisionFiles(): ReadonlyMap<number, string> {
  const files = readdirSync(join(project, "docs/decisions")).filter((file) => /^\d{4}-/.test(file))
  return new Map(files.map((file) => [Number(file.slice(0, 4)), file]))
}

/** Path of a contract's snapshot. */
export function snapshotPath(contract: EventContract): string {
  return `${snapshotsFolder}/${contract.name}.json`
}

/** Text of a contract's snapshot. */
export function snapshotText(contract: EventContract): string {
  return json(shapeOf(eventSchema(contract)))
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
