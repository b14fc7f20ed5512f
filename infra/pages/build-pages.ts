import { cp, mkdir, mkdtemp } from "node:fs/promises"
import { join, resolve } from "node:path"
import { environmentWithoutEmulator } from "../local/emulator/emulator-environment.ts"
import { runCommand } from "../local/emulator/run-command.ts"
import { shippedBundles } from "../shipped-bundles.ts"

const projectFolder = resolve(import.meta.dirname, "../..")
const distFolder = join(projectFolder, "dist")

/** In the folder of a release's bundles: the pages as they are served. */
export const shippedPages = { console: "console", documentation: "documentation" } as const

/**
 * The pages that the edge of a stage serves, each in a new folder. Takes those that a release ships, or else builds
 * them.
 *
 * @param project the folder that may hold a release's bundles
 * @throws BundlesStale when a release's bundles are not of these sources
 */
export async function buildPages(
  edge: { readonly console: boolean; readonly documentation: boolean } | undefined,
  project = projectFolder,
): Promise<{ consoleFolder?: string; documentationFolder?: string }> {
  const shipped = await shippedBundles(project)
  const pagesOf = async (kind: keyof typeof shippedPages, build: (folder: string) => Promise<void>) => {
    await mkdir(distFolder, { recursive: true })
    const folder = await mkdtemp(join(distFolder, `${kind}-`))
    if (shipped === undefined) await build(folder)
    else await cp(join(shipped, shippedPages[kind]), folder, { recursive: true })
    return folder
  }
  return {
    ...(edge?.console === true ? { consoleFolder: await pagesOf("console", buildConsole) } : {}),
    ...(edge?.documentation === true
      ? { documentationFolder: await pagesOf("documentation", buildDocumentation) }
      : {}),
  }
}

/** Builds the officer's console into a folder: `index.html`, and `assets/` with names that change with the content. */
export async function buildConsole(folder: string): Promise<void> {
  await runIn(["node_modules/vite/bin/vite.js", "build", "console", "--outDir", folder, "--emptyOutDir"])
}

/** Builds the documentation site into a folder. */
export async function buildDocumentation(folder: string): Promise<void> {
  await runIn(["node_modules/@11ty/eleventy/cmd.cjs", "--config=docs/site/eleventy.config.mjs", `--output=${folder}`])
}

const runIn = (args: readonly string[]) =>
  runCommand(process.execPath, args, { environment: environmentWithoutEmulator(), folder: projectFolder })
