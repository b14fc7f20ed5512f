import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as z from "zod"
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
 * Writes the files of a release: the project as git has it, its bill of materials, its licences, where it comes from,
 * and checksums of all. docs/releases.md says what each is for.
 *
 * @returns the names of the files
 */
export function writeRelease({ project, folder, version, audit }: ReleaseProps): readonly string[] {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`)
  const name = `wayseal-${version}`
  runIn(project, "git", "archive", "--format=tar.gz", `--prefix=${name}/`, "-o", join(folder, `${name}.tar.gz`), "HEAD")
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

const cycloneDx = z.looseObject({ bomFormat: z.literal("CycloneDX"), components: z.array(z.unknown()).min(1) })

/** The CycloneDX bill of materials of everything in the lock file, development dependencies too, which it marks. */
function billOfMaterials(project: string): z.infer<typeof cycloneDx> {
  const parent = mkdtempSync(join(tmpdir(), "wayseal-sbom-"))
  try {
    // npm names the bill after the folder.
    const folder = join(parent, "wayseal")
    mkdirSync(folder)
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(project, file), join(folder, file))
    return cycloneDx.parse(
      JSON.parse(runIn(folder, "npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only")),
    )
  } finally {
    rmSync(parent, { recursive: true })
  }
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex")
