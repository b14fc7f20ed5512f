import { type FileHandle, open, readdir, stat } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { LogPiece, LogPosition, LogSource } from "./log-source.ts"

const pieceBytes = 1 << 20
const newline = 10

/** When to look for more, and when to stop. */
export type Following = { readonly signal: AbortSignal; readonly pauseMilliseconds?: number }

/**
 * A file that a web server is writing, in UTF-8. It goes on in the next file when the server begins one under the same
 * name, after the last line of the one before, and from the beginning if the file was emptied. After an interruption it
 * finds the file before under its new name in the same folder.
 */
export function followedFile(path: string, { signal, pauseMilliseconds = 500 }: Following): LogSource {
  return {
    name: path,
    async *read(from) {
      let at = await placeToBegin(path, from, signal, pauseMilliseconds)
      while (at !== undefined) {
        try {
          yield* readOn(at, { path, signal, pauseMilliseconds })
        } finally {
          await at.handle.close()
        }
        at = signal.aborted ? undefined : await placeToBegin(path, undefined, signal, pauseMilliseconds)
      }
    },
  }
}

type Place = { readonly handle: FileHandle; readonly file: string; bytes: number; lines: number }

/** The place of a position, or the beginning of the file. Waits until there is a file. */
async function placeToBegin(
  path: string,
  from: LogPosition | undefined,
  signal: AbortSignal,
  pauseMilliseconds: number,
): Promise<Place | undefined> {
  const before = from?.file === undefined ? undefined : await fileNamed(path, from.file)
  if (before !== undefined && from !== undefined)
    return { handle: before, file: from.file ?? "", bytes: from.bytes ?? 0, lines: from.lines }
  while (!signal.aborted) {
    const handle = await open(path, "r").catch(() => undefined)
    if (handle !== undefined) return { handle, file: identity(await handle.stat()), bytes: 0, lines: 0 }
    await pause(pauseMilliseconds)
  }
  return undefined
}

/** The file with this identity: under its own name, or under one that a rotation gave it. */
async function fileNamed(path: string, file: string): Promise<FileHandle | undefined> {
  const names = await readdir(dirname(path)).catch(() => [])
  const candidates = names.filter((name) => name.startsWith(basename(path))).map((name) => join(dirname(path), name))
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => undefined)
    if (found !== undefined && identity(found) === file) return open(candidate, "r")
  }
  return undefined
}

const identity = ({ dev, ino }: { readonly dev: number; readonly ino: number }): string => `${dev}-${ino}`

/** Yields lines until another file has the name, or it is time to stop. */
async function* readOn(
  at: Place,
  { path, signal, pauseMilliseconds }: Following & { readonly path: string; readonly pauseMilliseconds: number },
): AsyncGenerator<LogPiece> {
  let isReplaced = false
  for (;;) {
    const lines = await nextLines(at, isReplaced)
    if (lines.length > 0) {
      yield pieceAt(at, lines, false)
      continue
    }
    yield pieceAt(at, [], true)
    if (isReplaced || signal.aborted) return
    const [own, named] = await Promise.all([at.handle.stat(), stat(path).catch(() => undefined)])
    if (own.size < at.bytes) Object.assign(at, { bytes: 0, lines: 0 })
    // What was written before the rename is still to be read.
    else if (named !== undefined && identity(named) !== at.file) isReplaced = true
    else await pause(pauseMilliseconds, undefined, { signal }).catch(() => {})
  }
}

const pieceAt = ({ file, bytes, lines }: Place, read: readonly string[], isLast: boolean): LogPiece => ({
  lines: read,
  position: { file, bytes, lines },
  isLast,
})

/** The next whole lines. The last one of a file that nobody writes any more may have no line break. */
async function nextLines(at: Place, isFinished: boolean): Promise<readonly string[]> {
  const buffer = Buffer.allocUnsafe(pieceBytes)
  const { bytesRead } = await at.handle.read(buffer, 0, pieceBytes, at.bytes)
  const read = buffer.subarray(0, bytesRead)
  const end = read.lastIndexOf(newline) + 1
  const taken = end > 0 ? end : isFinished || bytesRead === pieceBytes ? bytesRead : 0
  if (taken === 0) return []
  const lines = read
    .toString("utf8", 0, taken)
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
  at.bytes += taken
  at.lines += lines.length
  return lines
}
