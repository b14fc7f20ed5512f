import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"
import { bundling } from "../../../infra/bundle.ts"
import { projectFolder } from "../../../infra/local/host-environment.ts"
import { type equalTwinTables, twinTables } from "./twin-tables.ts"

/** The functions of the lean twin, and of the twin with the same promises. Each is the file of its name. */
const twinFunctions = [
  "record-shipment",
  "record-delivery",
  "look-up-shipment",
  "record-access",
  "list-cases",
  "equal/record-shipment",
  "equal/record-delivery",
  "equal/relay-tracking",
  "equal/claim-exposures",
  "equal/look-up-shipment",
  "equal/extend-exposures",
  "equal/record-access",
] as const
export type TwinFunction = (typeof twinFunctions)[number]

/**
 * Bundles the twin with the settings of the exchange's own functions, so that the two differ in their code alone.
 *
 * @returns a folder with one folder for each function, which holds `index.mjs`
 */
export async function bundleTwin(): Promise<string> {
  const dist = join(projectFolder, "dist")
  await mkdir(dist, { recursive: true })
  const folder = await mkdtemp(join(dist, "twin-"))
  try {
    await build({
      ...bundling,
      entryPoints: twinFunctions.map((name) => ({ in: join(import.meta.dirname, `${name}.ts`), out: `${name}/index` })),
      outdir: folder,
    })
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
  return folder
}

/** The variables that the twin's infrastructure would give a function. */
export function twinEnvironment(name: TwinFunction): Record<string, string> {
  const [shipments = "", accesses = "", cases = ""] = Object.keys(twinTables)
  return {
    POWERTOOLS_SERVICE_NAME: name,
    SHIPMENTS_TABLE: shipments,
    ACCESSES_TABLE: accesses,
    CASES_TABLE: cases,
    EXCHANGE_BUS: "exchange",
    SECRET_NAME: "keyedHashSecret",
    ...(name.startsWith("equal/") ? equalEnvironment : {}),
  }
}

const equalTables: Readonly<Record<string, keyof typeof equalTwinTables>> = {
  HANDLED_TABLE: "EqualHandled",
  RECORDS_TABLE: "EqualRecords",
  LEDGER_TABLE: "EqualLedger",
  PROFILES_TABLE: "EqualProfiles",
  GUESSES_TABLE: "EqualGuesses",
  RESTRICTIONS_TABLE: "EqualRestrictions",
  ANOMALIES_TABLE: "EqualAnomalies",
  RETAILERS_TABLE: "EqualRetailers",
  VOLUMES_TABLE: "EqualVolumes",
  OPEN_CASES_TABLE: "EqualOpenCases",
  EXPOSURES_TABLE: "EqualExposures",
}

/** A lookup is not held, as in the exchange. */
const equalEnvironment = {
  ...equalTables,
  CANARIES_SECRET: "canariesSecret",
  SEALING_KEY: "key",
  LOOKUP_FLOOR_MILLISECONDS: "1",
}
