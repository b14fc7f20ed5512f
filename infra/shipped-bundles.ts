import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"

/** In the project's folder: the bundles of all functions, as a release ships them. */
export const bundlesFolder = "bundles"

/** In the folder of the bundles: the fingerprint of the sources that they were built from. */
export const fingerprintFile = "sources.sha256"

/** A release's bundles are there, but its sources have changed. */
export class BundlesStale extends Error {
  override readonly name = "BundlesStale"
  constructor() {
    super(
      `The folder ${bundlesFolder} holds bundles of other sources than those that are here. ` +
        "Unpack the release again, or delete the folder to have the functions built.",
    )
  }
}

/**
 * The folder with the bundles that came with a release; undefined where they have to be built.
 *
 * @throws BundlesStale when they are not of these sources
 */
export async function shippedBundles(project: string): Promise<string | undefined> {
  const folder = join(project, bundlesFolder)
  if (!existsSync(folder)) return undefined
  const built = await readFile(join(folder, fingerprintFile), "utf8").catch(() => "")
  if (built.trim() !== (await sourcesFingerprint(project))) throw new BundlesStale()
  return folder
}

/** What a release ships built: functions, console and documents, how they are built, and the packages installed. */
const sources = [
  // The console uses what the client says of the API.
  ...["functions", "shared", "client", "console", "docs"],
  // The site of documents has these too, and shows the programs of a first event.
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"],
  ...["examples/curl", "examples/node", "examples/php", "examples/python"],
  // What its pages about commands, and the schemas of a stage's files, are made from.
  ...["infra/cli", "infra/stages"],
  ...["infra/bundle.ts", "package-lock.json"],
]

/** Whether a path below a source is one. What is built from sources is none, nor what an example installed. */
const isSource = (path: string): boolean =>
  path === "" ||
  (/\.(tsx?|m?js|json|yaml|css|html|md|njk|svg|webp|php|py|sh)$/.test(path) &&
    !/^((.*\/)?generated|dist|node_modules)\//.test(path))

/** A fingerprint of everything that a release ships built. */
export const sourcesFingerprint = (project: string): Promise<string> => fingerprintOf(project, sources)

/** What npm says that it installed: other packages than those of the lock file, until somebody calls `npm ci`. */
const installed = "node_modules/.package-lock.json"

/** A fingerprint of everything that functions alone are built from, as it is on this machine. */
export function functionsFingerprint(project: string): Promise<string> {
  const files = ["infra/bundle.ts", "tsconfig.json", "package.json", "package-lock.json"]
  const ofMachine = existsSync(join(project, installed)) ? [installed] : []
  return fingerprintOf(project, ["functions", "shared", ...files, ...ofMachine], isCode)
}

/** No function is built from the text that says what a context is for. */
const isCode = (path: string): boolean => isSource(path) && !path.endsWith(".md")

async function fingerprintOf(project: string, of: readonly string[], isOf = isSource): Promise<string> {
  const hash = createHash("sha256")
  for (const source of of) {
    const below = source.includes(".") ? [""] : await readdir(join(project, source), { recursive: true })
    for (const path of below.filter(isOf).sort()) {
      hash.update(`${source}/${path}\n`)
      hash.update(await readFile(join(project, source, path)))
    }
  }
  return hash.digest("hex")
}
