import type { Finding } from "../finding.ts"
import { packageFiles, type ReadPackage } from "../package-files.ts"
import { sha256Of } from "../web-crypto.ts"

/** Files that no manifest lists: it cannot hold its own hash, and the page holds a copy of the manifest. */
const unlisted: readonly string[] = [packageFiles.manifest, packageFiles.page]

/**
 * Compares each file with the manifest, and the manifest with the dossier. The copies in a page say nothing of the
 * files beside it, so they are not files that hold.
 */
export async function checkManifest(
  { files, manifest, dossier }: ReadPackage,
  isWhole: boolean,
): Promise<readonly Finding[]> {
  const [same, differ, missing]: [string[], string[], string[]] = [[], [], []]
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = await files.get(path)?.()
    if (content === undefined) missing.push(path)
    else if (content.byteLength === bytes && (await sha256Of(content)) === sha256) same.push(path)
    else differ.push(path)
  }
  const listed = new Set([...unlisted, ...manifest.files.map(({ path }) => path)])
  const more = [...files.keys()].filter((path) => !listed.has(path))
  const isOther = manifest.caseAlias !== dossier.caseAlias || manifest.party !== dossier.party
  const check = "manifest"
  return [
    ...(isOther ? [{ check, outcome: "broken", code: "otherCase" } as const] : []),
    ...some(differ, { check, outcome: "broken", code: "filesDiffer" }),
    ...(isWhole ? [] : some(same, { check, outcome: "unchecked", code: "copiesMatch" })),
    ...some(missing, isWhole ? { check, outcome: "broken", code: "filesMissing" } : notGiven),
    ...some(more, { check, outcome: "broken", code: "filesUnlisted" }),
    ...(isWhole ? some(same, { check, outcome: "holds", code: "filesMatch" }) : []),
  ]
}

const notGiven = { check: "manifest", outcome: "unchecked", code: "filesNotGiven" } as const

/** A finding about these names; none if there are no names. */
export const some = (names: readonly string[], of: Finding): Finding[] =>
  names.length === 0 ? [] : [{ ...of, count: names.length, names }]
