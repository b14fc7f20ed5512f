import * as z from "zod"
import { boundedString } from "../../../base/contracts/bounded-string.ts"
import type { Finding } from "../finding.ts"
import { packageFolders, type ReadPackage } from "../package-files.ts"
import { sha256Of } from "../web-crypto.ts"
import type { GoodEntries } from "./check-chain.ts"
import { some } from "./check-manifest.ts"

const declared = z.object({ evidenceId: boundedString(256), sha256: boundedString(256) })

/** Where a file of evidence is in a package: `files/<evidenceId>` with any ending. */
const evidencePath = (path: string, evidenceId: string): boolean =>
  path === `${packageFolders.evidence}${evidenceId}` || path.startsWith(`${packageFolders.evidence}${evidenceId}.`)

/** Compares files of evidence with the hashes that the timeline holds of them. */
export async function checkEvidence(
  { files }: ReadPackage,
  entries: GoodEntries,
  isWhole: boolean,
): Promise<readonly Finding[]> {
  const check = "evidence"
  const paths = [...files.keys()].filter((path) => path.startsWith(packageFolders.evidence))
  if (entries === undefined) return [{ check, outcome: "unchecked", code: "chainIsBroken" }]
  const named = entries.flatMap(({ type, data }) =>
    type === "EvidenceAdded" ? (declared.safeParse(data).data ?? []) : [],
  )
  const [same, differ, absent]: [string[], string[], string[]] = [[], [], []]
  for (const { evidenceId, sha256 } of named) {
    const path = paths.find((one) => evidencePath(one, evidenceId))
    const content = path === undefined ? undefined : await files.get(path)?.()
    if (path === undefined || content === undefined) absent.push(evidenceId)
    else ((await sha256Of(content)) === sha256 ? same : differ).push(path)
  }
  const unnamed = paths.filter((path) => !named.some(({ evidenceId }) => evidencePath(path, evidenceId)))
  const findings = [
    ...some(differ, { check, outcome: "broken", code: "evidenceDiffers" }),
    ...some(unnamed, { check, outcome: "broken", code: "evidenceUnnamed" }),
    ...some(absent, { check, outcome: "unchecked", code: "evidenceNotGiven" }),
    ...some(same, { check, outcome: "holds", code: "evidenceMatches" }),
  ]
  return findings.length === 0 && isWhole ? [{ check, outcome: "unchecked", code: "evidenceNone" }] : findings
}
