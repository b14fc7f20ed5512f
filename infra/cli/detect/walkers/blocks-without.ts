import type { Access, Fingerprint } from "../../../../shared/detection/access.ts"
import { makeMemoryDetector } from "../../../../shared/detection/memory-detector.ts"
import { blockOf, missBlockOf } from "../../../../shared/detection/retailers/retailer-profile.ts"
import { type KeyFindings, makeGatherer } from "../run-detection.ts"

/**
 * What is found in blocks of numbers without the lookups of walkers that were found by themselves. A block in which
 * none of them looked is returned as it is. Another is scored again without them.
 *
 * @param alone the subjects of these walkers
 * @param lookups in order of time
 */
export const blocksWithout = (
  alone: ReadonlySet<Fingerprint>,
  blocks: readonly KeyFindings[],
  lookups: readonly Access[],
): readonly KeyFindings[] => {
  const names = new Set([...alone].map(String))
  const isWalked = ({ references }: KeyFindings) =>
    [...references].some((pair) => names.has(pair.slice(0, pair.indexOf("|"))))
  const { walked = [], others = [] } = Object.groupBy(blocks, (block) => (isWalked(block) ? "walked" : "others"))
  if (walked.length === 0) return others
  const remaining = new Map(walked.map(({ keyName }): [string, Access[]] => [keyName, []]))
  for (const lookup of lookups) {
    const { ordinal, series, subject } = lookup
    if (ordinal === null || alone.has(subject.fingerprint)) continue
    remaining.get(`block#${series}#${blockOf(ordinal)}`)?.push(lookup)
    remaining.get(`missBlock#${series}#${missBlockOf(ordinal)}`)?.push(lookup)
  }
  return [...others, ...walked.flatMap((block) => scoreAgain(block, remaining.get(block.keyName) ?? []))]
}

const scoreAgain = ({ keyName, profile }: KeyFindings, lookups: readonly Access[]): readonly KeyFindings[] => {
  const detector = makeMemoryDetector({ profileOf: () => profile })
  const gatherer = makeGatherer(() => profile)
  for (const lookup of lookups) {
    for (const found of detector.observe(lookup)) if (found.keyName === keyName) gatherer.add(lookup, found)
  }
  return gatherer.keys()
}
