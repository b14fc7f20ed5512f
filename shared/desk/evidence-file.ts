import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"

/** What a file of evidence can be. None of it runs in a browser. */
const evidenceType = z.enum([
  "application/pdf",
  "application/json",
  "application/zip",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "image/jpeg",
  "image/png",
  "message/rfc822",
  "text/csv",
  "text/plain",
])

/** How the names of such files end. */
const endings: Readonly<Record<z.infer<typeof evidenceType>, string>> = {
  "application/pdf": "pdf",
  "application/json": "json",
  "application/zip": "zip",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "image/jpeg": "jpg",
  "image/png": "png",
  "message/rfc822": "eml",
  "text/csv": "csv",
  "text/plain": "txt",
}

/** Most bytes of one file. */
export const mostEvidenceBytes = 20_000_000

/** What one party can add to one case: files, and bytes of them all. */
export const mostEvidence = { files: 100, bytes: 500_000_000 } as const

/** No slash and no control character. What makes requests from the schema does not know classes of Unicode. */
const withoutFolder = /^[ -.0-[\]-~\u00a0-\uffff]+$/

/** A file that a party is to upload. Its name can say something of a person, so it rests sealed. */
export const evidenceFileSchema = z.strictObject({
  name: boundedString(200)
    .min(1)
    .regex(withoutFolder)
    .meta({ description: "The name of the file, without a folder. It rests encrypted", examples: ["server.log.zip"] }),
  contentType: evidenceType.meta({ description: "What the file is", examples: ["application/zip"] }),
  bytes: z
    .int()
    .min(1)
    .max(mostEvidenceBytes)
    .meta({ description: "Its length. 20 MB at most", examples: [48_213] }),
  sha256: boundedString(256)
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: "SHA-256 of its bytes in hexadecimal" }),
})
export type EvidenceFile = z.infer<typeof evidenceFileSchema>

/** Writes files that came with answers to letters. */
export type AnswerFiles = {
  /** Writes one once. It may be there already: its key names its content. */
  store(key: string, file: Omit<EvidenceFile, "name">, content: Uint8Array): Promise<void>
}

/**
 * Where a file of evidence is in the bucket of documents.
 * @param ofParty what stands for the party, which the key must not name
 */
export const evidenceKey = (ofParty: string, evidenceId: string): string => `evidence/${ofParty}/${evidenceId}`

/** The same for a party. The key shows nobody which party it is. */
export const evidenceKeyOf = (
  desk: { hashUnderKey(...parts: readonly string[]): string },
  partyId: string,
  evidenceId: string,
): string => evidenceKey(desk.hashUnderKey("evidence", partyId), evidenceId)

/** What a file is, by how its name ends; `undefined` if a file of evidence is nothing of the kind. */
export function typeOfName(name: string): EvidenceFile["contentType"] | undefined {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase()
  return evidenceType.options.find((type) => endings[type] === (ending === "jpeg" ? "jpg" : ending))
}

/** The name under which a browser saves a file. The party's own name for it is in no link. */
export const savedName = (evidenceId: string, type: EvidenceFile["contentType"]): string =>
  `${evidenceId}.${endings[type]}`
