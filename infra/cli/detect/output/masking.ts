/** What is shown of addresses and references: fingerprints and shapes, or with `--reveal` the values. */

import { maskReference } from "../../../../client/access-logs/references/mask.ts"
import type { Access, Fingerprint } from "../../../../shared/watch/detection/access.ts"
import type { PrintedValues } from "../fingerprint-values.ts"

export type Names = {
  network(fingerprint: Fingerprint): string
  /** The reference of a lookup. */
  reference(lookup: Pick<Access, "tag">): string
  /** A reference as the log has it. */
  sample(reference: string): string
}

/**
 * @param printed undefined if nothing was collected
 * @param reveals whether addresses and references are shown as they are
 */
export const makeNames = (printed: PrintedValues | undefined, reveals: boolean): Names => ({
  network: (network) =>
    (reveals ? printed?.address(network) : undefined) ?? `network-${printed?.network(network) ?? ""}`,
  reference: ({ tag }) =>
    (reveals ? printed?.rawReference(tag) : undefined) ?? `reference-${printed?.reference(tag) ?? ""}`,
  sample: (reference) => (reveals ? reference : maskReference(reference)),
})
