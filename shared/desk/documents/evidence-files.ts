import type { Ends } from "../evidence-content.ts"
import type { AnswerFiles, EvidenceFile } from "../evidence-file.ts"

/** A request with which anybody can upload one file. All of these headers have to be sent. */
export type UploadLink = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

/** Where files of evidence are. The hub holds the bytes of those alone that came with the answer to a letter. */
export type EvidenceFiles = AnswerFiles & {
  /** How to write this very file, once: other bytes, another length and a second write are refused. */
  linkToWrite(key: string, file: Omit<EvidenceFile, "name">, seconds: number): Promise<UploadLink>
  /** A URL with which anybody can read the file for this many seconds. A browser saves it under `savedAs`. */
  linkToRead(key: string, savedAs: string, seconds: number): Promise<string>
  /** The bytes that show what a file is: of a PDF both ends, of others the start. Undefined until it is there. */
  endsOf(key: string, file: Pick<EvidenceFile, "contentType" | "bytes">): Promise<Ends | undefined>
}
