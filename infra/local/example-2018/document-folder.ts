import { mkdir, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import type { Dossier } from "../../../shared/desk/dossier/document.ts"
import type { DrawnDocument } from "./desk-documents.ts"
import { type FiledDocument, folderIndex, type IndexedParty } from "./folder-index.ts"
import type { Participant } from "./participants.ts"

/** Annexes that a party keeps: they hold hashes, fingerprints and scores, and go to nobody by themselves. */
const annexes = ["summary", "evidence"] as const

/**
 * Writes the documents of a party to a folder of its own: those to send, those that a correction superseded, the lists
 * for a mail merge and of its shipments, and apart from them the evidence. Replaces what an earlier run left there.
 *
 * @param dossier the party's dossier, as it was checked
 * @returns the party's part of the index
 */
export async function fileDocuments(folder: string, participant: Participant, dossier: Dossier): Promise<IndexedParty> {
  const { desk, alias, drawn } = participant
  const partyId = desk.party.id
  await rm(join(folder, partyId), { recursive: true, force: true })
  const documents: FiledDocument[] = []
  for (const document of drawn.toSorted(byKind)) documents.push(await fileDocument(folder, participant, document))
  documents.sort((one, other) => Number(one.superseded) - Number(other.superseded))
  const evidence = await fileEvidence(folder, participant, dossier)
  const mergeLists: string[] = []
  for (const language of documentLanguages) {
    const path = join(partyId, `mail-merge-${language}.csv`)
    await write(folder, path, await whole(desk.mailMergeCsv(alias, language)))
    mergeLists.push(path)
  }
  const list = join(partyId, "shipments.csv")
  await write(folder, list, await whole(desk.exposuresCsv(alias)))
  const { duties } = await desk.view(alias)
  return { party: desk.party, alias, duties, documents, evidence, mergeLists, list }
}

const kinds = ["report", "supplement", "notice", "letter", "register"]

/** Reports first, register entries last. */
function byKind(one: DrawnDocument, other: DrawnDocument): number {
  const place = ({ name }: DrawnDocument) => kinds.findIndex((kind) => name.startsWith(kind))
  return place(one) - place(other)
}

async function fileDocument(folder: string, { desk, alias }: Participant, document: DrawnDocument) {
  const isSuperseded = await Promise.all(document.files.map(({ documentId }) => desk.isSuperseded(alias, documentId)))
  const superseded = isSuperseded.includes(true)
  const paths: string[] = []
  for (const { extension, content } of document.files) {
    const path = join(document.partyId, superseded ? "superseded" : "to-send", `${document.name}.${extension}`)
    await write(folder, path, content)
    paths.push(path)
  }
  return { document, superseded, paths }
}

async function fileEvidence(folder: string, { desk, alias }: Participant, dossier: Dossier): Promise<string[]> {
  const paths: string[] = []
  const keep = async (name: string, content: string | Uint8Array): Promise<void> => {
    const path = join(desk.party.id, "evidence", name)
    await write(folder, path, content)
    paths.push(path)
  }
  await keep("dossier.json", `${JSON.stringify(dossier, null, 2)}\n`)
  for (const [format, extension] of [
    ["pdf", "pdf"],
    ["docx", "docx"],
    ["markdown", "md"],
  ] as const) {
    for (const document of annexes)
      await keep(`${document}.${extension}`, (await desk.draw(alias, { format, document })).content)
  }
  return paths
}

/** A list from its pages. */
async function whole(pages: AsyncIterable<string>): Promise<string> {
  let list = ""
  for await (const page of pages) list += page
  return list
}

/** Writes the index of all parties' documents. @returns its path */
export async function fileIndex(folder: string, parties: readonly IndexedParty[]): Promise<string> {
  await write(folder, "index.md", folderIndex(parties))
  return join(folder, "index.md")
}

async function write(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}
