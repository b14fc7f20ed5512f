/** Which lookups of a log each walker made: those that the hub would count in a case of the same findings. */

import type { Proof } from "../../../../shared/base/contracts/words.ts"
import { attributedAs, joinKeys, keysOfAnomaly } from "../../../../shared/desk/exposures/attribution.ts"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import { blockKey, blocksOf } from "../../../../shared/watch/detection/retailers/number-blocks.ts"
import { isoTime, type KeyFindings } from "../run-detection.ts"

/** What a key attributes, and to which group of findings. */
type Attributing = { readonly group: number } & Parameters<typeof attributedAs>[1]

/**
 * The lookups of each group of findings, in order of time: all that its accessors saw without proof, and their tries
 * that showed nothing. Of a block, all that anybody saw there meanwhile, because it shows no accessor.
 *
 * @param lookups in order of time
 */
export const attributeLookups = (
  groups: readonly (readonly KeyFindings[])[],
  lookups: Iterable<Access>,
): readonly (readonly Access[])[] => {
  const attributing = attributingKeys(groups)
  const found: Access[][] = groups.map(() => [])
  for (const access of lookups) {
    const counting = namesOf(access).flatMap((name) => attributing.get(name) ?? [])
    if (counting.length === 0) continue
    const shown = shownBy(access)
    const places = counting.filter((key) => attributedAs(shown, key) !== undefined).map(({ group }) => group)
    for (const place of new Set(places)) found[place]?.push(access)
  }
  return found
}

const attributingKeys = (groups: readonly (readonly KeyFindings[])[]): ReadonlyMap<string, readonly Attributing[]> =>
  Map.groupBy(
    groups.flatMap((keys, group) => keys.flatMap(caseKeysOf).map((key) => ({ group, ...key }))),
    ({ accessorKey }) => accessorKey,
  )

/** The keys of a case of all crossings. Where a key is an alert, what was only a notice does not count. */
const caseKeysOf = ({ keyName, isAlert, crossings }: KeyFindings) =>
  [...crossings.values()]
    .filter(({ severity }) => isAlert === (severity === "alert"))
    .map(({ from, crossedAt, challengeFailed }) => ({
      accessorKey: keyName,
      from: isoTime(from),
      crossedAt: isoTime(crossedAt),
      evidence: { challengeFailed },
    }))
    .reduce<ReturnType<typeof joinKeys>>(
      (known, anomaly) => joinKeys(known, keysOfAnomaly(anomaly, blocksOf(keyName))),
      [],
    )

const namesOf = ({ subject, network, series, ordinal }: Access): string[] => [
  `subject#${subject.fingerprint}`,
  `network#${network.fingerprint}`,
  ...(network.prefix === undefined ? [] : [`prefix#${network.prefix}`]),
  ...(ordinal === null ? [] : [blockKey(String(series), ordinal)]),
]

/** A log says of stronger proofs only that there was one. */
const proofs: Readonly<Record<Access["proof"], Proof>> = {
  none: "none",
  postalCode: "postalCode",
  strong: "linkToken",
}

const shownBy = ({ at, proof }: Access) => ({
  at: isoTime(at),
  proof: proofs[proof],
  provenForExposure: proof !== "none",
})
