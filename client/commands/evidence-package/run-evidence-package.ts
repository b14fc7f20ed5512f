import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, extname, join } from "node:path"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import type { DocumentLanguage } from "../../../shared/base/contracts/words.ts"
import { checkPackage, holds } from "../../../shared/proof/evidence-package/check-package.ts"
import { reportInWords } from "../../../shared/proof/evidence-package/finding-in-words.ts"
import { PackageUnreadable, readPackage } from "../../../shared/proof/evidence-package/package-files.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { buildPackage, type PackageParts } from "../../evidence-package/build-package.ts"
import { type HubReader, readFromHub } from "../../evidence-package/read-from-hub.ts"
import { apiOf, type PartyOptions, textOf } from "../party-options.ts"

const entries = z.object({
  timeline: z.array(z.looseObject({ type: ownString(), data: z.looseObject({}) })),
})
const declared = z.object({ evidenceId: ownString(), sha256: ownString() })

/**
 * Files of evidence under the ids by which a dossier's timeline names them, found by their hashes. Others are left out.
 *
 * @param files by their names
 */
function keptEvidence(
  dossier: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const ids = new Map(declaredIn(dossier).map(({ evidenceId, sha256 }) => [sha256, evidenceId]))
  return new Map(
    [...files].flatMap(([name, bytes]) => {
      const id = ids.get(createHash("sha256").update(bytes).digest("hex"))
      return id === undefined ? [] : [[`${id}${extname(name).toLowerCase()}`, bytes] as const]
    }),
  )
}

function declaredIn(dossier: string): readonly z.infer<typeof declared>[] {
  try {
    const { timeline } = entries.parse(JSON.parse(dossier))
    return timeline.flatMap(({ type, data }) => (type === "EvidenceAdded" ? (declared.safeParse(data).data ?? []) : []))
  } catch {
    return []
  }
}

/** The options as they were typed. */
export type EvidencePackageOptions = PartyOptions & {
  readonly out?: string
  readonly zip?: true
  readonly language: DocumentLanguage
  readonly events?: string
  readonly statements?: string
  readonly documents?: string
  readonly dossier?: string
  readonly keys?: string
  readonly evidence?: string
  readonly pin?: string
}

/** What a test gives in place of the world. */
export type PackageWorld = Partial<Omit<HubReader, "onStep">> & { readonly now?: () => Date }

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Reads a party's side of a case from the hub, or from files that the party kept, writes the package and checks it.
 *
 * @throws CommandStopped if a file cannot be used, or the hub does not answer
 */
export async function runEvidencePackage(
  caseAlias: string,
  options: EvidencePackageOptions,
  onStep: (step: string) => void,
  world: PackageWorld = {},
): Promise<Outcome> {
  const { out = `${caseAlias}-evidence` } = options
  requireEmpty(out)
  const main = options.dossier === undefined ? await asked(caseAlias, options, onStep, world) : kept(options)
  const parts: PackageParts = {
    ...main,
    ...(options.events === undefined ? {} : { events: textOf(options.events) }),
    ...(options.statements === undefined ? {} : { statements: filesIn(options.statements) }),
    documents: filesIn(options.documents),
  }
  const files = await built(parts, (world.now?.() ?? new Date()).toISOString())
  const lazily = new Map([...files].map(([path, bytes]) => [path, async () => bytes]))
  const of = await readPackage(lazily).catch((error: unknown) => {
    throw error instanceof PackageUnreadable ? new CommandStopped("unusableFile", error.message) : error
  })
  if (of.dossier.caseAlias !== caseAlias)
    throw new CommandStopped("unusableFile", `The dossier is of case ${of.dossier.caseAlias}, and not of ${caseAlias}.`)
  await writePackage(out, files, options.zip === true)
  const findings = await checkPackage(of, { pinned: options.pin === undefined ? [] : [options.pin], isWhole: true })
  const isGood = holds(findings)
  return {
    data: { caseAlias, folder: out, files: files.size, holds: isGood, findings },
    text: `${files.size} files are in ${out}.\n${reportInWords(findings, "en")}`,
    status: isGood ? exitStatus.fine : exitStatus.needsPerson,
  }
}

async function asked(
  caseAlias: string,
  options: EvidencePackageOptions,
  onStep: (step: string) => void,
  world: PackageWorld,
): Promise<PackageParts> {
  const api = world.api ?? (await apiOf(options))
  const reader = { fetchLink: fetch, ...world, api, onStep }
  return await readFromHub(reader, caseAlias, {
    language: options.language,
    isStated: options.statements === undefined,
  })
}

/** What the party kept. The list of shipments is only with the hub. */
function kept({ dossier = "", keys, evidence }: EvidencePackageOptions): PackageParts {
  if (keys === undefined)
    throw new CommandStopped("wrongUsage", "With --dossier, give the hub's public keys with --keys.")
  const text = textOf(dossier)
  return { dossier: text, keys: textOf(keys), evidence: keptEvidence(text, filesIn(evidence)) }
}

async function built(parts: PackageParts, madeAt: string): Promise<ReadonlyMap<string, Bytes>> {
  try {
    return await buildPackage(parts, madeAt)
  } catch {
    throw new CommandStopped("unusableFile", "The dossier is none: it is no JSON, or parts of it are missing.")
  }
}

function requireEmpty(folder: string): void {
  let names: readonly string[] = []
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  if (names.length > 0) throw new CommandStopped("unusableFile", `--out: ${folder} is not empty. Name a new folder.`)
}

async function writePackage(out: string, files: ReadonlyMap<string, Bytes>, isZipped: boolean): Promise<void> {
  try {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(out, path)), { recursive: true })
      writeFileSync(join(out, path), bytes)
    }
    if (!isZipped) return
    const { zipSync } = await import("fflate")
    writeFileSync(`${out}.zip`, zipSync(Object.fromEntries(files)))
  } catch {
    throw new CommandStopped("unusableFile", `--out: ${out} cannot be written.`)
  }
}

/** The files of a folder, without folders in it. */
function filesIn(folder: string | undefined): ReadonlyMap<string, Bytes> {
  if (folder === undefined) return new Map()
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile())
    return new Map(names.map(({ name }) => [name, new Uint8Array(readFileSync(join(folder, name)))]))
  } catch {
    throw new CommandStopped("unusableFile", `${folder} does not exist, or cannot be read.`)
  }
}
