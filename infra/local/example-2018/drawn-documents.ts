import type { DocumentLanguage } from "../../../shared/base/contracts/words.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { DrawnDocument, ListedDocument } from "./desk-documents.ts"
import type { Participant } from "./participants.ts"

/** The formats in which each document is drawn, with the ends of their file names. */
const formats = { pdf: "pdf", docx: "docx", markdown: "md" } as const

/** Draws documents and keeps them with what the party drew so far. */
export async function drawInto(
  participant: Participant,
  isWanted: (document: ListedDocument) => boolean,
): Promise<void> {
  participant.drawn.push(...(await drawDocuments(participant, isWanted)))
}

/**
 * Draws documents that a party can send: each in the first language of its law's notices, and notices in every
 * language that the law lists. One after the other, so that a small machine draws one document at a time.
 *
 * @param isWanted which of them
 */
async function drawDocuments(
  participant: Participant,
  isWanted: (document: ListedDocument) => boolean,
): Promise<DrawnDocument[]> {
  const drawn: DrawnDocument[] = []
  for (const language of ["en", "fr"] as const) {
    for (const document of await participant.desk.documents(participant.alias, language)) {
      if (languageOf(document) === language && isWanted(document)) drawn.push(await drawInAll(participant, document))
    }
  }
  return drawn
}

async function drawInAll({ desk, alias }: Participant, listed: ListedDocument): Promise<DrawnDocument> {
  const { document } = listed
  const drawnAt = new Date().toISOString()
  const files: DrawnDocument["files"][number][] = []
  for (const format of ["pdf", "docx", "markdown"] as const) {
    const file = await desk.draw(alias, { format, language: languageOf(listed), document })
    files.push({ ...file, extension: formats[format] })
  }
  return { ...listed, partyId: desk.party.id, name: nameOf(listed), drawnAt, files }
}

/** A notice to people is written in several languages. Everything else goes out in the law's first one. */
function languageOf({ kind, addressee, law, language }: ListedDocument): DocumentLanguage {
  if (kind === "notice" && addressee === undefined) return language
  return lawCatalogue.find(({ id }) => id === law)?.noticeLanguages[0] ?? "en"
}

/** Such as `report-ca-on-fippa-en`. The id of a letter ends with that of its duty, which says nothing to a reader. */
function nameOf(listed: ListedDocument): string {
  const { document, kind, addressee, law } = listed
  if (addressee !== undefined) return `letter-${law}-${languageOf(listed)}`
  return kind === "notice" ? document : `${document}-${languageOf(listed)}`
}
