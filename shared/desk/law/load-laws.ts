import { createHash } from "node:crypto"
import { basename, relative } from "node:path"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import type { Law } from "./law.ts"
import { lawOfFile } from "./law-file.ts"
import { LawInvalid } from "./law-invalid.ts"
import { lawFiles, lawFolders, projectFolder } from "./load-law-ids.ts"
import { readLawReviews } from "./load-law-reviews.ts"
import { readYaml } from "./load-yaml.ts"
import { reviewedLaws } from "./reviewed-laws.ts"

type LawInFile = { readonly file: string; readonly law: Law }

/**
 * The laws in these folders, a YAML file each, in the order of their ids. A law that nobody had read gives way to a
 * file of somebody who has.
 *
 * @throws LawInvalid
 */
export function readLaws(folders: readonly string[] = lawFolders): readonly Law[] {
  const all = lawFiles(folders).map((file): LawInFile => ({ file: relative(projectFolder, file), law: readLaw(file) }))
  const isRead = new Set(all.flatMap(({ law }) => (law.nobodyHasRead ? [] : [law.id])))
  const read = all
    .filter(({ law }) => !law.nobodyHasRead || !isRead.has(law.id))
    .sort((one, other) => (one.law.id < other.law.id ? -1 : 1))
  const laws = read.map(({ law }) => law)
  for (const [place, { id }] of laws.entries())
    if (laws[place + 1]?.id === id) throw new LawInvalid(`Two files have the law ${id}. Give yours another id.`)
  requireOneName(read)
  return laws
}

/** A regulator is known by its code, so a second name would be shown under laws that do not have it. */
function requireOneName(read: readonly LawInFile[]): void {
  const named = read.flatMap(({ file, law }) =>
    law.rules.flatMap(({ kind, to }) => (kind === "tellRegulator" ? [{ file, code: to.code, name: to.name }] : [])),
  )
  const first = new Map<string, (typeof named)[number]>()
  for (const one of named) {
    const known = first.get(one.code) ?? one
    first.set(one.code, known)
    if (known.name.en !== one.name.en || known.name.fr !== one.name.fr)
      throw new LawInvalid(
        `${known.file} and ${one.file} have two names for the regulator ${one.code}. ` +
          "Write the same one in yours, or another code.",
      )
  }
}

/** SHA-256 of what a file says, base64url: comments and layout do not change it. */
const hashOfContent = (content: unknown): string =>
  createHash("sha256")
    .update(canonicalJson(content ?? null))
    .digest("base64url")

/** Ten times the longest law of the pack. */
const mostBytesOfLaw = 250_000

function readLaw(file: string): Law {
  const law = readYaml(file, (content) => lawOfFile(hashOfContent(content)), mostBytesOfLaw)
  if (law.id === basename(file, ".yaml")) return law
  throw new LawInvalid(`${relative(projectFolder, file)}: name the file ${law.id}.yaml, as its id.`)
}

/** The laws that this deployment has, each rule with the reviews of its stage. */
export const laws: readonly Law[] = reviewedLaws(readLaws(), readLawReviews())
