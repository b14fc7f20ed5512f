import {
  evidenceSchema,
  type PackageManifest,
  packageFiles,
  packageFolders,
  packageFormat,
} from "../../shared/proof/evidence-package/package-files.ts"
import { sha256Of } from "../../shared/proof/evidence-package/web-crypto.ts"
import { afterData, beforeData } from "./generated/evidence-page.ts"

type Bytes = Uint8Array<ArrayBuffer>

/** What a party has of its side of a case. Texts stay as they came. */
export type PackageParts = {
  /** The dossier as JSON. */
  readonly dossier: string
  /** The answer of `GET /v1/signing-keys`. */
  readonly keys: string
  /** The list of affected shipments, and the salt that came with it. */
  readonly exposures?: { readonly list: readonly unknown[]; readonly salt?: string | undefined } | undefined
  /** Events that the party kept, one JSON object a line. */
  readonly events?: string | undefined
  /** Daily statements of the hub, each a compact JWS, by the name of its file. */
  readonly statements?: ReadonlyMap<string, Bytes>
  /** Files of evidence by `<evidenceId>` with any ending. */
  readonly evidence?: ReadonlyMap<string, Bytes>
  /** Documents that the party drew or sent, by the name of the file. No signature covers them. */
  readonly documents?: ReadonlyMap<string, Bytes>
}

/**
 * Makes the files of an evidence package, as docs/evidence-package.md specifies them.
 *
 * @param madeAt ISO instant
 * @returns their bytes by their paths below the folder
 * @throws ZodError if the dossier is none
 */
export async function buildPackage(parts: PackageParts, madeAt: string): Promise<ReadonlyMap<string, Bytes>> {
  const { caseAlias, party } = evidenceSchema.parse(JSON.parse(parts.dossier))
  const texts = textsOf(parts)
  const files = new Map<string, Bytes>([
    ...[...texts].map(([path, text]) => [path, utf8(text)] as const),
    ...inFolder(packageFolders.statements, parts.statements),
    ...inFolder(packageFolders.evidence, parts.evidence),
    ...inFolder(packageFolders.documents, parts.documents),
  ])
  const { exposures } = parts
  const manifest: PackageManifest = {
    format: packageFormat,
    caseAlias,
    party,
    madeAt,
    ...(exposures?.salt === undefined ? {} : { exposuresSalt: exposures.salt }),
    files: await Promise.all(
      [...files].map(async ([path, bytes]) => ({ path, bytes: bytes.byteLength, sha256: await sha256Of(bytes) })),
    ),
  }
  const manifestText = `${JSON.stringify(manifest, null, 2)}\n`
  const decoder = new TextDecoder()
  const statements = inFolder(packageFolders.statements, parts.statements).map(
    ([path, bytes]) => [path, decoder.decode(bytes)] as const,
  )
  const embedded = Object.fromEntries([[packageFiles.manifest, manifestText], ...texts, ...statements])
  return new Map([[packageFiles.manifest, utf8(manifestText)], ...files, [packageFiles.page, utf8(pageWith(embedded))]])
}

/** The page that draws and checks these texts. What could end its script element is written as an escape of JSON. */
export const pageWith = (texts: Readonly<Record<string, string>>): string =>
  `${beforeData}${JSON.stringify(texts).replaceAll("<", "\\u003c")}${afterData}`

function textsOf({ dossier, keys, exposures, events }: PackageParts): ReadonlyMap<string, string> {
  return new Map<string, string>([
    [packageFiles.dossier, dossier],
    [packageFiles.keys, keys],
    ...(exposures === undefined ? [] : [[packageFiles.exposures, linesOf(exposures.list)] as const]),
    ...(events === undefined ? [] : [[packageFiles.events, events] as const]),
  ])
}

const linesOf = (list: readonly unknown[]): string => list.map((one) => `${JSON.stringify(one)}\n`).join("")

const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

const inFolder = (folder: string, files: ReadonlyMap<string, Bytes> = new Map()) =>
  [...files].map(([name, bytes]) => [`${folder}${name}`, bytes] as const)
