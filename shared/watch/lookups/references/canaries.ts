import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { orderReferenceKeys } from "../../../intake/tracking/record-proofs.ts"
import type { Party } from "../../../parties/party.ts"

/**
 * References that were planted and never given to anybody. Only a guess reaches one. The hub knows their keys alone.
 */
export type Canaries = { includes(orderReferenceKey: string): boolean }

const canariesSecret = z.object({
  references: z.array(z.object({ retailerId: ownString(), reference: ownString() })).default([]),
})

/** The secret of the canaries is not valid. The message does not repeat its contents. */
export class CanariesInvalid extends Error {
  override name = "CanariesInvalid"
}

/** A reference that was planted in the numbers of a retailer. */
type PlantedReference = z.output<typeof canariesSecret>["references"][number]

/**
 * Canaries from what was planted. Those of unknown retailers are left out.
 * @param parties the parties of the planted references, by id
 */
export function canaries(
  planted: readonly PlantedReference[],
  parties: ReadonlyMap<string, Party>,
  keyedHash: KeyedHash,
): Canaries {
  const keys = new Set<string>()
  for (const { retailerId, reference } of planted) {
    const retailer = parties.get(retailerId)
    if (retailer?.kind !== "retailer") continue
    for (const key of orderReferenceKeys(keyedHash, retailer, reference)) keys.add(key)
  }
  return { includes: (key) => keys.has(key) }
}

/**
 * What the secret's JSON text says was planted: `{"references": [{"retailerId": "...", "reference": "..."}]}`.
 * @throws CanariesInvalid
 */
export function plantedReferences(secretJson: string): readonly PlantedReference[] {
  let value: unknown
  try {
    value = JSON.parse(secretJson)
  } catch {
    throw new CanariesInvalid("The canaries secret is not JSON")
  }
  const parsed = canariesSecret.safeParse(value)
  if (!parsed.success) throw new CanariesInvalid("The canaries secret does not fit its schema")
  return parsed.data.references
}
