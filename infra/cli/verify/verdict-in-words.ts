import type { DossierVerdict } from "../../../shared/breach-desk/dossier/verify-dossier.ts"
import type { SignatureState } from "../../../shared/breach-desk/dossier/verify-head-signature.ts"
import type { ChainFault, TimelineHead } from "../../../shared/breach-desk/timeline.ts"

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

/** The result of checking a dossier, in lines for people. */
export const verdictInWords = (
  verdict: DossierVerdict,
  of: {
    readonly caseAlias: string
    readonly entries: number
    readonly head: TimelineHead
    readonly heads: number
    readonly signature?: CheckedSignature | undefined
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
    `MAC        only the hub can check it: POST /v1/cases/${of.caseAlias}/verifications`,
    "not        checked: documents, duties, and the references of receipts",
  ]
}
