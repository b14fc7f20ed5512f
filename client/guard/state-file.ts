import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { open, rename } from "node:fs/promises"
import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"

/**
 * The state of a guard in a file: rows of JSON, encrypted whole with AES-256-GCM. So it says nothing to who has the
 * file alone, and nobody else can change it. It begins with its version, a check of the key, and a nonce, and ends with
 * the tag.
 */
export type StateFile = {
  /**
   * The rows; undefined if there is no file.
   *
   * @throws StateUnread where it is none that this key opens, and the error of the file system
   */
  read(): Iterable<unknown> | undefined
  /** Replaces the file by one with these rows. A crash leaves the former file or the new one, whole. */
  write(rows: Iterable<object>): Promise<void>
}

/** A file has no state that can be used. The message goes on after the file's name. */
export class StateUnread extends Error {
  override readonly name = "StateUnread"
}

/** The key of a state is missing, or has another form. */
export class StateKeyWrong extends Error {
  override readonly name = "StateKeyWrong"
  constructor() {
    super("The key of the state must be 32 random bytes in base64. Make it once with: openssl rand -base64 32")
  }
}

/** The keys that one key of an operator gives. */
export type StateKeys = {
  readonly file: KeyObject
  /** Under which the guard's names are hashes: other files under the same key have the same. */
  readonly names: KeyObject
  /** Says whether a file was written under this key. */
  readonly check: Buffer
}

const keyText = boundedString(64)
  .trim()
  .regex(/^[A-Za-z0-9+/]{43}=$/)

/** @throws StateKeyWrong that says how to make a key, if this is none */
export function stateKeysOf(text: string | undefined): StateKeys {
  const read = keyText.safeParse(text)
  if (!read.success) throw new StateKeyWrong()
  const derived = (use: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync("sha256", Buffer.from(read.data, "base64"), "", `wayseal guard ${use}`, bytes))
  const [file, names] = [createSecretKey(derived("file", 32)), createSecretKey(derived("names", 32))]
  return { file, names, check: derived("check", 8) }
}

const version = Buffer.from("wayseal guard 1\n")
const [nonceBytes, tagBytes] = [12, 16]
const algorithm = "aes-256-gcm"
/** Decisions wait for a slice of this time. */
const sliceMilliseconds = 2

export function stateFile(path: string, { file, check }: StateKeys): StateFile {
  const begin = Buffer.concat([version, check])
  return {
    read() {
      const bytes = contentOf(path)
      return bytes === undefined ? undefined : rowsIn(opened(bytes, begin, file))
    },
    async write(rows) {
      const nonce = randomBytes(nonceBytes)
      const head = Buffer.concat([begin, nonce])
      const cipher = createCipheriv(algorithm, file, nonce).setAAD(head)
      const handle = await open(`${path}.new`, "w", 0o600)
      try {
        // One that a crash left has another mode, perhaps.
        await handle.chmod(0o600)
        await handle.appendFile(head)
        for (const slice of slicesOf(rows)) await handle.appendFile(cipher.update(slice, "utf8"))
        await handle.appendFile(Buffer.concat([cipher.final(), cipher.getAuthTag()]))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(`${path}.new`, path)
    },
  }
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined
    throw error
  }
}

const coded = z.object({ code: boundedString(64) })

/** The code of an error of the file system, such as ENOSPC. */
export const codeOf = (error: unknown): string | undefined => coded.safeParse(error).data?.code

/** @throws StateUnread */
function opened(bytes: Buffer, begin: Buffer, key: KeyObject): Buffer {
  const headBytes = begin.length + nonceBytes
  if (!bytes.subarray(0, version.length).equals(version))
    throw new StateUnread("is no state of this version of the guard")
  if (!bytes.subarray(0, begin.length).equals(begin)) throw new StateUnread("was written under another key")
  if (bytes.length < headBytes + tagBytes) throw new StateUnread("is cut off or was changed")
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(begin.length, headBytes))
  decipher.setAAD(bytes.subarray(0, headBytes)).setAuthTag(bytes.subarray(-tagBytes))
  const plain = decipher.update(bytes.subarray(headBytes, -tagBytes))
  try {
    decipher.final()
  } catch {
    throw new StateUnread("is cut off or was changed")
  }
  return plain
}

const newline = 10

/** The rows of a text, one in each line. */
function* rowsIn(text: Buffer): Generator<unknown> {
  for (let from = 0; from < text.length; ) {
    const to = text.indexOf(newline, from)
    yield JSON.parse(text.toString("utf8", from, to < 0 ? text.length : to))
    from = to < 0 ? text.length : to + 1
  }
}

/** Rows as text, in pieces that are made in a short time each. */
function* slicesOf(rows: Iterable<object>): Generator<string> {
  let slice = ""
  let startedAt = performance.now()
  for (const row of rows) {
    slice += `${JSON.stringify(row)}\n`
    if (performance.now() - startedAt < sliceMilliseconds) continue
    yield slice
    slice = ""
    startedAt = performance.now()
  }
  yield slice
}
