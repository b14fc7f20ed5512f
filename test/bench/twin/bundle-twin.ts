import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"
import { bundling } from "../../../infra/bundle.ts"
import { projectFolder } from "../../../infra/local/host-environment.ts"
import { twinTables } from "./twin-tables.ts"

/** The functions of the twin. Each is the file of its name. */
export const twinFunctions = [
  "record-shipment",
  "record-delivery",
  "look-up-shipment",
  "record-access",
  "list-cases",
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
  }
}
