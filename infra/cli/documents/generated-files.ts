import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { catalogue } from "../../../shared/base/contracts/catalogue.ts"
import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { type AlarmKind, alarmKinds } from "../../constructs/alarm-kinds.ts"
import { loadDeployments, partsOfRoute } from "../../function-deployments.ts"
import { asyncApi } from "./async-api.ts"
import { commandLinePage, commandReference } from "./command-line-page.ts"
import { dataInventory } from "./data-inventory.ts"
import { eventCatalogue } from "./event-catalogue.ts"
import { eventSchema, shapeOf } from "./json-schema.ts"
import { lawPage } from "./law-page.ts"
import { openApi } from "./open-api.ts"
import { pagesWithPromises } from "./promises/pages-with-promises.ts"
import { promisePage } from "./promises/promise-page.ts"
import { withPromises } from "./promises/promises-in-page.ts"
import { promises } from "./promises/register.ts"
import { documentedRoutes } from "./routes.ts"
import { json, stageSchemas } from "./stage-schemas.ts"
import { withTable } from "./table-in-page.ts"
import { thresholdPage, withAlertTable } from "./threshold-page.ts"

const project = resolve(import.meta.dirname, "../../..")

/** The page that explains the detector, in which one table is generated. */
const pageOfDetector = "docs/detection.md"

/** The page of runbooks, in which the table of alarms is generated. */
const pageOfRunbooks = "docs/runbooks/README.md"

/** Folder of the committed schemas, with which a changed contract is compared. */
export const snapshotsFolder = "test/base/contracts/snapshots"

/** The version in the documents: the major version of the events and the API. */
export const documentVersion = "1"

/**
 * The documents that git keeps although they are generated, because people read them where the project is kept: paths
 * from the project's folder, and text.
 */
export function keptDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/command-line.md", commandLinePage()],
    ...pagesWithPromises(project).map((path): [string, string] => [
      path,
      withPromises(readFileSync(join(project, path), "utf8"), promises),
    ]),
    [pageOfDetector, withAlertTable(readFileSync(join(project, pageOfDetector), "utf8"))],
    [pageOfRunbooks, withAlarmTable(readFileSync(join(project, pageOfRunbooks), "utf8"))],
  ])
}

/** The documents that are made where somebody needs them, and that git ignores: paths below their folder, and text. */
export async function madeDocuments(): Promise<ReadonlyMap<string, string>> {
  const deployments = await loadDeployments()
  return new Map([
    ["commands.md", commandReference()],
    ["events.md", eventCatalogue(catalogue)],
    ["data-inventory.md", dataInventory(deployments)],
    ["laws.md", lawPage(lawCatalogue)],
    ["thresholds.md", thresholdPage(decisionFiles())],
    ["promises.md", promisePage()],
    ["asyncapi.json", json(asyncApi(catalogue, documentVersion))],
    ["openapi.json", json(openApi(documentedRoutes, documentVersion, partsOfRoute(deployments)))],
    ...stageSchemas(),
    ...catalogue.map((contract): [string, string] => [`schemas/${contract.name}.json`, json(eventSchema(contract))]),
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

const head = "| alarm on | severity | raised within |"

/** The page of runbooks with its table of alarms brought up to date. */
function withAlarmTable(page: string): string {
  const rows = Object.entries(alarmKinds).map(
    ([name, { about, severity, minutes }]: [string, AlarmKind]) =>
      `| [${about}](${name}.md) | ${severity} | ${minutes < 120 ? `${minutes} min` : `${minutes / 60} h`} |`,
  )
  return withTable(page, head, rows)
}
