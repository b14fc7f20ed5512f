import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { unzipSync } from "fflate"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { checkPackage, holds } from "../../../shared/evidence-package/check-package.ts"
import { reportInWords } from "../../../shared/evidence-package/finding-in-words.ts"
import { packageFiles } from "../../../shared/evidence-package/manifest.ts"
import { type PackageFiles, PackageUnreadable, readPackage } from "../../../shared/evidence-package/package-files.ts"

/**
 * Checks an evidence package without the hub.
 *
 * @throws CommandStopped if it is none
 */
export async function verifyPackage(path: string, pin: string | undefined): Promise<Outcome> {
  const of = await readPackage(filesOf(path)).catch((error: unknown) => {
    throw error instanceof PackageUnreadable ? new CommandStopped("unusableFile", error.message) : error
  })
  const findings = await checkPackage(of, { pinned: pin === undefined ? [] : [pin], isWhole: true })
  const isGood = holds(findings)
  const { caseAlias, party } = of.dossier
  return {
    data: { caseAlias, party, holds: isGood, findings },
    text: reportInWords(findings, "en"),
    status: isGood ? exitStatus.fine : exitStatus.needsPerson,
  }
}

/** Whether a path is an evidence package: a folder, or a zip of one. */
export function isPackage(path: string): boolean {
  return path.endsWith(".zip") || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function filesOf(path: string): PackageFiles {
  try {
    return path.endsWith(".zip") ? filesInZip(path) : filesInFolder(path)
  } catch {
    throw new CommandStopped("unusableFile", `${path} cannot be read.`)
  }
}

function filesInFolder(folder: string): PackageFiles {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => !one.isDirectory())
  return new Map(
    found.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      const below = path.slice(join(folder, "/").length).replaceAll("\\", "/")
      return [below, async () => new Uint8Array(readFileSync(path))]
    }),
  )
}

/** A zip of the folder's files, or of the folder itself. */
function filesInZip(path: string): PackageFiles {
  const files = Object.entries(unzipSync(new Uint8Array(readFileSync(path)))).filter(([name]) => !name.endsWith("/"))
  const manifest = files.map(([name]) => name).find((name) => name.split("/").at(-1) === packageFiles.manifest) ?? ""
  const above = manifest.slice(0, -packageFiles.manifest.length)
  return new Map(files.map(([name, bytes]) => [name.slice(above.length), async () => new Uint8Array(bytes)]))
}
