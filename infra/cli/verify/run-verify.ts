import { readFileSync } from "node:fs"
import * as z from "zod"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { type PublicKeySet, publicKeySetSchema } from "../../../shared/base/platform/signing/public-keys.ts"
import { visibleText } from "../../../shared/base/platform/visible-text.ts"
import { dossierSchema } from "../../../shared/desk/dossier/document.ts"
import { type DossierVerdict, verifyDossier } from "../../../shared/desk/dossier/verify-dossier.ts"
import { checkHeadSignature, type SignedHeadCheck } from "../../../shared/desk/dossier/verify-head-signature.ts"
import { checkActs } from "../../../shared/desk/dossier/verify-party-signatures.ts"
import { type TimelineHead, timelineEntrySchema, verifyChain } from "../../../shared/desk/timeline.ts"
import { checkPackage, holds } from "../../../shared/proof/evidence-package/check-package.ts"
import { reportInWords } from "../../../shared/proof/evidence-package/finding-in-words.ts"
import { PackageUnreadable, readPackage } from "../../../shared/proof/evidence-package/package-files.ts"
import { receivedHead } from "../../../shared/proof/evidence-package/received-heads.ts"
import { filesOfPackage, isPackage } from "./files-of-package.ts"
import { notifiedInWords, receiptFor } from "./notified-shipments.ts"
import { type CheckedSignature, isBroken, verdictInWords } from "./verdict-in-words.ts"

export type VerifyOptions = {
  readonly heads?: string
  readonly notified?: string
  readonly keys?: string
  readonly pin?: string
}

// Entries are not parsed here: a wrong one is a broken chain, not an unreadable file.
const evidenceSchema = dossierSchema
  .pick({ caseAlias: true, head: true, headSignature: true, receivedHeads: true })
  .extend({ timeline: z.array(z.unknown()) })
  .strip()

/**
 * Checks an evidence package, or the chain of a dossier and the heads that are in it and in a file of kept events.
 *
 * @throws CommandStopped if a file cannot be used
 */
export async function verify(path: string, options: VerifyOptions): Promise<Outcome> {
  if (!isPackage(path)) return verifyFile(path, options)
  const { pin, ...others } = options
  const refused = (["heads", "notified", "keys"] as const).filter((name) => others[name] !== undefined)
  if (refused.length > 0)
    throw new CommandStopped("wrongUsage", `--${refused.join(", --")}: an evidence package holds them itself.`)
  return verifyPackage(path, pin)
}

async function verifyFile(
  file: string,
  { heads: headsFile, notified: notifiedFile, keys: keysFile, pin }: VerifyOptions,
): Promise<Outcome> {
  const { caseAlias, head, headSignature, timeline, receivedHeads } = readDossier(file)
  const signature = { caseAlias, head, signature: headSignature }
  const checked = keysFile === undefined ? undefined : checkSignature(signature, readKeys(keysFile), pin)
  const heads = [
    ...receivedHeads.map((received) => received.head),
    ...(headsFile === undefined ? [] : readHeads(headsFile, caseAlias)),
  ]
  const shipmentIds = notifiedFile === undefined ? undefined : linesOf(notifiedFile).filter((line) => line !== "")
  const chain = verifyChain(timeline, head)
  const entries = chain.ok ? z.array(timelineEntrySchema).parse(timeline) : []
  const verdict: DossierVerdict = chain.ok
    ? await verifyDossier({ head, timeline: entries, receivedHeads: [] }, undefined, heads)
    : { ok: false, chain, macHolds: null, strayHeads: [] }
  const acts = checkActs(entries)
  const holds = verdict.ok && (checked === undefined || checked.state === "holds") && !acts.some(isBroken)
  const of = { caseAlias, head, entries: timeline.length, heads: heads.length, signature: checked, acts }
  const words = verdictInWords(verdict, of)
  const notified =
    shipmentIds === undefined
      ? undefined
      : { shipments: new Set(shipmentIds).size, entry: receiptFor(entries, shipmentIds)?.entry ?? null }
  return {
    data: {
      caseAlias,
      holds,
      chain: { ...chain, entries: timeline.length },
      heads: { given: heads.length, stray: verdict.strayHeads },
      acts,
      ...(checked === undefined ? {} : { signature: checked }),
      ...(notified === undefined ? {} : { notified }),
    },
    text: linesInWords([...words, ...(shipmentIds === undefined ? [] : [notifiedInWords(entries, shipmentIds)])]),
    status: holds ? exitStatus.fine : exitStatus.needsPerson,
  }
}

/** A dossier is somebody else's: nothing in it may look like a line of the verdict. */
const linesInWords = (lines: readonly string[]): string => lines.map((line) => `${visibleText(line)}\n`).join("")

/**
 * Checks the signature with the pinned key. Without a pin, whoever made the file of keys is trusted, so that the
 * result names the key: its id has to be compared with what the hub's operator says.
 */
function checkSignature(signed: SignedHeadCheck, keys: PublicKeySet, pin: string | undefined): CheckedSignature {
  const pinned = pin === undefined ? keys.keys.map(({ kid }) => kid) : [pin]
  const keyId = signed.signature?.keyId
  const state = checkHeadSignature(signed, keys, pinned)
  return { state, isPinned: pin !== undefined, ...(keyId === undefined ? {} : { keyId }) }
}

function readKeys(file: string): PublicKeySet {
  const text = linesOf(file).join("\n")
  try {
    return publicKeySetSchema.parse(JSON.parse(text))
  } catch {
    throw unusable(`${file} does not hold the hub's public keys. Save the answer of GET /v1/signing-keys to it.`)
  }
}

const unusable = (sentence: string) => new CommandStopped("unusableFile", sentence)

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)
  } catch {
    throw unusable(`${file} cannot be read.`)
  }
}

function readDossier(file: string): z.infer<typeof evidenceSchema> {
  const text = linesOf(file).join("\n")
  try {
    return evidenceSchema.parse(JSON.parse(text))
  } catch (error) {
    const paths = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join(".")).slice(0, 3) : []
    throw unusable(`${file} is not a dossier: ${paths.length === 0 ? "it is not JSON" : `see ${paths.join(", ")}`}.`)
  }
}

/** The heads of a case in a file of kept events. */
function readHeads(file: string, caseAlias: string): readonly TimelineHead[] {
  return linesOf(file).flatMap((line, index) => {
    if (line.trim() === "") return []
    try {
      return receivedHead(line, caseAlias) ?? []
    } catch {
      throw unusable(`${file}, line ${index + 1} is not JSON.`)
    }
  })
}

/**
 * Checks an evidence package without the hub.
 *
 * @throws CommandStopped if it is none
 */
async function verifyPackage(path: string, pin: string | undefined): Promise<Outcome> {
  const of = await readPackage(filesOfPackage(path)).catch((error: unknown) => {
    throw error instanceof PackageUnreadable ? new CommandStopped("unusableFile", error.message) : error
  })
  const findings = await checkPackage(of, { pinned: pin === undefined ? [] : [pin], isWhole: true })
  const isGood = holds(findings)
  const { caseAlias, party } = of.dossier
  return {
    data: { caseAlias, party, holds: isGood, findings },
    text: reportInWords(findings, "en"),
    status: isGood ? exitStatus.fine : exitStatus.needsPerson,
  }
}
