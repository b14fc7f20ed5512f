import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

/**
 * Names under which systems install Chromium, in the order in which they are tried. The one without windows comes
 * first: it opens a page in a fifth of the time.
 */
const programs = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]

/**
 * Path of the Chromium of this machine: the one that `CHROMIUM_PATH` names, or else the first on the `PATH`. Undefined
 * where there is none. Nothing is installed.
 *
 * @throws Error when `CHROMIUM_PATH` names no file
 */
export function findChromium(
  environment: { readonly CHROMIUM_PATH?: string; readonly PATH?: string } = process.env,
): string | undefined {
  const { CHROMIUM_PATH: chosen, PATH: path = "" } = environment
  if (chosen !== undefined && chosen !== "") {
    if (!existsSync(chosen)) throw new Error("CHROMIUM_PATH names no file. Correct it, or unset it.")
    return chosen
  }
  const folders = path.split(delimiter).filter((folder) => folder !== "")
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file))
}
