import { readFileSync } from "node:fs"
import { basename, relative } from "node:path"
import { type Document, isNode, LineCounter, parseDocument } from "yaml"
import type { Law } from "./law.ts"
import { lawOfFile } from "./law-file.ts"
import { LawInvalid } from "./law-invalid.ts"
import { lawFiles, lawFolders, projectFolder } from "./load-law-ids.ts"

type LawInFile = { readonly file: string; readonly law: Law }

/**
 * The laws in these folders, a YAML file each, in the order of their ids.
 *
 * @throws LawInvalid
 */
export function readLaws(folders: readonly string[] = lawFolders): readonly Law[] {
  const read = lawFiles(folders)
    .map((file): LawInFile => ({ file: relative(projectFolder, file), law: readLaw(file) }))
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

function readLaw(file: string): Law {
  const named = relative(projectFolder, file)
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined) throw new LawInvalid(`${named} is no YAML: ${error.message}`)
  const { success, data, error: wrong } = lawOfFile.safeParse(document.toJS())
  if (!success) {
    const faults = wrong.issues.map(({ path, message }) => `${placeOf(path, document, lines)}: ${message}`)
    throw new LawInvalid([`${named} is not right:`, ...faults].join("\n  "))
  }
  if (data.id !== basename(file, ".yaml")) throw new LawInvalid(`${named}: name the file ${data.id}.yaml, as its id.`)
  return data
}

/** Where a fault is, as a person finds it: `line 40, rule notify-commission, due.within`. */
function placeOf(path: readonly PropertyKey[], document: Document.Parsed, lines: LineCounter): string {
  const found = path.map((_, end) => document.getIn(path.slice(0, path.length - end), true)).find(isNode)
  const line = lines.linePos(found?.range?.[0] ?? 0).line
  const [list, place, ...rest] = path
  if (list !== "rules" || place === undefined)
    return [`line ${line}`, ...(list === undefined ? [] : [path.join(".")])].join(", ")
  const rule = document.getIn(["rules", place, "id"])
  return [
    `line ${line}`,
    `rule ${typeof rule === "string" ? rule : Number(place) + 1}`,
    ...(rest.length === 0 ? [] : [rest.join(".")]),
  ].join(", ")
}

/** The laws that this deployment has. */
export const laws: readonly Law[] = readLaws()
