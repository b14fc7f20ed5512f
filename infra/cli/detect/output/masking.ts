/** What is shown of addresses and references: fingerprints and shapes, or with `--reveal` the values. */
import type { Access, Fingerprint } from "../../../../shared/detection/access.ts"
import type { CollectedLookups } from "../collect-lookups.ts"
import { maskReference } from "../references/mask.ts"

export type Names = {
  network(fingerprint: Fingerprint): string
  /** The reference of a lookup. */
  reference(lookup: Pick<Access, "tag">): string
  /** A reference as the log has it. */
  sample(reference: string): string
}

/** @param reveals whether addresses and references are shown as they are */
export const makeNames = (
  { networkNames, referenceNames }: Pick<CollectedLookups, "networkNames" | "referenceNames">,
  reveals: boolean,
): Names => ({
  network: (fingerprint) => (reveals ? networkNames.get(fingerprint) : undefined) ?? `network-${fingerprint}`,
  reference: ({ tag }) => (reveals ? referenceNames.get(tag) : undefined) ?? `reference-${tag}`,
  sample: (reference) => (reveals ? reference : maskReference(reference)),
})
