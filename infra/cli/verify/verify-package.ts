import { CommandStopped, exitStatus } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { checkPackage, holds } from "../../../shared/proof/evidence-package/check-package.ts"
import { reportInWords } from "../../../shared/proof/evidence-package/finding-in-words.ts"
import { PackageUnreadable, readPackage } from "../../../shared/proof/evidence-package/package-files.ts"
import { filesOfPackage } from "./files-of-package.ts"

/**
 * Checks an evidence package without the hub.
 *
 * @throws CommandStopped if it is none
 */
export async function verifyPackage(path: string, pin: string | undefined): Promise<Outcome> {
  const of = await readPackage(filesOfPackage(path)).catch((error: unknown) => {
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
