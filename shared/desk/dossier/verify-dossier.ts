import { type ChainVerdict, headOnChain, type TimelineHead, verifyChain } from "../timeline.ts"
import type { Dossier, HeadMac } from "./document.ts"

export type DossierVerdict = {
  readonly ok: boolean
  readonly chain: ChainVerdict
  /** null: the dossier has no MAC, or the caller gave no way to check it. */
  readonly macHolds: boolean | null
  /** Received heads that do not lie on the chain. */
  readonly strayHeads: readonly TimelineHead[]
}

/**
 * Checks a dossier's chain, the MAC of its head and the heads that the party received.
 * @param checkMac verifies the MAC over the head with the caller's key
 */
export const verifyDossier = async (
  dossier: Pick<Dossier, "timeline" | "head" | "headMac" | "receivedHeads">,
  checkMac?: (head: TimelineHead, mac: HeadMac) => Promise<boolean>,
  receivedHeads: readonly TimelineHead[] = dossier.receivedHeads.map(({ head }) => head),
): Promise<DossierVerdict> => {
  const chain = verifyChain(dossier.timeline, dossier.head)
  const macHolds =
    checkMac === undefined || dossier.headMac === undefined ? null : await checkMac(dossier.head, dossier.headMac)
  const strayHeads = receivedHeads.filter((head) => !headOnChain(dossier.timeline, head))
  return { ok: chain.ok && macHolds !== false && strayHeads.length === 0, chain, macHolds, strayHeads }
}
