import * as z from "zod"
import { digestStep } from "../../../base/chain/exposures-digest.ts"
import { boundedString } from "../../../base/contracts/bounded-string.ts"
import type { Finding } from "../finding.ts"
import { linesOf, packageFiles, type ReadPackage } from "../package-files.ts"
import { sha256Of } from "../web-crypto.ts"
import type { GoodEntries } from "./check-chain.ts"

const exported = z.object({ digest: boundedString(256) })

/** Compares the list of exposures with the digests of lists that the timeline holds. */
export async function checkExposures(
  { files, manifest }: ReadPackage,
  entries: GoodEntries,
): Promise<readonly Finding[]> {
  const check = "exposures"
  const lines = await linesOf(files, packageFiles.exposures)
  if (lines === undefined) return [{ check, outcome: "unchecked", code: "exposuresAbsent" }]
  if (entries === undefined) return [{ check, outcome: "unchecked", code: "chainIsBroken" }]
  const digests = entries.flatMap(({ seq, type, data }) => {
    const given = type === "ExposuresExported" ? exported.safeParse(data).data : undefined
    return given === undefined ? [] : [{ seq, digest: given.digest }]
  })
  const { exposuresSalt } = manifest
  if (digests.length === 0 || exposuresSalt === undefined)
    return [{ check, outcome: "unchecked", code: "exposuresUnsigned", count: lines.length }]
  const digest = await digestOf(
    lines.map(({ line }) => line),
    exposuresSalt,
  )
  const given = digests.findLast((one) => one.digest === digest)
  return given === undefined
    ? [{ check, outcome: "broken", code: "exposuresDiffer", count: lines.length }]
    : [{ check, outcome: "holds", code: "exposuresMatch", count: lines.length, names: [String(given.seq)] }]
}

/** @returns undefined if a line is not JSON */
async function digestOf(lines: readonly string[], salt: string): Promise<string | undefined> {
  let digest = salt
  try {
    for (const line of lines) digest = await sha256Of(digestStep(digest, JSON.parse(line)))
    return digest
  } catch {
    return undefined
  }
}
