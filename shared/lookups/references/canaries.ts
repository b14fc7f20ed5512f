import * as z from "zod"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { KeyedHash } from "../../tracking/keyed-hash.ts"
import { orderReferenceKeys } from "../../tracking/record-proofs.ts"

/**
 * References that were planted and never given to anybody. Only a guess reaches one. The hub knows their keys alone.
 */
export type Canaries = { includes(orderReferenceKey: string): boolean }

const canariesSecret = z.object({
  references: z.array(z.object({ retailerId: z.string(), reference: z.string() })).default([]),
})

/** The secret of the canaries is not valid. The message does not repeat its contents. */
export class CanariesInvalid extends Error {
  override name = "CanariesInvalid"
}

/**
 * Canaries from the secret's JSON text: `{"references": [{"retailerId": "...", "reference": "..."}]}`. Those of unknown
 * retailers are left out.
 * @throws CanariesInvalid
 */
export function canaries(secretJson: string, parties: PartyDirectory, keyedHash: KeyedHash): Canaries {
  const keys = new Set<string>()
  for (const { retailerId, reference } of parse(secretJson)) {
    const retailer = parties.retailerById(retailerId)
    if (retailer === undefined) continue
    for (const key of orderReferenceKeys(keyedHash, retailer, reference)) keys.add(key)
  }
  return { includes: (key) => keys.has(key) }
}

function parse(secretJson: string): z.output<typeof canariesSecret>["references"] {
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
