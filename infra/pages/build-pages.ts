import { existsSync } from "node:fs"
import { cp, mkdir, mkdtemp } from "node:fs/promises"
import { join, resolve } from "node:path"
import { environmentWithoutEmulator } from "../local/emulator/emulator-environment.ts"
import { runCommand } from "../local/emulator/run-command.ts"
import { shippedBundles } from "../shipped-bundles.ts"

const projectFolder = resolve(import.meta.dirname, "../..")
const distFolder = join(projectFolder, "dist")

/** In the folder of a release's bundles: the pages as they are served. */
export const shippedPages = { console: "console", documentation: "documentation" } as const

/** Which pages a stage has. */
type Pages = { readonly console: boolean; readonly documentation: boolean }

/** What builds pages, below the project's folder. */
const builders = { console: "node_modules/vite/bin/vite.js", documentation: "node_modules/@11ty/eleventy/cmd.cjs" }

/** Pages have to be built, and the packages that build them were left out when the project was installed. */
export class PagesNotInstalled extends Error {
  override readonly name = "PagesNotInstalled"
  constructor(kind: keyof Pages) {
    super(
      `The packages that build the ${kind} are not installed. Run \`npm ci --omit=dev\`, without --workspaces=false.`,
    )
  }
}

/**
 * Where the pages of a stage come from.
 *
 * @param project the folder that may hold a release's bundles
 * @returns the folder of the release's bundles, or undefined if the pages have to be built
 * @throws BundlesStale when a release's bundles are not of these sources
 * @throws PagesNotInstalled when they have to be built, and cannot be
 */
export async function sourceOfPages(pages: Pages | undefined, project = projectFolder): Promise<string | undefined> {
  const shipped = await shippedBundles(project)
  for (const kind of ["console", "documentation"] as const)
    if (shipped === undefined && pages?.[kind] === true && !existsSync(join(project, builders[kind])))
      throw new PagesNotInstalled(kind)
  return shipped
}

/**
 * The pages that the edge of a stage serves, each in a new folder. Takes those that a release ships, or else builds
 * them.
 *
 * @param project the folder that may hold a release's bundles
 * @throws BundlesStale when a release's bundles are not of these sources
 * @throws PagesNotInstalled when they have to be built, and cannot be
 */
export async function buildPages(
  edge: Pages | undefined,
  project = projectFolder,
): Promise<{ consoleFolder?: string; documentationFolder?: string }> {
  const shipped = await sourceOfPages(edge, project)
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
  await runIn([builders.console, "build", "console", "--outDir", folder, "--emptyOutDir"])
}

/** Builds the documentation site into a folder. */
export async function buildDocumentation(folder: string): Promise<void> {
  await runIn([builders.documentation, "--config=docs/site/eleventy.config.mjs", `--output=${folder}`])
}

const runIn = (args: readonly string[]) =>
  runCommand(process.execPath, args, { environment: environmentWithoutEmulator(), folder: projectFolder })
