import type { DossierVerdict } from "../../../shared/breach-desk/dossier/dossier.ts"
import type { ChainFault, TimelineHead } from "../../../shared/breach-desk/timeline.ts"

const faults: Readonly<Record<ChainFault, string>> = {
  outOfSequence: "its number does not follow the one before",
  previousHashDiffers: "it does not follow from the entry before",
  contentDiffers: "its content is not what was hashed",
  hashDiffers: "its hash is not that of its content",
  headDiffers: "the chain does not end where the head says",
  notAnEntry: "it is not an entry of a timeline",
}

/** What checking a dossier came to, a line each, for whoever has to rely on it. */
export const verdictInWords = (
  verdict: DossierVerdict,
  of: { readonly caseAlias: string; readonly entries: number; readonly head: TimelineHead; readonly heads: number },
): string[] => {
  const { chain, strayHeads } = verdict
  return [
    chain.ok
      ? `chain      holds: ${of.entries} entries lead to head ${of.head.seq}`
      : `chain      BROKEN at entry ${chain.firstBadSeq}: ${faults[chain.fault]}`,
    !chain.ok
      ? "received   heads lie on no chain while it is broken"
      : of.heads === 0
        ? "received   no head was given; compare with those in the events that you kept (--heads)"
        : strayHeads.length === 0
          ? `received   all ${of.heads} heads lie on the chain`
          : `received   ${strayHeads.length} of ${of.heads} heads do NOT lie on the chain: ${strayHeads.map(({ seq }) => seq).join(", ")}`,
    `MAC        only the hub has the key: POST /v1/cases/${of.caseAlias}/verifications`,
    "not        checked: the documents, duties and references of receipts beside the timeline",
  ]
}
