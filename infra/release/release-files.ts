import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as z from "zod"
import { buildBundles } from "../bundle.ts"
import { loadDeployments } from "../function-deployments.ts"
import { environmentWithoutEmulator } from "../local/emulator/emulator-environment.ts"
import { runCommand } from "../local/emulator/run-command.ts"
import { buildConsole, buildDocumentation, shippedPages } from "../pages/build-pages.ts"
import { bundlesFolder, fingerprintFile, sourcesFingerprint } from "../shipped-bundles.ts"
import type { Audit } from "./audit.ts"
import { lockFile, productionLicences } from "./licences.ts"

export interface ReleaseProps {
  /** The project's folder, a git work tree. */
  readonly project: string
  /** Where the files go. It is made. */
  readonly folder: string
  readonly version: string
  readonly audit: Audit
}

const runIn = (cwd: string, command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 })

/**
 * Writes the files of a release: the project as git has it, the bundles of its functions, the templates of the example
 * stage, its bill of materials, its licences, where it comes from, and checksums of all. docs/releases.md says what
 * each is for.
 *
 * @returns the names of the files
 */
export async function writeRelease({ project, folder, version, audit }: ReleaseProps): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`)
  const name = `wayseal-${version}`
  runIn(project, "git", "archive", "--format=tar.gz", `--prefix=${name}/`, "-o", join(folder, `${name}.tar.gz`), "HEAD")
  await Promise.all([
    archive(join(folder, `${name}-bundles.tar.gz`), join(name, bundlesFolder), (into) => addBundles(project, into)),
    archive(join(folder, `${name}-templates.tar.gz`), `${name}-templates`, (into) => addTemplates(project, into)),
  ])
  write("sbom.cdx.json", billOfMaterials(project))
  const lock = readFileSync(join(project, "package-lock.json"), "utf8")
  write("licences.json", productionLicences(lockFile.parse(JSON.parse(lock))))
  write("release.json", {
    version,
    commit: runIn(project, "git", "rev-parse", "HEAD").trim(),
    lockFileSha256: sha256(lock),
    node: process.version,
    audit: audit.sentence,
  })
  const names = readdirSync(folder).sort()
  const sums = names.map((each) => `${sha256(readFileSync(join(folder, each)))}  ${each}\n`)
  writeFileSync(join(folder, "SHA256SUMS"), sums.join(""))
  return [...names, "SHA256SUMS"]
}

/** Packs what `fill` puts into a folder, under the folder's path. */
async function archive(file: string, path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), "wayseal-release-"))
  try {
    mkdirSync(join(parent, path), { recursive: true })
    await fill(join(parent, path))
    runIn(parent, "tar", "-czf", file, path)
  } finally {
    rmSync(parent, { recursive: true })
  }
}

/** The bundles of all functions, the console and the documents, without anybody's parties. */
async function addBundles(project: string, folder: string): Promise<void> {
  const deployments = await loadDeployments()
  await buildBundles([...deployments.keys()], folder)
  await buildConsole(join(folder, shippedPages.console))
  await buildDocumentation(join(folder, shippedPages.documentation))
  writeFileSync(join(folder, fingerprintFile), `${await sourcesFingerprint(project)}\n`)
}

/** The templates of the example stage, in an account that does not exist. */
async function addTemplates(project: string, folder: string): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), "wayseal-assembly-"))
  try {
    const args = ["synth", "--quiet", "--output", assembly, "-c", "stage=example"]
    await runCommand(join(project, "node_modules/.bin/cdk"), args, {
      environment: environmentWithoutEmulator(),
      folder: project,
    })
    for (const name of globSync("*.template.json", { cwd: assembly }))
      copyFileSync(join(assembly, name), join(folder, name))
  } finally {
    rmSync(assembly, { recursive: true })
  }
}

const projectManifest = z.looseObject({ workspaces: z.array(z.string()) })
const cycloneDx = z.looseObject({ bomFormat: z.literal("CycloneDX"), components: z.array(z.unknown()).min(1) })

/** The CycloneDX bill of materials of everything in the lock file, development dependencies too, which it marks. */
function billOfMaterials(project: string): z.infer<typeof cycloneDx> {
  const parent = mkdtempSync(join(tmpdir(), "wayseal-sbom-"))
  try {
    // npm names the bill after the folder.
    const folder = join(parent, "wayseal")
    const { workspaces } = projectManifest.parse(JSON.parse(readFileSync(join(project, "package.json"), "utf8")))
    for (const place of ["", ...workspaces]) {
      mkdirSync(join(folder, place), { recursive: true })
      copyFileSync(join(project, place, "package.json"), join(folder, place, "package.json"))
    }
    copyFileSync(join(project, "package-lock.json"), join(folder, "package-lock.json"))
    return cycloneDx.parse(
      JSON.parse(runIn(folder, "npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only")),
    )
  } finally {
    rmSync(parent, { recursive: true })
  }
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex")
