import { cp, mkdir, mkdtemp, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { shippedBundles } from "../shipped-bundles.ts"

const projectFolder = resolve(import.meta.dirname, "../..")
const distFolder = join(projectFolder, "dist")

/** In the folder of a release's bundles: the built console. */
export const shippedConsole = "console"

/**
 * The console, ready to serve: `index.html`, and `assets/` with files whose names change with their content. Takes what
 * a release ships, or else builds it. Every call writes to a new folder.
 *
 * @param project the folder that may hold a release's bundles
 * @returns the folder
 * @throws BundlesStale when a release's bundles are not of these sources
 */
export async function consoleFiles(project = projectFolder): Promise<string> {
  await mkdir(distFolder, { recursive: true })
  const folder = await mkdtemp(join(distFolder, "console-"))
  try {
    const shipped = await shippedBundles(project)
    if (shipped === undefined) await buildConsole(folder)
    else await cp(join(shipped, shippedConsole), folder, { recursive: true })
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
  return folder
}

/** Builds the console into a folder, which it empties first. */
export async function buildConsole(folder: string): Promise<void> {
  // It takes half a second to load, and few commands build the console.
  const { build } = await import("vite")
  await build({
    configFile: join(projectFolder, "console/vite.config.ts"),
    logLevel: "warn",
    build: { outDir: folder, emptyOutDir: true },
  })
}
