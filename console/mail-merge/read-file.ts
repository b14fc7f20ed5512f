import Papa from "papaparse"

/** A file of a shop or mailer as a table. It stays in the page's memory. */
export type FileTable = {
  readonly columns: readonly string[]
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly string[])[]
  readonly encoding: FileEncoding
  readonly delimiter: string
}

export type FileEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252"

/** Why a file is no table. */
export type UnreadableFile = "empty" | "noRows" | "oneColumn" | "notText" | "tooLarge"

/** The largest file that is read, in bytes: about 300,000 orders. */
export const largestFile = 100_000_000

const delimiters = [",", ";", "\t", "|"]

/** Reads a CSV file in any of the usual encodings and delimiters. Never throws; says what is wrong instead. */
export function readFile(bytes: Uint8Array): FileTable | { readonly unreadable: UnreadableFile } {
  if (bytes.length === 0) return { unreadable: "empty" }
  if (bytes.length > largestFile) return { unreadable: "tooLarge" }
  const { text, encoding } = decoded(bytes)
  // A spreadsheet file (ZIP) or a PDF, for example.
  if (text.slice(0, 2_000).includes("\0") || text.startsWith("PK\u0003\u0004")) return { unreadable: "notText" }
  const { hint, body } = withoutDelimiterLine(text)
  const delimitersToGuess = { delimitersToGuess: delimiters }
  const parsed = Papa.parse<string[]>(body, {
    skipEmptyLines: "greedy",
    ...(hint === undefined ? delimitersToGuess : { delimiter: hint }),
  })
  const [columns = [], ...rows] = parsed.data
  if (columns.length < 1 || columns.every((name) => name.trim() === "")) return { unreadable: "empty" }
  if (rows.length === 0) return { unreadable: "noRows" }
  if (columns.length === 1 && rows.some((row) => row.length > 1)) return { unreadable: "oneColumn" }
  const names = columns.map((name) => name.trim())
  return {
    columns: names,
    rows: rows.map((row) => names.map((_, place) => row[place] ?? "")),
    encoding,
    delimiter: parsed.meta.delimiter,
  }
}

/** Excel writes `sep=;` as a first line of its own. */
function withoutDelimiterLine(text: string): { hint: string | undefined; body: string } {
  const [line, hint] = /^"?sep=(.)"?\r?\n/i.exec(text) ?? []
  return line === undefined ? { hint: undefined, body: text } : { hint, body: text.slice(line.length) }
}

/** The text of a file in any of the usual encodings. */
export function decoded(bytes: Uint8Array): { text: string; encoding: FileEncoding } {
  const utf16 = utf16Of(bytes)
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), encoding: utf16 }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" }
  } catch {
    // Older programs on Windows write in its own code page.
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" }
  }
}

/** By its byte order mark, or by the zero bytes that every second byte of Latin text is. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return "utf-16le"
  if (first === 0xfe && second === 0xff) return "utf-16be"
  const start = bytes.subarray(0, 400)
  const zeros = (rest: number) => start.filter((byte, place) => place % 2 === rest && byte === 0).length
  const most = start.length * 0.4
  if (zeros(1) > most) return "utf-16le"
  return zeros(0) > most ? "utf-16be" : undefined
}
