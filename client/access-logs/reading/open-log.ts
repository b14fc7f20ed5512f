/** Opens the files of a log: unpacks them by their content, decodes them, and splits them into lines. */
import { createReadStream, statSync } from "node:fs"
import { Readable } from "node:stream"
import { TextDecoder } from "node:util"
import * as zlib from "node:zlib"
import { isText, recognisedLines } from "./recognise-format.ts"

/** One file of a log. It is read twice: to learn how it is written, and for its lookups. */
export type LogFile = {
  readonly name: string
  /**
   * Its lines without line breaks, in batches.
   * @throws UnreadableLog with the reason
   */
  lines(): AsyncIterable<readonly string[]>
}

/** A file that cannot be read, or not to its end. Its message says why. */
export class UnreadableLog extends Error {
  readonly advice: string
  constructor(message: string, advice = "copy the file again, or leave it out") {
    super(message)
    this.advice = advice
  }
}

/** A file that is in none of the forms that are read. To read it again does not help. */
export class UnknownForm extends UnreadableLog {
  /** What is wrong with the file, without its name. */
  readonly reason: string
  constructor(name: string, reason: string, advice?: string) {
    super(`${name} ${reason}`, advice)
    this.reason = reason
  }
}

const chunkBytes = 1 << 20

/** @throws UnreadableLog if there is no such file, or it is a directory */
export const openLogFile = (name: string): LogFile => {
  const known = statSync(name, { throwIfNoEntry: false })
  if (known === undefined) throw new UnreadableLog(`there is no file ${name}`, "check its name")
  if (known.isDirectory()) throw new UnreadableLog(`${name} is a directory`, `name its files, such as ${name}/*.log*`)
  return { name, lines: () => linesOf(name, createReadStream(name, { highWaterMark: chunkBytes })) }
}

/** Keeps standard input in memory, because it can be read once only. */
export const openStandardInput = async (input: Readable): Promise<LogFile> => {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(chunk)
  return { name: "standard input", lines: () => linesOf("standard input", Readable.from(chunks)) }
}

/** A stream, which can be read once. */
export const openLogStream = (name: string, input: Readable): LogFile => ({ name, lines: () => linesOf(name, input) })

async function* linesOf(name: string, stream: Readable): AsyncIterable<readonly string[]> {
  let rest = ""
  try {
    for await (const text of decoded(stream)) {
      const lines = `${rest}${text}`.split(/\r?\n/)
      rest = lines.pop() ?? ""
      yield lines
    }
  } catch (error) {
    if (error instanceof OtherContent) throw new UnknownForm(name, `cannot be read: ${error.message}`, error.advice)
    throw new UnreadableLog(`${name} cannot be read to its end: ${error instanceof Error ? error.message : error}`)
  }
  if (rest !== "") yield [rest.replace(/\r$/, "")]
}

/** The first bytes are no text, or packed in a way that is not unpacked here. */
class OtherContent extends Error {
  readonly advice: string | undefined
  constructor(message: string, advice?: string) {
    super(message)
    this.advice = advice
  }
}

async function* decoded(stream: Readable): AsyncIterable<string> {
  let decoder: TextDecoder | undefined
  for await (const chunk of await unpacked(stream)) {
    if (decoder === undefined) decoder = decoderFor(chunk)
    // A file that was emptied while its program wrote on can begin with any number of NULs.
    yield decoder.decode(chunk, { stream: true }).replace(/\0+/g, "\0")
  }
}

/** The unpacked bytes. The first bytes of a packed file tell how it is packed, whatever its name. */
const unpacked = async (stream: Readable): Promise<AsyncIterable<Buffer>> => {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]()
  const first = await chunks.next()
  const head: Buffer = first.done === true ? Buffer.alloc(0) : first.value
  const whole = Readable.from(prepend(head, chunks))
  const magic = head.toString("latin1", 0, 4)
  if (magic.startsWith("\x1f\x8b")) return piped(whole, zlib.createGunzip({ chunkSize: chunkBytes }))
  if (magic === "\x28\xb5\x2f\xfd") return piped(whole, zstdDecompress())
  const packed = [...packers].find(([start]) => magic.startsWith(start))?.[1]
  if (packed !== undefined) throw new OtherContent(`it is packed with ${packed}`, "unpack it first")
  return whole
}

/** @throws Error when this Node.js is too old for it */
const zstdDecompress = () => {
  if (!("createZstdDecompress" in zlib)) throw new Error("it is packed with zstd, which takes Node.js 22.15 or newer")
  return zlib.createZstdDecompress({ chunkSize: chunkBytes })
}

const packers: ReadonlyMap<string, string> = new Map([
  ["PK\x03\x04", "zip"],
  ["BZh", "bzip2"],
  ["\xfd7zX", "xz"],
])

async function* prepend(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  yield head
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
}

const piped = (from: Readable, to: NodeJS.ReadWriteStream & AsyncIterable<string | Buffer>): AsyncIterable<Buffer> => {
  from.on("error", (error) => to.emit("error", error))
  return buffersOf(from.pipe(to))
}

async function* buffersOf(chunks: AsyncIterable<string | Buffer>): AsyncIterable<Buffer> {
  for await (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk
}

/** @throws OtherContent when the bytes are no text */
const decoderFor = (head: Buffer): TextDecoder => {
  // A mark of the order of bytes, or without it the zero beside the first letter.
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] !== 0 && head[1] === 0)) return new TextDecoder("utf-16le")
  if ((head[0] === 0xfe && head[1] === 0xff) || (head[0] === 0 && head[1] !== 0)) return new TextDecoder("utf-16be")
  if (!isMostlyText(head)) throw new OtherContent("it is not text")
  return new TextDecoder("utf-8")
}

/** A program that crashed, or whose log was emptied, can leave NULs in a few lines. Binary files have them in most. */
function isMostlyText(head: Buffer): boolean {
  const lines = head.toString("latin1").replace(/^\0+/, "").split("\n").slice(0, recognisedLines)
  return lines.filter(isText).length >= lines.length / 2
}
