import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { type BuildOptions, build, type Plugin } from "esbuild"
import { readParties } from "../shared/parties/load-parties.ts"
import type { Party } from "../shared/parties/party.ts"

const projectFolder = resolve(import.meta.dirname, "..")
const functionsFolder = join(projectFolder, "functions")
const distFolder = join(projectFolder, "dist")

/** Functions with code that few requests need. It becomes chunks, and the function reads them when it imports them. */
const splitFunctions: ReadonlySet<string> = new Set(["serve-breach-desk"])

/** Lets CommonJS dependencies require Node's own modules from within an ES module. */
const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'

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
  // The PDF library, which is CommonJS, reads its own folder. Without this no bundled function draws a PDF.
  define: { __dirname: "import.meta.dirname" },
  alias: { "@aws-sdk/credential-provider-node": join(projectFolder, "shared/platform/deployed-credentials.ts") },
  logLevel: "warning",
} satisfies BuildOptions

/**
 * Bundles all functions, each with the SDK: with the SDK of the runtime a cold start takes 1.9 times as long. Every
 * call writes to a new folder, so that two deployments at once do not take each other's files.
 *
 * @param names folders in functions/
 * @param partiesPath the parties file, which goes into every function
 * @returns a folder with one folder for each function, which holds `index.mjs` with its chunks
 * @throws PartiesInvalid when the parties file does not fit its schema
 */
export async function bundleFunctions(names: readonly string[], partiesPath: string): Promise<string> {
  const settings = {
    ...bundling,
    inject: [join(projectFolder, "shared/platform/deployed-schemas.ts")],
    plugins: [partiesAsData(readParties(partiesPath).all)],
  }
  await mkdir(distFolder, { recursive: true })
  const folder = await mkdtemp(join(distFolder, "functions-"))
  const entryPoint = (name: string) => ({ in: join(functionsFolder, name, "entry.ts"), out: `${name}/index` })
  try {
    await build({
      ...settings,
      entryPoints: names.filter((name) => !splitFunctions.has(name)).map(entryPoint),
      outdir: folder,
    })
    // Each in a build of its own, because functions that are built together share chunks.
    for (const name of names.filter((one) => splitFunctions.has(one)))
      await build({
        ...settings,
        entryPoints: [entryPoint(name)],
        splitting: true,
        chunkNames: `${name}/[name]-[hash]`,
        outdir: folder,
      })
    await letLambdaRead(folder)
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
  return folder
}

/** Lambda reads a bundle as another user than the one who made it, whose umask may keep others out. */
async function letLambdaRead(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
}

/** Puts the parties, as their schema read them, in place of `shared/parties/bundled-parties.ts`. */
export function partiesAsData(parties: readonly Party[]): Plugin {
  const data = JSON.stringify(JSON.stringify(parties))
  return {
    name: "parties as data",
    setup({ onLoad }) {
      onLoad({ filter: /[/\\]shared[/\\]parties[/\\]bundled-parties\.ts$/ }, () => ({
        contents: `const parties = JSON.parse(${data})\nexport const bundledParties = () => parties\n`,
        loader: "js",
      }))
    },
  }
}
