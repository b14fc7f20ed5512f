import { bareReference, digestOfBeginning, placeDigits } from "../../shared/base/contracts/mapped-reference.ts"
import type { MappedNumbers, NumberRange } from "./mapped-numbers.ts"

/** What a map of proof says of a reference. */
export type NumberScope = MappedNumbers["scope"]

/** Finds the restrictions that a reference is in. Times are epoch seconds. */
export type NumberIndex = {
  /** Those that stand at a time. */
  scopesOf(reference: string, at: number): readonly NumberScope[]
}

const longestReference = 64

type Ends = Map<NumberScope, number>

/** Indexes a map of proof, so that a lookup costs as many digests as retailers have forms, at most. */
export function indexNumbers(numbers: readonly MappedNumbers[]): NumberIndex {
  const endsByDigest = new Map<number, Map<string, Ends>>()
  const ranges: NumberRange[] = []
  for (const one of numbers) {
    if ("first" in one) ranges.push(one)
    else noteDigests(endsByDigest, one)
  }
  const inRange = rangeFinder(ranges)
  return {
    scopesOf(reference, at) {
      if (numbers.length === 0 || reference.length > longestReference) return []
      const plain = bareReference(reference)
      const found = new Set(inRange(plain, at))
      for (const [cut, byDigest] of endsByDigest) {
        if (cut >= plain.length) continue
        for (const [scope, end] of byDigest.get(digestOfBeginning(plain.slice(0, -cut))) ?? [])
          if (at < end) found.add(scope)
      }
      return [...found]
    },
  }
}

const endOf = ({ until }: Pick<MappedNumbers, "until">): number => Date.parse(until) / 1_000

function noteDigests(
  endsByDigest: Map<number, Map<string, Ends>>,
  { cut, digests, ...one }: Exclude<MappedNumbers, NumberRange>,
): void {
  const byDigest = endsByDigest.get(cut) ?? new Map<string, Ends>()
  endsByDigest.set(cut, byDigest)
  for (const digest of digests) {
    const ends = byDigest.get(digest) ?? new Map<NumberScope, number>()
    ends.set(one.scope, Math.max(endOf(one), ends.get(one.scope) ?? 0))
    byDigest.set(digest, ends)
  }
}

type TimedRange = Pick<NumberRange, "scope" | "first" | "last"> & { readonly end: number }
type NumberForm = Pick<NumberRange, "prefix" | "digits" | "behind">

/** All ranges of a carrier have one form, so that the place of a reference is read once. */
function rangeFinder(ranges: readonly NumberRange[]): (plain: string, at: number) => NumberScope[] {
  const byForm = new Map<string, { readonly form: NumberForm; readonly timed: TimedRange[] }>()
  for (const { scope, first, last, until, ...form } of ranges) {
    const name = JSON.stringify([form.prefix, form.digits, form.behind])
    const known = byForm.get(name) ?? { form, timed: [] }
    known.timed.push({ scope, first, last, end: endOf({ until }) })
    byForm.set(name, known)
  }
  return (plain, at) =>
    [...byForm.values()].flatMap(({ form, timed }) => {
      const place = placeIn(plain, form)
      if (place === undefined) return []
      return timed.filter((one) => place >= one.first && place <= one.last && at < one.end).map(({ scope }) => scope)
    })
}

/** The place of a reference among the carrier's own numbers; undefined where it has another form. */
function placeIn(plain: string, { prefix, digits, behind }: NumberForm): number | undefined {
  const number = plain.slice(prefix.length, plain.length - behind)
  if (number.length !== digits || !plain.startsWith(prefix) || !/^\d+$/.test(number)) return undefined
  return Number(number.slice(-placeDigits))
}
