/**
 * Do many accessors guess postal codes, each for a shipment or two? Nothing shows at any of them. But of the codes that
 * are given for the shipments of one block, more are wrong than by typing errors.
 *
 * A cumulative sum as that of G, over the shipments for which a code was given. It also falls with time, so that the
 * few wrong codes for old numbers, for which no right ones come any more, do not add up.
 */
import type { Contact } from "../profiles/access-profile.ts"
import {
  codeCorrectionHours,
  codeForgottenHours,
  guessedWrongCodesOfMany as guessed,
  mostWrongCodeShare,
  ordinaryWrongCodeShare,
} from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type CodeGuessParameters = {
  /** Share of wrong codes in ordinary use, 0 to 1. */
  readonly wrongCodeShare: number
  readonly thresholds?: Thresholds
}

const correctionSeconds = codeCorrectionHours * 3_600

const forgottenSeconds = codeForgottenHours * 3_600

/** Shares of wrong codes in ordinary use (`p0`), and where about a third of the codes are guesses (`p1`). */
export const wrongCodeShares = (ordinary: number): { p0: number; p1: number } => {
  const p0 = Math.min(mostWrongCodeShare, Math.max(ordinaryWrongCodeShare, ordinary))
  return { p0, p1: Math.max(guessed.least, guessed.times * p0) }
}

/** The most that one entry can add. */
export const largestCodeLlr: number = Math.log(guessed.least / ordinaryWrongCodeShare)

const isRight = ({ proof }: Contact): boolean => proof !== "none"

/**
 * @param entries the pairs of one block for which a postal code was given, in scoring order. Each shipment counts once
 *   for its right codes and once for its wrong ones, and each accessor once for its wrong ones. A wrong code does not
 *   count if the right one for the shipment follows soon.
 */
export const codeGuess = (entries: readonly Contact[], parameters: CodeGuessParameters): ChartResult => {
  const { p0, p1 } = wrongCodeShares(parameters.wrongCodeShare)
  const wrongLlr = Math.log(p1 / p0)
  const rightLlr = Math.log((1 - p1) / (1 - p0))
  const excursion = makeExcursion(parameters.thresholds)
  const counted = new Set<string>()
  let previousAt: number | null = null
  for (const [index, entry] of entries.entries()) {
    const names = isRight(entry) ? [`right ${entry.ordinal}`] : [`wrong ${entry.ordinal}`, `accessor ${entry.subject}`]
    if (names.some((name) => counted.has(name))) continue
    if (!isRight(entry) && isCorrected(entry, entries)) continue
    for (const name of names) counted.add(name)
    if (previousAt !== null) excursion.decay((wrongLlr * (entry.at - previousAt)) / forgottenSeconds)
    previousAt = entry.at
    excursion.add(index, isRight(entry) ? rightLlr : wrongLlr)
  }
  return excursion.result()
}

const isCorrected = ({ ordinal, at }: Contact, entries: readonly Contact[]): boolean =>
  entries.some(
    (other) => isRight(other) && other.ordinal === ordinal && other.at >= at && other.at <= at + correctionSeconds,
  )
