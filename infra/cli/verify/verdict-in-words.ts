import type { DossierVerdict } from "../../../shared/desk/dossier/verify-dossier.ts"
import type { SignatureState } from "../../../shared/desk/dossier/verify-head-signature.ts"
import type { CheckedAct } from "../../../shared/desk/dossier/verify-party-signatures.ts"
import type { ChainFault, TimelineHead } from "../../../shared/desk/timeline.ts"

const faults: Readonly<Record<ChainFault, string>> = {
  outOfSequence: "its number does not follow that of the entry before",
  previousHashDiffers: "it does not hold the hash of the entry before",
  contentDiffers: "its content was changed",
  hashDiffers: "its hash does not fit its content",
  headDiffers: "the chain does not end at the head",
  notAnEntry: "it is not an entry of a timeline",
}

/** What the hub's signature proves. Without a pin, that depends on who made the file of keys. */
export type CheckedSignature = {
  readonly state: SignatureState
  readonly isPinned: boolean
  readonly keyId?: string
}

const signatureFaults: Readonly<Record<Exclude<SignatureState, "holds">, string>> = {
  wrong: "is WRONG: it is not the hub's signature of this head",
  unknownKey: "is of a key that you do NOT trust: neither is it pinned, nor does a pinned key endorse it",
  absent: "is ABSENT: the head was made by a release without signatures. The hub can still check its MAC",
}

function signatureInWords(signature: CheckedSignature | undefined): string {
  if (signature === undefined) return "signature  not checked. Pass the hub's public keys with --keys"
  if (signature.state !== "holds") return `signature  ${signatureFaults[signature.state]}`
  return signature.isPinned
    ? `signature  holds, under key ${signature.keyId}`
    : `signature  holds under key ${signature.keyId}. Compare this id with the one that the hub's operator gave you`
}

/** Whether the signature of an act is not that of the party over what the entry says. */
export const isBroken = ({ state }: CheckedAct): boolean => state === "wrong" || state === "otherAct"

/** The parties' own signatures, and the keys that made them. Who owns a key cannot be seen in a dossier. */
function actsInWords(acts: readonly CheckedAct[]): string[] {
  if (acts.length === 0) return []
  const of = (state: CheckedAct["state"]) => acts.filter((one) => one.state === state).length
  const broken = acts.filter(isBroken)
  const keys = new Map(acts.flatMap(({ actor, thumbprint }) => (thumbprint ? [[`${actor} ${thumbprint}`, actor]] : [])))
  return [
    `acts       ${of("holds")} signed by the party, ${of("bodyElsewhere")} signed with a body that the party has, ` +
      `${of("unsigned")} as received by the hub`,
    ...broken.map(({ seq, state }) => `acts       entry ${seq} is BROKEN: ${actFaults[state]}`),
    ...[...keys].map(
      ([key, actor]) =>
        `key        ${key.slice(actor.length + 1)} signed for ${actor}. Ask that party whether it is its key`,
    ),
  ]
}

const actFaults: Readonly<Partial<Record<CheckedAct["state"], string>>> = {
  wrong: "the signature is not of the key beside it",
  otherAct: "the party signed something else than the entry says",
}

/** The result of checking a dossier, in lines for people. */
export const verdictInWords = (
  verdict: DossierVerdict,
  of: {
    readonly caseAlias: string
    readonly entries: number
    readonly head: TimelineHead
    readonly heads: number
    readonly signature?: CheckedSignature | undefined
    readonly acts: readonly CheckedAct[]
  },
): string[] => {
  const { chain, strayHeads } = verdict
  return [
    chain.ok
      ? `chain      holds: ${of.entries} entries lead to head ${of.head.seq}`
      : `chain      BROKEN at entry ${chain.firstBadSeq}: ${faults[chain.fault]}`,
    !chain.ok
      ? "received   heads cannot be checked on a broken chain"
      : of.heads === 0
        ? "received   no heads given. Pass the events that you kept with --heads"
        : strayHeads.length === 0
          ? `received   all ${of.heads} heads lie on the chain`
          : `received   ${strayHeads.length} of ${of.heads} heads do NOT lie on the chain: ${strayHeads.map(({ seq }) => seq).join(", ")}`,
    signatureInWords(of.signature),
    ...(chain.ok ? actsInWords(of.acts) : ["acts       cannot be checked on a broken chain"]),
    `MAC        only the hub can check it: POST /v1/cases/${of.caseAlias}/verifications`,
    "not        checked: documents, duties, and the references of receipts",
  ]
}
