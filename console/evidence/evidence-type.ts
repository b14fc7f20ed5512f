import type { paths } from "../../client/api/generated/paths.ts"

export type DeclaredFile = paths["/v1/cases/{caseAlias}/evidence"]["post"]["requestBody"]["content"]["application/json"]

type EvidenceType = DeclaredFile["contentType"]

/** How names of files that the hub takes end, in small letters, and what they are. The first ending names a type. */
const typeByEnding = {
  pdf: "application/pdf",
  json: "application/json",
  zip: "application/zip",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  eml: "message/rfc822",
  csv: "text/csv",
  txt: "text/plain",
  log: "text/plain",
} as const satisfies Record<string, EvidenceType>

const endings = new Map<string, EvidenceType>(Object.entries(typeByEnding))

/** Most bytes of one file. */
export const mostEvidenceBytes = 20_000_000

/** What a file is, by its name. The browser's own guess depends on the computer. */
export const evidenceTypeOf = (name: string): EvidenceType | undefined =>
  endings.get(/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "")

/** A type in a word, such as "PDF". */
export const typeInWord = (type: EvidenceType): string =>
  ([...endings].find(([, known]) => known === type)?.[0] ?? type).toUpperCase()

/** The endings, for the browser's own dialog. */
export const acceptedEndings = [...endings.keys()].map((ending) => `.${ending}`).join(",")
