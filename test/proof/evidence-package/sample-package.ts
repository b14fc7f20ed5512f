import { createHash } from "node:crypto"
import { buildPackage, type PackageParts } from "../../../client/evidence-package/build-package.ts"
import { digestStep } from "../../../shared/base/chain/exposures-digest.ts"
import { signedText } from "../../../shared/base/platform/signing/signed-text.ts"
import {
  appendEntry,
  emptyTimelineHead,
  headContent,
  headOf,
  sha256,
  type TimelineEntry,
} from "../../../shared/desk/timeline.ts"
import { memorySigner } from "../../base/platform/signing/memory-signer.ts"
import { newPrivateKey } from "../../base/platform/signing/test-signer.ts"

export const caseAlias = "WS-7K2Q9M4XTB"
export const party = "leafline"
const salt = "salt-of-the-list"

type Bytes = Uint8Array<ArrayBuffer>
/** The bytes of a package by their paths. */
export type Package = ReadonlyMap<string, Bytes>
type Signer = ReturnType<typeof memorySigner>

const keysOfHub = [newPrivateKey(), newPrivateKey()] as const
/** Signs with the hub's newer key. The older one is what the party pinned. */
export const hub = memorySigner(keysOfHub)
const older = memorySigner([keysOfHub[0]])
/** Somebody who has keys, but not those of the hub. */
export const stranger = memorySigner([newPrivateKey()])

export const pinned = async () => (await older.all()).keys[0]?.kid ?? ""

/** What a party looks like to somebody who wants to break its page. */
const hostile = '</script><img src=x onerror="document.title=1">'

const exposures = Array.from({ length: 6 }, (_, place) => ({
  shipmentId: `shp-${place}`,
  orderReference: `LL-${1000 + place}`,
  fields: ["postal-code"],
  firstExposureAt: `2026-11-01T02:0${place}:00.000Z`,
  lastExposureAt: `2026-11-01T02:0${place}:30.000Z`,
  accessors: 1,
  told: "no",
}))
const log = new TextEncoder().encode("2026-11-01 02:00:00 GET /track\n")
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

/** Entries of a timeline: what the hub wrote, with a number that has a point and a text that would break a page. */
function written(list: readonly unknown[]) {
  const digest = list.reduce<string>((before, one) => sha256(digestStep(before, one)), salt)
  const evidence = { evidenceId: "ev_1", contentType: "text/plain", bytes: log.byteLength, sha256: hashOf(log) }
  return [
    { actor: "hub", type: "BreachCaseOpened", data: { share: 0.02, "é\u{1f4e6}": hostile, small: 1e-7 } },
    { actor: caseAlias, type: "EvidenceAdded", data: evidence },
    { actor: caseAlias, type: "ExposuresExported", data: { format: "json", shipments: list.length, digest } },
    { actor: caseAlias, type: "BreachAlertAcknowledged", data: {} },
    { actor: "hub", type: "BreachCaseClosed", data: {} },
  ]
}

function chainOf(contents: ReturnType<typeof written>): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = []
  for (const [place, content] of contents.entries()) {
    const last = entries.at(-1)
    const at = `2026-11-02T10:0${place}:00.000Z`
    const before = last === undefined ? emptyTimelineHead : headOf(last)
    entries.push(appendEntry(before, { ...content, at, salt: `salt-of-the-entry-${place}` }).entry)
  }
  return entries
}

/** What can be altered before a package is made of it. */
export type Draft = {
  readonly entries: readonly TimelineEntry[]
  readonly signer: Signer
  /** Of the head, when it is not that of the entries. */
  readonly signedEntries?: readonly TimelineEntry[]
  readonly keys: unknown
  readonly exposures: readonly unknown[]
  readonly log: Bytes
  /** Of the first of two days. */
  readonly stated: readonly object[]
  /** Kept by the party from the event of the second entry. */
  readonly keptHash?: string
}

export const intactDraft = async (): Promise<Draft> => ({
  entries: chainOf(written(exposures)),
  signer: hub,
  keys: await hub.all(),
  exposures,
  log,
  stated: [{ disclosures: 12 }, { disclosures: 0 }],
})

const headAt = (entries: readonly TimelineEntry[]) => headOf(entries.at(-1) ?? { seq: 0, hash: emptyTimelineHead.hash })

/** Makes the package of a draft, so that its manifest fits whatever was altered. */
export async function packageOf(draft: Draft): Promise<Package> {
  const { entries, signer, signedEntries = entries, keptHash } = draft
  const second = entries[1]
  const kept = { seq: 2, hash: keptHash ?? second?.hash, mac: "A".repeat(44) }
  const event = { detail: { metadata: {}, data: { caseAlias, timelineHead: kept } } }
  const dossier = {
    format: "wayseal-dossier/1",
    caseAlias,
    party,
    preparedAt: "2026-11-02T12:00:00.000Z",
    duties: [
      {
        party,
        law: "ca-on-fippa",
        kind: "tellIndividuals",
        state: "open",
        clock: { dueAt: "2026-11-05T10:00:00.000Z" },
      },
    ],
    timeline: entries,
    head: headAt(entries),
    headSignature: await signer.sign("head", headContent(caseAlias, headAt(signedEntries))),
    receivedHeads: [],
  }
  const parts: PackageParts = {
    dossier: JSON.stringify(dossier),
    keys: JSON.stringify(draft.keys),
    exposures: { list: draft.exposures, salt },
    events: `${JSON.stringify(event)}\n`,
    statements: await statementsOf(draft),
    evidence: new Map([["ev_1.txt", draft.log]]),
  }
  return await buildPackage(parts, "2026-11-02T12:01:00.000Z")
}

/** Statements of days one after the other, as compact JWS. The first names the head of the second entry. */
async function statementsOf({ stated, signer, entries }: Draft): Promise<Package> {
  const files = new Map<string, Bytes>()
  let previous: string | null = null
  const second = entries[1]
  for (const [place, more] of stated.entries()) {
    const open = place === 0 && second !== undefined ? [{ caseAlias, head: headOf(second) }] : []
    const content = { type: "wayseal-statement-1", party, number: place + 1, previous, cases: { open }, ...more }
    const { keyId, value } = await signer.sign("statement", content)
    const signed = signedText("statement", keyId, content)
    previous = createHash("sha256").update(signed).digest("base64url")
    files.set(`2026-11-0${place + 2}.jws`, new TextEncoder().encode(`${signed}.${value}`))
  }
  return files
}

/** A package in which one file is another one, while its manifest stays. */
export const withFile = (given: Package, path: string, change: (text: string) => string): Package =>
  new Map([...given, [path, new TextEncoder().encode(change(new TextDecoder().decode(given.get(path))))]])
