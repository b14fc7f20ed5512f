import type { EvidenceFile } from "./evidence-file.ts"

/** So many bytes from the start of a file show what it is, and so many at its end whether it is whole. */
export const bytesThatShow = { start: 4_096, end: 1_024 } as const

/** The first and the last bytes of a file, as many as show what it is. */
export type Ends = { readonly start: Uint8Array; readonly end: Uint8Array }

export const endsOf = (content: Uint8Array): Ends => ({
  start: content.subarray(0, bytesThatShow.start),
  end: content.subarray(-bytesThatShow.end),
})

type Type = EvidenceFile["contentType"]

const startsWith = (start: Uint8Array, ...bytes: readonly number[]): boolean =>
  start.length >= bytes.length && bytes.every((byte, place) => start[place] === byte)

/** An archive, or one without files. DOCX and XLSX are archives too; what is in them the start does not show. */
const isZip = (start: Uint8Array): boolean =>
  startsWith(start, 0x50, 0x4b, 0x03, 0x04) || startsWith(start, 0x50, 0x4b, 0x05, 0x06)

/** Readers of PDF look for its mark in the first 1,024 bytes. */
const isPdf = (start: Uint8Array): boolean => textOf(start.subarray(0, 1_024)).includes("%PDF-")

/** Text in UTF-8 or in an older code of one byte, or in UTF-16 with its mark: no program and no picture. */
function isText(start: Uint8Array): boolean {
  if (startsWith(start, 0xff, 0xfe) || startsWith(start, 0xfe, 0xff)) return true
  // Tab, line feed, form feed, carriage return and escape. Logs of terminals have escapes.
  const allowed = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b])
  return start.every((byte) => byte >= 0x20 || allowed.has(byte)) && !isZip(start) && !isPdf(start)
}

/** Each byte as a character. Browsers have no `Buffer`. */
const textOf = (start: Uint8Array): string => String.fromCharCode(...start).replace(/^\u00ef\u00bb\u00bf/, "")

/** A table of our own, because only these ten types count. A library that knows hundreds would be most of the code. */
const looksLike: Readonly<Record<Type, (start: Uint8Array) => boolean>> = {
  "application/pdf": isPdf,
  "application/zip": isZip,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": isZip,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": isZip,
  "image/png": (start) => startsWith(start, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  "image/jpeg": (start) => startsWith(start, 0xff, 0xd8, 0xff),
  "application/json": (start) => isText(start) && /^\s*(?:[[{"\d-]|true|false|null)/.test(textOf(start)),
  // A mail begins with a field, or with the line that programs put before it in a mailbox.
  "message/rfc822": (start) => isText(start) && /^(?:From |[!-9;-~]{1,100}:)/.test(textOf(start)),
  "text/csv": isText,
  "text/plain": isText,
}

const inWords: Readonly<Record<Type, string>> = {
  "application/pdf": "a PDF",
  "application/zip": "a ZIP archive",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an XLSX workbook",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a DOCX document",
  "image/png": "a PNG image",
  "image/jpeg": "a JPEG image",
  "application/json": "JSON",
  "message/rfc822": "a mail (EML)",
  "text/csv": "CSV text",
  "text/plain": "plain text",
}

/**
 * What keeps a file from being evidence: it does not begin as a file of its type does, or it is a PDF without the mark
 * of its end, which readers look for in the last 1,024 bytes (ISO 32000-1, 7.5.5).
 */
export function contentFault(contentType: Type, { start, end }: Ends): "otherType" | "cutOff" | undefined {
  if (!looksLike[contentType](start)) return "otherType"
  return contentType === "application/pdf" && !textOf(end).includes("%%EOF") ? "cutOff" : undefined
}

/** Why a file is not kept, and what to do. */
export const faultInWords = (contentType: Type, fault: NonNullable<ReturnType<typeof contentFault>>): string =>
  fault === "cutOff"
    ? "The file was declared as a PDF and has no %%EOF in its last 1,024 bytes, so it is cut off and not kept as " +
      "evidence. Save the PDF again and add it, or add it in a ZIP archive."
    : `The file was declared as ${inWords[contentType]} and does not begin like one, so it is not kept as evidence. ` +
      "Add it again as what it is, or in a ZIP archive."
