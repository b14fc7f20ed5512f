import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseEnv } from "node:util"

/** Settings of a command by name, such as `WAYSEAL_API_URL`. */
export type Settings = Readonly<Record<string, string | undefined>>

/** The file in which `npm start` writes down how to reach the exchange that it runs. */
export const localSettingsFile = ".wayseal/local.env"

/**
 * The settings of the environment. If they name no exchange, those of `.wayseal/local.env` in the folder come first, so
 * that credentials and addresses of another exchange are not mixed in.
 */
export function readSettings(folder = process.cwd(), environment: Settings = process.env): Settings {
  if (environment["WAYSEAL_API_URL"] !== undefined) return environment
  return { ...environment, ...localSettings(join(folder, localSettingsFile)) }
}

function localSettings(path: string): Settings {
  try {
    return parseEnv(readFileSync(path, "utf8"))
  } catch {
    return {}
  }
}
