import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { type BuildOptions, build, type Plugin } from "esbuild"
import * as z from "zod"
import { lawCatalogue } from "../shared/desk/law/catalogue.ts"
import type { Law } from "../shared/desk/law/law.ts"
import { readParties } from "../shared/parties/load-parties.ts"
import type { Party } from "../shared/parties/party.ts"
import { keepBundles } from "./kept-bundles.ts"
import { alone } from "./local/alone.ts"
import { functionsFingerprint, shippedBundles } from "./shipped-bundles.ts"

const projectFolder = resolve(import.meta.dirname, "..")
const functionsFolder = join(projectFolder, "functions")
const distFolder = join(projectFolder, "dist")
/** Bundles that were built, for the next deployment of the same sources. */
const builtFolder = join(distFolder, "bundles")

/** Lets CommonJS dependencies require Node's own modules from within an ES module. */
const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'

/** The file with the parties, beside the code of each function that asks for them. */
const partiesFile = "parties.mjs"

/**
 * The file with the schema of invited parties, beside the code of each function that may need it. Few calls do, and the
 * schema is as large as the code of a small function.
 */
const invitedPartyFile = "invited-party.mjs"

/** The file with the laws, beside the code of each function that asks for them. No function reads YAML. */
const lawsFile = "laws.mjs"

/** Lets a bundle import parties, their schema and laws from files beside it, in place of the modules of those names. */
export const filesBeside: Plugin = {
  name: "files beside",
  setup({ onResolve }) {
    onResolve({ filter: /[/\\]bundled-parties\.ts$/ }, () => ({ path: `./${partiesFile}`, external: true }))
    onResolve({ filter: /[/\\]load-laws\.ts$/ }, () => ({ path: `./${lawsFile}`, external: true }))
    onResolve({ filter: /[/\\]invited-party\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: `./${invitedPartyFile}`, external: true },
    )
  },
}

/** What a module of fonts gives when it is read from the folder of its package. */
const fontModule = z.object({
  robotoFiles: z.function({ input: [], output: z.record(z.string(), z.instanceof(Uint8Array)) }),
})

/** Puts the fonts themselves in place of the module that reads them from their package. */
const fontsInside: Plugin = {
  name: "fonts inside",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]load-roboto\.ts$/ }, async ({ path }) => {
      const { robotoFiles } = fontModule.parse(await import(pathToFileURL(path).href))
      const fonts = Object.entries(robotoFiles()).map(
        ([face, file]) => `${face}: Buffer.from("${Buffer.from(file).toString("base64")}", "base64")`,
      )
      return { contents: `export const robotoFiles = () => ({ ${fonts.join(", ")} })`, loader: "js" }
    })
  },
}

/**
 * Requires Node's own modules instead of importing them. An import reads every export, also those that load more when
 * they are read: `node:http` loads a whole client for WebSockets. A chunk that is required gives its importer `default`
 * alone, so a module that is imported when it is needed names its exports, without those that are computed.
 */
const requiredBuiltins: Plugin = {
  name: "required built-in modules",
  setup({ onResolve, onLoad, initialOptions: { splitting = false } }) {
    const namespace = "built-in"
    const whenNeeded = "built-in when needed"
    onResolve({ filter: /^node:/, namespace: "file" }, ({ path, kind }) => ({
      path,
      namespace: splitting && kind === "dynamic-import" ? whenNeeded : namespace,
    }))
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
      loader: "js",
    }))
    onLoad({ filter: /.*/, namespace: whenNeeded }, ({ path }) => ({
      contents: `const builtIn = require(${JSON.stringify(path)})
        export default builtIn
        export const { ${storedExports(path).join(", ")} } = builtIn`,
      loader: "js",
    }))
  },
}

/** The names of a built-in module's exports that reading loads nothing for. */
function storedExports(name: string): string[] {
  const exports = Object.getOwnPropertyDescriptors(process.getBuiltinModule(name) ?? {})
  return Object.keys(exports).filter((key) => exports[key]?.get === undefined && key !== "default")
}

