/** Puts together what was found about one walker: its subjects and networks, or the blocks that many went through. */
import type { Access, Fingerprint } from "../../../../shared/detection/access.ts"
import { longestStep } from "../../../../shared/detection/charts/chain.ts"
import { daySeconds } from "../../../../shared/platform/instants.ts"
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

export type FindingGroup = {
  readonly keys: readonly KeyFindings[]
  /** If given, only lookups of these subjects count. */
  readonly subjects: ReadonlySet<Fingerprint> | undefined
}

/** The lookups that each group of findings counts, in order of time. */
export const lookupsOfGroups = (
  groups: readonly FindingGroup[],
  lookups: readonly Access[],
): readonly (readonly Access[])[] => {
  const index = makeIndex(groups)
  const found: Access[][] = groups.map(() => [])
  /** The latest lookup of a group's subject before the first that counts. */
  const before = new Map<number, Access>()
  const count = (place: number, access: Access): void => {
    const own = found[place]
    const { subjects } = groups[place] ?? { subjects: undefined }
    if (own === undefined || (subjects !== undefined && !subjects.has(access.subject.fingerprint))) return
    const first = before.get(place)
    if (own.length === 0 && first !== undefined && isStep(first, access)) own.push(first)
    own.push(access)
  }
  for (const access of lookups) {
    const counting = index.groupsOf(access)
    for (const place of counting) count(place, access)
    for (const place of index.groupsOfSubject(access)) if (!counting.has(place)) before.set(place, access)
  }
  return found
}

/** The first lookup of a walk has no score, because nothing is near it yet. The second tells that it was part of it. */
const isStep = (first: Access, second: Access): boolean =>
  first.subject.fingerprint === second.subject.fingerprint &&
  first.series === second.series &&
  first.proof !== "strong" &&
  first.ordinal !== null &&
  second.ordinal !== null &&
  Math.abs(first.ordinal - second.ordinal) <= longestStep

/** Finds the groups that count a lookup. */
const makeIndex = (groups: readonly FindingGroup[]) => {
  const keysOf = { subject: new Map<Fingerprint, Place[]>(), network: new Map<Fingerprint, Place[]>() }
  const pairs = new Map<string, number>()
  groups.forEach((group, place) => {
    for (const key of group.keys) {
      if (key.kind === "subject") append(keysOf.subject, key.subject, { group: place, key })
      else if (key.kind === "network") append(keysOf.network, key.network.fingerprint, { group: place, key })
      else if (key.kind === "prefix") append(keysOf.network, key.network.prefix ?? "", { group: place, key })
      else for (const pair of key.references) pairs.set(pair, place)
    }
  })
  return {
    groupsOfSubject: ({ subject }: Access): readonly number[] =>
      keysOf.subject.get(subject.fingerprint)?.map(({ group }) => group) ?? [],
    groupsOf({ at, tag, subject, network }: Access): ReadonlySet<number> {
      const found = new Set<number>()
      const pair = pairs.size === 0 ? undefined : pairs.get(`${subject.fingerprint}|${tag}`)
      if (pair !== undefined) found.add(pair)
      const note = ({ group, key }: Place) => {
        if (at >= key.from && at <= key.until && key.references.has(tag)) found.add(group)
      }
      keysOf.subject.get(subject.fingerprint)?.forEach(note)
      keysOf.network.get(network.fingerprint)?.forEach(note)
      if (network.prefix !== undefined) keysOf.network.get(network.prefix)?.forEach(note)
      return found
    },
  }
}

type Place = { readonly group: number; readonly key: KeyFindings }

const append = (map: Map<Fingerprint, Place[]>, key: Fingerprint, place: Place): void => {
  const known = map.get(key)
  if (known === undefined) map.set(key, [place])
  else known.push(place)
}
