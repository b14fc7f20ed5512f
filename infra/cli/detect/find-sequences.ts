/**
 * Finds the sequences of numbers among references whose format nobody stated, so that each is learned and judged apart.
 * A carrier's log has those of many retailers: together they look as dense as the densest, and ordinary visitors of the
 * others like walkers.
 */
import { numberWithin } from "../../../client/access-logs/references/place-of-reference.ts"
import { parseOrdinal } from "../../../shared/intake/tracking/order-reference.ts"
import type { ReferenceFormat } from "../../../shared/parties/party.ts"

export type FoundReference = {
  /** The reference in its one form. */
  readonly plain: string
  /** Whether any lookup of it was a hit. Others may be typing errors or guesses. */
  readonly isShown: boolean
}

/** The sequence of a reference, 0 for the one with most references, and its place there. */
export type SequencePlace = { readonly sequence: number; readonly ordinal: number }

/** So many references of one form are needed for numbers in them. Random tokens share no form. */
const fewestOfForm = 5
/** So many references make a sequence of their own. Fewer belong to the nearest. */
const fewestOfSequence = 30

/** @returns in the order of the references; `undefined` where one has no number */
export const findSequences = (references: readonly FoundReference[]): readonly (SequencePlace | undefined)[] => {
  const byForm = new Map<string, Numbered[]>()
  references.forEach(({ plain, isShown }, index) => {
    const parts = partsOf(plain)
    if (parts === undefined) return
    // Marks do not count: a tool that takes a number with and without its hyphen shows one sequence.
    const form = [parts.before, parts.digits.length, parts.after].join(" ").replaceAll(/[^\p{L}\d ]/gu, "")
    const ofForm = byForm.get(form)
    const one = { ...parts, index, isShown, ordinal: Number(parts.digits) }
    if (ofForm === undefined) byForm.set(form, [one])
    else ofForm.push(one)
  })
  const sequences = [...byForm.values()]
    .filter((ofForm) => ofForm.length >= fewestOfForm)
    .flatMap((ofForm) => splitAtGaps(withoutCheckDigit(ofForm)))
    .sort((one, other) => other.length - one.length)
  const places = new Array<SequencePlace | undefined>(references.length)
  sequences.forEach((ofSequence, sequence) => {
    for (const { index, ordinal } of ofSequence) places[index] = { sequence, ordinal }
  })
  return places
}

type Parts = {
  readonly before: string
  /** All digits of the last number of the reference. */
  readonly run: string
  /** The last of them, which are its place. */
  readonly digits: string
  readonly after: string
}
type Numbered = Parts & { readonly index: number; readonly isShown: boolean; readonly ordinal: number }

const partsOf = (plain: string): Parts | undefined => {
  const found = numberWithin(plain)
  if (found === undefined) return undefined
  const { run, begin, end } = found
  return {
    before: plain.slice(0, begin),
    run: plain.slice(run, end),
    digits: plain.slice(begin, end),
    after: plain.slice(end),
  }
}

const checkDigits = ["luhn", "mod7", "s10"] as const satisfies readonly ReferenceFormat["checkDigit"][]
/** The share of shown references whose last digit must be right. By chance one of seven or ten is. */
const checkedShare = 0.95

/** With a check digit, neighbours of a sequence are ten apart or so. The ordinals are without it. */
const withoutCheckDigit = (ofForm: readonly Numbered[]): readonly Numbered[] => {
  const shown = ofForm.filter(({ isShown }) => isShown)
  if (shown.length < fewestOfSequence) return ofForm
  const has = checkDigits.some((checkDigit) => shareChecked(shown, checkDigit) >= checkedShare)
  return has ? ofForm.map((one) => ({ ...one, ordinal: Math.floor(one.ordinal / 10) })) : ofForm
}

const shareChecked = (shown: readonly Numbered[], checkDigit: ReferenceFormat["checkDigit"]): number => {
  const isRight = ({ run }: Numbered) =>
    parseOrdinal(run, { prefix: "", digits: run.length - 1, checkDigit }) !== undefined
  return shown.filter(isRight).length / shown.length
}

/** Gaps on each side whose median is what is usual there. */
const usualGaps = 15
/** A gap so many times as wide as usual on both sides is a border. Random numbers have none in 2^100. */
const borderFactor = 100

/** Splits numbers of one form where a gap is far wider than those on both sides. */
const splitAtGaps = (ofForm: readonly Numbered[]): Numbered[][] => {
  const sorted = [...ofForm].sort((one, other) => one.ordinal - other.ordinal)
  const shown = [...new Set(sorted.filter(({ isShown }) => isShown).map(({ ordinal }) => ordinal))]
  const borders = bordersOf(shown)
  const parts: Numbered[][] = [[]]
  let next = 0
  for (const one of sorted) {
    while (one.ordinal >= (borders[next] ?? Number.POSITIVE_INFINITY)) {
      parts.push([])
      next += 1
    }
    parts.at(-1)?.push(one)
  }
  return parts.filter((part) => part.length > 0)
}

/** The first number of each part but the first. Each part has enough numbers. */
const bordersOf = (numbers: readonly number[]): readonly number[] => {
  const gaps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? number))
  const borders: number[] = []
  let begin = 0
  gaps.forEach((gap, index) => {
    const [left, right] = [
      gaps.slice(Math.max(begin, index - usualGaps), index),
      gaps.slice(index + 1, index + 1 + usualGaps),
    ]
    const isBorder = gap > borderFactor * Math.max(medianOf(left), medianOf(right))
    if (!isBorder || index + 1 - begin < fewestOfSequence || gaps.length - index < fewestOfSequence) return
    borders.push(numbers[index + 1] ?? 0)
    begin = index + 1
  })
  return borders
}

const medianOf = (gaps: readonly number[]): number =>
  [...gaps].sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0
