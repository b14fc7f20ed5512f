/** The lookups of a log in columns, which take a third of the memory of their objects. */
import type { Access } from "../../../shared/watch/detection/access.ts"
import type { SequencePlace } from "./find-sequences.ts"

/** Lookups in order of time. Each is made anew when it is read. */
export type LookupList = Iterable<Access> & {
  readonly length: number
  at(index: number): Access | undefined
  some(holds: (lookup: Access) => boolean): boolean
}

/** A list that is filled, and then put in order. */
export type GrowingLookupList = LookupList & {
  add(lookup: Access): void
  /** By time. Lookups of one second stay in the order in which they were added. */
  sort(): void
  /** Gives each lookup without an ordinal the place of its reference, if there is one. */
  placeBy(placeOf: PlaceOf): void
}

type PlaceOf = (tag: string) => SequencePlace | undefined

/** What many lookups have in common. */
type Traits = Pick<Access, "accessorClass" | "networkClass" | "retailer" | "outcome" | "proof" | "canary">

export const makeLookupList = (): GrowingLookupList => {
  const chunks: Chunk[] = []
  const traits = rememberTraits()
  let length = 0
  /** By place in the order of time, the place at which a lookup was added. */
  let order: Uint32Array | undefined

  const at = (index: number): Access | undefined => {
    const added = order?.[index] ?? index
    const chunk = chunks[Math.floor(added / chunkLookups)]
    return chunk === undefined ? undefined : readFrom(chunk, added % chunkLookups)
  }
  function* all(): Generator<Access> {
    for (let index = 0; index < length; index += 1) {
      const lookup = at(index)
      if (lookup !== undefined) yield lookup
    }
  }
  return {
    get length() {
      return length
    },
    at,
    [Symbol.iterator]: all,
    some(holds) {
      for (const lookup of all()) if (holds(lookup)) return true
      return false
    },
    add(lookup) {
      if (length % chunkLookups === 0) chunks.push(makeChunk())
      addTo(chunks.at(-1), lookup, { place: length % chunkLookups, traits: traits(lookup) })
      length += 1
    },
    sort() {
      order = orderOf(chunks, length)
    },
    placeBy(placeOf) {
      for (const chunk of chunks) placeIn(chunk, placeOf)
    },
  }
}

const chunkLookups = 1 << 16

type Chunk = {
  readonly at: Float64Array
  readonly series: Uint32Array
  /** `NaN` stands for `null`, here and in the points. */
  readonly ordinals: Float64Array
  readonly points: Float64Array
  readonly subjects: Access["subject"][]
  readonly networks: Access["network"][]
  readonly tags: string[]
  readonly traits: Traits[]
}

const makeChunk = (): Chunk => ({
  at: new Float64Array(chunkLookups),
  series: new Uint32Array(chunkLookups),
  ordinals: new Float64Array(chunkLookups),
  points: new Float64Array(chunkLookups),
  subjects: [],
  networks: [],
  tags: [],
  traits: [],
})

const addTo = (chunk: Chunk | undefined, lookup: Access, given: { place: number; traits: Traits }): void => {
  if (chunk === undefined) return
  const { place, traits } = given
  chunk.at[place] = lookup.at
  chunk.series[place] = lookup.series
  chunk.ordinals[place] = lookup.ordinal ?? Number.NaN
  chunk.points[place] = lookup.deliveryPoint ?? Number.NaN
  chunk.subjects.push(lookup.subject)
  chunk.networks.push(lookup.network)
  chunk.tags.push(lookup.tag)
  chunk.traits.push(traits)
}

const readFrom = (chunk: Chunk, place: number): Access | undefined => {
  const subject = chunk.subjects[place]
  const network = chunk.networks[place]
  const traits = chunk.traits[place]
  if (subject === undefined || network === undefined || traits === undefined) return undefined
  // Nothing is spread into it, which would take several times as long.
  return {
    at: chunk.at[place] ?? 0,
    subject,
    network,
    accessorClass: traits.accessorClass,
    networkClass: traits.networkClass,
    retailer: traits.retailer,
    tag: chunk.tags[place] ?? "",
    series: chunk.series[place] ?? 0,
    ordinal: knownOf(chunk.ordinals[place]),
    outcome: traits.outcome,
    proof: traits.proof,
    deliveryPoint: knownOf(chunk.points[place]),
    canary: traits.canary,
  }
}

const orderOf = (chunks: readonly Chunk[], length: number): Uint32Array => {
  const timeOf = (added: number) => chunks[Math.floor(added / chunkLookups)]?.at[added % chunkLookups] ?? 0
  return Uint32Array.from({ length }, (_, index) => index).sort((a, b) => timeOf(a) - timeOf(b) || a - b)
}

const placeIn = ({ tags, ordinals, series }: Chunk, placeOf: PlaceOf): void => {
  for (const [place, tag] of tags.entries()) {
    const found = Number.isNaN(ordinals[place]) ? placeOf(tag) : undefined
    if (found !== undefined) [series[place], ordinals[place]] = [found.sequence, found.ordinal]
  }
}

const knownOf = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value)

/** One object for each combination. */
const rememberTraits = (): ((lookup: Access) => Traits) => {
  const known = new Map<string, Traits>()
  return ({ accessorClass, networkClass, retailer, outcome, proof, canary }) => {
    const name = `${accessorClass} ${networkClass} ${retailer} ${outcome} ${proof} ${canary}`
    const found = known.get(name) ?? { accessorClass, networkClass, retailer, outcome, proof, canary }
    known.set(name, found)
    return found
  }
}
