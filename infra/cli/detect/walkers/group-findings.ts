/** Puts together what was found about one walker: its subjects and networks, or the blocks that many went through. */

import { daySeconds } from "../../../../shared/base/platform/instants.ts"
import type { Access, Fingerprint } from "../../../../shared/watch/detection/access.ts"
import type { KeyFindings } from "../run-detection.ts"

export const isBlock = ({ kind }: KeyFindings): boolean => /^(block|missBlock|codeBlock)$/.test(kind)

/** The tags that a finding counts. */
export const tagsOf = (key: KeyFindings): readonly string[] =>
  isBlock(key) ? [...key.references].map((pair) => pair.slice(pair.indexOf("|") + 1)) : [...key.references]

/**
 * Groups of findings about accessors that are about the same walker: about one address, or one prefix, that not many
 * people share, or mostly about the same references at the same time.
 */
export const groupAccessors = (keys: readonly KeyFindings[]): readonly (readonly KeyFindings[])[] =>
  groupsBy(keys, (ofAccessors, join) => {
    joinByNetwork(ofAccessors, join)
    joinByReferences(ofAccessors, join)
  })

/** Groups of findings about blocks that are one walk of many accessors: of one retailer, less than a day apart. */
export const groupBlocks = (keys: readonly KeyFindings[]): readonly (readonly KeyFindings[])[] =>
  groupsBy(keys, joinBlocks)

const groupsBy = (
  keys: readonly KeyFindings[],
  joinAll: (keys: readonly KeyFindings[], join: Join) => void,
): readonly (readonly KeyFindings[])[] => {
  const union = makeUnion(keys.length)
  joinAll(keys, union.join)
  return [...Map.groupBy(keys, (_, index) => union.rootOf(index)).values()]
}

type Join = (one: number, other: number) => void

const makeUnion = (size: number) => {
  const parents = Array.from({ length: size }, (_, index) => index)
  const rootOf = (index: number): number => {
    let root = index
    while (parents[root] !== root) root = parents[root] ?? root
    parents[index] = root
    return root
  }
  return {
    rootOf,
    join(one: number, other: number) {
      parents[rootOf(one)] = rootOf(other)
    },
  }
}

const joinByNetwork = (keys: readonly KeyFindings[], join: Join): void => {
  const firstOf = new Map<Fingerprint, number>()
  const wholeNetworkOf = makeWholeNetworks(keys)
  keys.forEach(({ network }, index) => {
    if (network.kind === "mobile") return
    const name = wholeNetworkOf(network)
    const first = firstOf.get(name)
    if (first === undefined) firstOf.set(name, index)
    else join(first, index)
  })
}

/** The prefix that a network is in if that was found as a whole, else the network. */
export const makeWholeNetworks = (keys: readonly KeyFindings[]): ((network: Access["network"]) => Fingerprint) => {
  const found = new Set(keys.flatMap(({ kind, network }) => (kind === "prefix" ? [network.prefix] : [])))
  return ({ fingerprint, prefix }) => (prefix !== undefined && found.has(prefix) ? prefix : fingerprint)
}

/** Of the smaller of two findings, this share of references must be in the other. */
const commonShare = 0.5

const joinByReferences = (keys: readonly KeyFindings[], join: Join): void => {
  const keysOfTag = new Map<string, number[]>()
  const tags = keys.map((key) => new Set(tagsOf(key)))
  tags.forEach((ofKey, index) => {
    const common = new Map<number, number>()
    for (const tag of ofKey) {
      const others = keysOfTag.get(tag) ?? []
      for (const other of others) common.set(other, (common.get(other) ?? 0) + 1)
      keysOfTag.set(tag, [...others, index])
    }
    for (const [other, count] of common) {
      const smaller = Math.min(ofKey.size, tags[other]?.size ?? 0)
      if (count >= commonShare * smaller && areTogether(keys[index], keys[other])) join(index, other)
    }
  })
}

const areTogether = (one: KeyFindings | undefined, other: KeyFindings | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.from <= other.until + daySeconds &&
  other.from <= one.until + daySeconds

const joinBlocks = (blocks: readonly KeyFindings[], join: Join): void => {
  const retailerOf = ({ keyName }: KeyFindings) => keyName.split("#")[1]
  const inOrder = blocks.map((key, index) => ({ key, index })).sort((a, b) => a.key.from - b.key.from)
  for (const ofRetailer of Map.groupBy(inOrder, ({ key }) => retailerOf(key)).values()) {
    ofRetailer.slice(1).forEach(({ key, index }, place) => {
      const before = ofRetailer[place]
      if (before !== undefined && areTogether(before.key, key)) join(before.index, index)
    })
  }
}
