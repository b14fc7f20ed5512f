import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { gzipSync, zstdCompressSync } from "node:zlib"
import { afterAll, describe, expect, it } from "@jest/globals"
import { openLogFile, openStandardInput, UnreadableLog } from "../../../client/access-logs/reading/open-log.ts"

const folder = mkdtempSync(join(tmpdir(), "wayseal-log-"))
afterAll(() => rmSync(folder, { recursive: true }))

const text = "one\r\ntwo é\n\nthree"
const lines = ["one", "two é", "", "three"]
const bigEndian = (value: string) => Buffer.from(`\ufeff${value}`, "utf16le").swap16()

const linesOf = async (log: { lines(): AsyncIterable<readonly string[]> }) => {
  const all: string[] = []
  for await (const batch of log.lines()) all.push(...batch)
  return all
}
const written = (bytes: string | Uint8Array) => {
  const file = join(folder, "access.log")
  writeFileSync(file, bytes)
  return openLogFile(file)
}

describe("a file of a log", () => {
  it.each<[string, string | Uint8Array]>([
    ["as it is", text],
    ["with a byte order mark", `\ufeff${text}`],
    ["in UTF-16", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["in UTF-16 with the high byte first", bigEndian(text)],
    ["in UTF-16 without a mark", Buffer.from(text, "utf16le")],
    ["packed with gzip, whatever its name", gzipSync(text)],
    ["packed with gzip in several parts", Buffer.concat([gzipSync("one\r\ntwo é\n"), gzipSync("\nthree")])],
    ["packed with zstd", zstdCompressSync(text)],
  ])("is read %s, twice", async (_, bytes) => {
    const log = written(bytes)
    expect(await linesOf(log)).toEqual(lines)
    expect(await linesOf(log)).toEqual(lines)
  })

  it("is read past NULs that a program left in a few lines, and a run of them is one", async () => {
    const bytes = Buffer.from(`${"\0".repeat(70_000)}one\ntwo\0\0two\nthree\nfour`)
    expect(await linesOf(written(bytes))).toEqual(["\0one", "two\0two", "three", "four"])
  })

  it("may come from standard input, packed or not", async () => {
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      const log = await openStandardInput(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]))
      expect(await linesOf(log)).toEqual(lines)
      expect(await linesOf(log)).toEqual(lines)
    }
  })

  it.each<[string, Uint8Array, string]>([
    ["cut off", gzipSync(text).subarray(0, 20), "cannot be read to its end"],
    ["packed in another way", Buffer.from("PK\x03\x04rest"), "packed with zip"],
    ["no text", Buffer.from([1, 2, 0, 4, 5]), "not text"],
    ["no text in most lines", Buffer.from("\x7fELF\0\0\n\0\x01\0\ntext"), "not text"],
  ])("is refused when it is %s", async (_, bytes, words) => {
    await expect(linesOf(written(bytes))).rejects.toThrow(words)
    await expect(linesOf(written(bytes))).rejects.toThrow(UnreadableLog)
  })

  it("is refused when it is missing or a folder", () => {
    expect(() => openLogFile(join(folder, "nothing"))).toThrow("there is no file")
    expect(() => openLogFile(folder)).toThrow("is a directory")
  })
})
