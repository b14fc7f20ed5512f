/** Puts together what was found about one walker: its subjects, its networks, and the blocks it went through. */
import type { Access, Fingerprint } from "../../../../shared/detection/access.ts"
import { daySeconds } from "../../../../shared/platform/instants.ts"
import type { KeyFindings } from "../run-detection.ts"

const isBlock = ({ kind }: KeyFindings): boolean => kind === "block" || kind === "missBlock"

/** The tags that a finding counts. */
export const tagsOf = (key: KeyFindings): readonly string[] =>
  isBlock(key) ? [...key.references].map((pair) => pair.slice(pair.indexOf("|") + 1)) : [...key.references]

/**
 * Groups of findings that are about the same walker. Two findings are, if they
 * - are about one address, unless many people share it
 * - count mostly the same references at the same time
 * - or are about blocks of one retailer, less than a day apart.
 */
export const groupFindings = (keys: readonly KeyFindings[]): readonly (readonly KeyFindings[])[] => {
  const union = makeUnion(keys.length)
  joinByNetwork(keys, union.join)
  joinByReferences(keys, union.join)
  joinBlocks(keys, union.join)
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
  keys.forEach((key, index) => {
    if (isBlock(key) || key.network.kind === "mobile") return
    const first = firstOf.get(key.network.fingerprint)
    if (first === undefined) firstOf.set(key.network.fingerprint, index)
    else join(first, index)
  })
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

const joinBlocks = (keys: readonly KeyFindings[], join: Join): void => {
  const retailerOf = ({ keyName }: KeyFindings) => keyName.split("#")[1]
  const blocks = keys
    .flatMap((key, index) => (isBlock(key) ? [{ key, index }] : []))
    .sort((a, b) => a.key.from - b.key.from)
  for (const ofRetailer of Map.groupBy(blocks, ({ key }) => retailerOf(key)).values()) {
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
  for (const access of lookups) {
    for (const place of index.groupsOf(access)) {
      const { subjects } = groups[place] ?? { subjects: undefined }
      if (subjects === undefined || subjects.has(access.subject.fingerprint)) found[place]?.push(access)
    }
  }
  return found
}

/** Finds the groups that count a lookup. */
const makeIndex = (groups: readonly FindingGroup[]) => {
  const keysOf = { subject: new Map<Fingerprint, Place[]>(), network: new Map<Fingerprint, Place[]>() }
  const pairs = new Map<string, number>()
  groups.forEach((group, place) => {
    for (const key of group.keys) {
      if (key.kind === "subject") append(keysOf.subject, key.subject, { group: place, key })
      else if (key.kind === "network") append(keysOf.network, key.network.fingerprint, { group: place, key })
      else for (const pair of key.references) pairs.set(pair, place)
    }
  })
  return {
    groupsOf({ at, tag, subject, network }: Access): ReadonlySet<number> {
      const found = new Set<number>()
      const pair = pairs.size === 0 ? undefined : pairs.get(`${subject.fingerprint}|${tag}`)
      if (pair !== undefined) found.add(pair)
      for (const places of [keysOf.subject.get(subject.fingerprint), keysOf.network.get(network.fingerprint)]) {
        for (const { group, key } of places ?? []) {
          if (at >= key.from && at <= key.until && key.references.has(tag)) found.add(group)
        }
      }
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
