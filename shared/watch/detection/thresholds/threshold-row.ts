import type * as thresholds from "./thresholds.ts"

export type ThresholdId = keyof typeof thresholds

/** What a threshold is, for the document that lists them all. In its sentences `decision 12` becomes a link. */
export type ThresholdRow = {
  readonly unit: string
  /** One sentence, or what goes on from the value and its unit: `256 numbers` `In one block`. */
  readonly meaning: string
  /** A measurement, a paper, a decision or a limit of AWS; where the reason is only tuning, on which world. */
  readonly source: string
  /** Of an alert: to whom a lower one does harm. */
  readonly lowerHarms?: string
}

/** Rows of some thresholds. A row of a name that is no threshold does not compile. */
export type ThresholdRows = { readonly [id in ThresholdId]?: ThresholdRow }

/** No stronger reason than that it served best in the simulated world. */
export const tuned = "Tuned on the simulated world, seeds 1 to 9."

/** No reason beside what is plausible of people. */
export const assumed = "An assumption about people; not measured on real traffic."
