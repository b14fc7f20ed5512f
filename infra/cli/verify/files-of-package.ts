import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { Unzip, type UnzipFile, UnzipInflate } from "fflate"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { visibleText } from "../../../shared/base/platform/visible-text.ts"
import { type PackageFiles, packageFiles } from "../../../shared/proof/evidence-package/package-files.ts"

/** What a package may hold. Whoever made it may want to fill the memory or the time of whoever checks it. */
export const packageLimits = { files: 5_000, bytes: 1024 ** 3, zippedBytes: 256 * 1024 ** 2, timesItsZip: 100 } as const

const mebibytes = (bytes: number): string => `${bytes / 1024 ** 2} MiB`

const stop = (sentence: string) => new CommandStopped("unusableFile", sentence)

const tooMany = (path: string) =>
  stop(`${path} holds more than ${packageLimits.files} files and folders. No evidence package has so many.`)

const tooLarge = (path: string) =>
  stop(`${path} holds more than ${mebibytes(packageLimits.bytes)}, which is the most that verify checks.`)

/** Whether a path is an evidence package: a folder, or a zip of one. */
export function isPackage(path: string): boolean {
  return path.endsWith(".zip") || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/**
 * The files of a package: of a folder, each read when it is needed, or of a zip.
 *
 * @throws CommandStopped if it cannot be read, is larger than {@link packageLimits}, or holds what is neither a file
 *   nor a folder
 */
export function filesOfPackage(path: string): PackageFiles {
  try {
    return path.endsWith(".zip") ? filesInZip(path) : filesInFolder(path)
  } catch (error) {
    throw error instanceof CommandStopped ? error : stop(`${path} cannot be read.`)
  }
}

/** No link is followed: it could lead to a device that never ends, or to a file of whoever checks. */
function filesInFolder(folder: string): PackageFiles {
  const files = new Map<string, () => Promise<Uint8Array<ArrayBuffer>>>()
  const open = [""]
  let [found, bytes] = [0, 0]
  for (let below = open.pop(); below !== undefined; below = open.pop())
    for (const one of readdirSync(join(folder, below), { withFileTypes: true })) {
      const place = below === "" ? one.name : `${below}/${one.name}`
      const path = join(folder, place)
      found += 1
      if (found > packageLimits.files) throw tooMany(folder)
      if (one.isDirectory()) open.push(place)
      else if (one.isFile()) files.set(place, async () => new Uint8Array(readFileSync(path)))
      else throw stop(`${visibleText(place)} is a link or a device. An evidence package holds files and folders alone.`)
      bytes += one.isFile() ? lstatSync(path).size : 0
      if (bytes > packageLimits.bytes) throw tooLarge(folder)
    }
  return files
}

/** Bytes of a zip that are unpacked before the limits are looked at again. */
const chunkBytes = 16 * 1024

/** A zip of the folder's files, or of the folder itself. It is unpacked in memory, and no further than the limits. */
function filesInZip(path: string): PackageFiles {
  const { size } = statSync(path)
  if (size > packageLimits.zippedBytes)
    throw stop(`${path} is larger than ${mebibytes(packageLimits.zippedBytes)}. Unpack it, and check the folder.`)
  const most = Math.min(packageLimits.bytes, size * packageLimits.timesItsZip)
  const files = unpacked(new Uint8Array(readFileSync(path)), {
    ofFile: () => tooMany(path),
    ofByte: (bytes) => {
      if (bytes <= most) return
      const packed = `${path} unpacks to more than ${packageLimits.timesItsZip} times its size`
      throw most === packageLimits.bytes ? tooLarge(path) : stop(`${packed}. No evidence package does.`)
    },
  })
  const manifest = [...files.keys()].find((name) => name.split("/").at(-1) === packageFiles.manifest) ?? ""
  const above = manifest.slice(0, -packageFiles.manifest.length)
  return new Map([...files].map(([name, content]) => [name.slice(above.length), async () => content]))
}

type Limits = { readonly ofFile: () => Error; readonly ofByte: (bytes: number) => void }

/** The files of a zip. @throws Error if it ends in the middle, or has one name twice */
function unpacked(zip: Uint8Array, { ofFile, ofByte }: Limits): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const parts = new Map<string, Uint8Array[]>()
  const whole = new Set<string>()
  let bytes = 0
  const unzip = new Unzip((file: UnzipFile) => {
    if (parts.size >= packageLimits.files) throw ofFile()
    if (parts.has(file.name)) throw new Error("A name is there twice.")
    const of: Uint8Array[] = []
    parts.set(file.name, of)
    file.ondata = (error, data, isLast) => {
      if (error !== null) throw error
      bytes += data.byteLength
      ofByte(bytes)
      of.push(data)
      if (isLast) whole.add(file.name)
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for (let from = 0; from < zip.length; from += chunkBytes)
    unzip.push(zip.subarray(from, from + chunkBytes), from + chunkBytes >= zip.length)
  if (parts.size === 0 || whole.size < parts.size) throw new Error("The zip ends in the middle of a file.")
  const files = [...parts].filter(([name]) => !name.endsWith("/"))
  return new Map(files.map(([name, of]) => [name, new Uint8Array(Buffer.concat(of))]))
}