/** How every function is bundled. */
export const bundling = {
  absWorkingDir: projectFolder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  // Logs and retries distinguish errors by the names of their classes.
  keepNames: true,
  legalComments: "none",
  banner: { js: banner },
  inject: [join(projectFolder, "shared/base/platform/deployed-schemas.ts")],
  plugins: [filesBeside, fontsInside, requiredBuiltins],
  alias: { "@aws-sdk/credential-provider-node": join(projectFolder, "shared/base/platform/deployed-credentials.ts") },
  logLevel: "warning",
} satisfies BuildOptions

/**
 * All functions with the parties and laws of a deployment, ready to deploy. Takes the bundles that a release ships, or
 * else builds those that have changed. Every call writes to a new folder, so that two deployments at once do not take
 * each other's files.
 *
 * @param names folders in functions/
 * @param partiesPath the parties file
 * @param options.project the folder that may hold a release's bundles
 * @param options.build gives the folder in which all these functions are built, without parties and laws
 * @param options.laws those of the deployment
 * @returns a folder with one folder for each function, which holds `index.mjs` with its chunks
 * @throws PartiesInvalid when the parties file does not fit its schema
 * @throws BundlesStale when a release's bundles are not of these sources
 */
export async function bundleFunctions(
  names: readonly string[],
  partiesPath: string,
  { project = projectFolder, build = builtBundles, laws = lawCatalogue } = {},
): Promise<string> {
  const parties = readParties(partiesPath)
  await mkdir(distFolder, { recursive: true })
  const folder = await mkdtemp(join(distFolder, "functions-"))
  try {
    const shipped = await shippedBundles(project)
    const copyFrom = async (built: string) => {
      for (const name of names) await cp(join(built, name), join(folder, name), { recursive: true })
    }
    if (shipped === undefined) await alone("bundles", async () => copyFrom(await build(names)))
    else await copyFrom(shipped)
    for (const name of names) {
      await addData(join(folder, name), partiesFile, parties, (data) => `export const bundledParties = () => ${data}`)
      await addData(join(folder, name), lawsFile, laws, (data) => `export const laws = ${data}`)
    }
    await letLambdaRead(folder)
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
  return folder
}

/** Builds those functions that were not built from these sources before. @returns the folder that has them */
async function builtBundles(names: readonly string[]): Promise<string> {
  await keepBundles(names, builtFolder, { sources: () => functionsFingerprint(projectFolder), build: buildBundles })
  return builtFolder
}

/**
 * Builds functions without the parties of a deployment, each with the SDK: with the SDK of the runtime a cold start
 * takes 1.9 times as long.
 *
 * @param names folders in functions/
 * @param folder takes one folder for each function
 */
export async function buildBundles(names: readonly string[], folder: string): Promise<void> {
  const schema = join(projectFolder, "shared/parties/invitations/invited-party.ts")
  await build({ ...bundling, entryPoints: [{ in: schema, out: "invited-party" }], outdir: folder })
  const entryPoint = (name: string) => ({ in: join(functionsFolder, name, "entry.ts"), out: `${name}/index` })
  // Code that few calls need becomes chunks, and a function reads them when it imports them. Each has a build of its
  // own, because functions that are built together share chunks.
  for (const name of names)
    await build({
      ...bundling,
      entryPoints: [entryPoint(name)],
      splitting: true,
      chunkNames: `${name}/[name]-[hash]`,
      outdir: folder,
    })
  for (const name of names)
    if (await importsFile(join(folder, name), invitedPartyFile))
      await cp(join(folder, invitedPartyFile), join(folder, name, invitedPartyFile))
  await rm(join(folder, invitedPartyFile))
}

/** Whether the code of a function imports a file beside it. */
async function importsFile(folder: string, file: string): Promise<boolean> {
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")))
  return texts.some((text) => text.includes(`"./${file}"`))
}

/** Lambda reads a bundle as another user than the one who made it, whose umask may keep others out. */
async function letLambdaRead(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
}

/** Adds what a schema read, parties or laws, to a function that imports it. */
async function addData(
  folder: string,
  file: string,
  value: readonly (Party | Law)[],
  exported: (data: string) => string,
): Promise<void> {
  if (!(await importsFile(folder, file))) return
  const code = `const data = JSON.parse(${JSON.stringify(JSON.stringify(value))})\n${exported("data")}\n`
  await writeFile(join(folder, file), code)
}
