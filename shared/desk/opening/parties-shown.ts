import { keyKind } from "../../watch/detection/accessor.ts"
import type { Anomaly } from "../../watch/detection/anomalies/anomaly.ts"
import { type Disclosure, latestOf } from "../../watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"
import type { CaseKey } from "../cases/case-rows.ts"
import { attributedAs } from "../exposures/attribution.ts"

/** Entries of the ledger that are read for each key at most. Counting the exposures reads the others. */
const entriesAtMost = 200

/**
 * The parties of an anomaly of whose shipments the ledger says that its accessor saw something: without proof, or with
 * one during the episode, if it is one subject that crossed. Strangers share the other keys, and what they proved is no
 * part of the anomaly. A reading for more than 200 entries leaves the rest to those who count them.
 *
 * @param of.keys what a case of this anomaly attributes to itself
 * @returns some of `of.partyIds`
 */
export async function partiesShown(
  ledger: Pick<Disclosures, "ofAccessor" | "ofBlock">,
  anomaly: Pick<Anomaly, "from" | "crossedAt">,
  of: { keys: readonly CaseKey[]; partyIds: readonly string[] },
): Promise<string[]> {
  const shown = new Set<string>()
  for (const key of of.keys) {
    let read = 0
    for await (const one of ledgerOf(ledger, key)) {
      if (attributedAs(one, key) !== undefined || isDuringEpisode(one, key, anomaly))
        for (const partyId of [one.retailerId, one.carrierId]) shown.add(partyId)
      read += 1
      if (read === entriesAtMost || of.partyIds.every((partyId) => shown.has(partyId))) break
    }
  }
  return of.partyIds.filter((partyId) => shown.has(partyId))
}

async function* ledgerOf(ledger: Pick<Disclosures, "ofAccessor" | "ofBlock">, key: CaseKey): AsyncIterable<Disclosure> {
  const { accessorKey, attributesFrom: since, attributesUntil: until } = key
  if (since === undefined) return
  const part = { since, until, pageSize: entriesAtMost }
  yield* keyKind(accessorKey) === "block" ? ledger.ofBlock(accessorKey, part) : ledger.ofAccessor(accessorKey, part)
}

/** Whether it was shown to the one subject that crossed, during the episode. Entries of repeats may span all day. */
function isDuringEpisode(one: Disclosure, { accessorKey }: CaseKey, episode: Pick<Anomaly, "from" | "crossedAt">) {
  const second = 1_000
  return (
    keyKind(accessorKey) === "subject" &&
    Date.parse(latestOf(one)) >= Date.parse(episode.from) &&
    Date.parse(one.at) < Date.parse(episode.crossedAt) + second
  )
}
