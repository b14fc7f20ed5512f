import * as z from "zod"
import { timelineHeadSchema } from "../../base/chain/timeline-chain.ts"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { signature } from "../../base/contracts/signature.ts"
import { type PublicKeySet, publicKeySetSchema } from "../../base/platform/signing/public-key-set.ts"

/** The only version of the format so far. docs/evidence-package.md specifies it. */
export const packageFormat = "wayseal-evidence/1"

/** Names of the files of a package. */
export const packageFiles = {
  manifest: "manifest.json",
  page: "index.html",
  dossier: "dossier.json",
  keys: "keys.json",
  exposures: "exposures.jsonl",
  events: "events.jsonl",
} as const

/** Folders of a package. */
export const packageFolders = { evidence: "files/", documents: "documents/", statements: "statements/" } as const

/** A path below the package. No part of it leads out of the folder. */
const path = boundedString(300)
  .regex(/^(?!\/)(?!.*\/\/)[^\\]+$/)
  .refine((value) => value.split("/").every((part) => part !== "" && part !== "." && part !== ".."))

/** What a package holds: every file but the manifest itself and the page. */
const manifestSchema = z.object({
  format: z.literal(packageFormat),
  caseAlias: boundedString(256).min(1),
  party: boundedString(256).min(1).meta({ description: "Id of the party whose side of the case it is" }),
  madeAt: z.iso.datetime({ offset: true }),
  exposuresSalt: boundedString(256)
    .min(1)
    .optional()
    .meta({ description: "What the digest of the exposures begins with. The hub gave it with the list" }),
  files: z.array(z.object({ path, bytes: z.int().nonnegative(), sha256: boundedString(256).regex(/^[0-9a-f]{64}$/) })),
})
export type PackageManifest = z.infer<typeof manifestSchema>

/** The files of a package by their paths. Each is read when it is needed: files of evidence can be large. */
export type PackageFiles = ReadonlyMap<string, () => Promise<Uint8Array<ArrayBuffer>>>

/** What is checked of a dossier. Entries are not parsed here: a wrong one is a broken chain, not an unreadable file. */
export const evidenceSchema = z.object({
  caseAlias: boundedString(256).min(1),
  party: boundedString(256).min(1),
  preparedAt: boundedString(256),
  timeline: z.array(z.unknown()),
  head: timelineHeadSchema,
  headSignature: signature.optional(),
  receivedHeads: z.array(z.object({ head: timelineHeadSchema })),
})
export type PackagedDossier = z.infer<typeof evidenceSchema>

/** The files of a package that have to be read before anything is checked. */
export type ReadPackage = {
  readonly files: PackageFiles
  readonly manifest: PackageManifest
  readonly dossier: PackagedDossier
  readonly keys: PublicKeySet
}

/** A folder that is no package, or whose main files nobody can read. */
export class PackageUnreadable extends Error {
  override readonly name = "PackageUnreadable"
  /** The file that is missing or wrong. */
  readonly file: string
  constructor(file: string) {
    super(`${file} is missing, or it is not what the format of evidence packages says.`)
    this.file = file
  }
}

/** @throws PackageUnreadable */
export async function readPackage(files: PackageFiles): Promise<ReadPackage> {
  return {
    files,
    manifest: await readJson(files, packageFiles.manifest, manifestSchema),
    dossier: await readJson(files, packageFiles.dossier, evidenceSchema),
    keys: await readJson(files, packageFiles.keys, publicKeySetSchema),
  }
}

async function readJson<T>(files: PackageFiles, path: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse((await textOf(files, path)) ?? ""))
  } catch {
    throw new PackageUnreadable(path)
  }
}

/** The text of a file; undefined if the package does not have it. What is not UTF-8 is no text that was hashed. */
export async function textOf(files: PackageFiles, path: string): Promise<string | undefined> {
  const bytes = await files.get(path)?.()
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

/** The lines of a file that are not empty, with their numbers from 1; undefined if the package does not have it. */
export async function linesOf(files: PackageFiles, path: string) {
  const text = await textOf(files, path)
  return text
    ?.split(/\r?\n/)
    .map((line, place) => ({ number: place + 1, line }))
    .filter(({ line }) => line.trim() !== "")
}
