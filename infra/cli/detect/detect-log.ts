/** From the files of a log to its walkers, or to the reasons why it was not checked. */

import { type LogFile, UnreadableLog } from "../../../client/access-logs/reading/open-log.ts"
import { type FindReference, referenceAtPlaces } from "../../../client/access-logs/references/reference-places.ts"
import type { Party, Retailer } from "../../../shared/parties/party.ts"
import type { HeavyReaders } from "../../../shared/watch/lookups/visitor/heavy-readers.ts"
import { type CollectedLookups, collectLookups } from "./collect-lookups.ts"
import { judgeLookups } from "./judge-lookups.ts"
import { judgeSurvey } from "./judge-survey.ts"
import { makeLogLearner } from "./learn-from-log.ts"
import { learnPaces } from "./learn-paces.ts"
import { limitsOfCheck } from "./limits-of-check.ts"
import { acceptableReasons, type NotChecked } from "./not-checked.ts"
import { type DetectedLog, runDetection } from "./run-detection.ts"
import { type LogSurvey, type SurveyOptions, surveyLog } from "./survey-log.ts"
import { type Walker, walkersOf } from "./walkers/walker.ts"

export type DetectOptions = SurveyOptions & {
  /** Where the operator says that references are. */
  readonly givenReference: FindReference | undefined
  readonly accepted: ReadonlySet<string>
  /** Key of the fingerprints. */
  readonly key: Uint8Array
  readonly retailers: readonly Retailer[]
  readonly retailer: string
  readonly ordersPerDay: number | undefined
  readonly mobileNetworks: readonly string[]
  readonly heavyReaders: HeavyReaders
  readonly registrars: ReadonlyMap<string, Pick<Party, "heavyReaders">>
}

export type CheckedLog = {
  readonly survey: LogSurvey
  readonly collected: CollectedLookups
  readonly walkers: readonly Walker[]
  readonly volumes: DetectedLog["volumes"]
  /** Charts that are off, and what was assumed, in sentences. */
  readonly limits: readonly string[]
  readonly accepted: readonly NotChecked[]
  readonly nameOfRetailer: (number: number) => string
}

export type DetectResult =
  | ({ readonly checked: true } & CheckedLog)
  | { readonly checked: false; readonly reasons: readonly NotChecked[]; readonly survey: LogSurvey | undefined }

/** Reads, judges and scores a log. */
export const detectLog = async (files: readonly LogFile[], options: DetectOptions): Promise<DetectResult> => {
  try {
    return await detectReadable(files, options)
  } catch (error) {
    if (!(error instanceof UnreadableLog)) throw error
    return { checked: false, reasons: [unreadableFile(error)], survey: undefined }
  }
}

export const unreadableFile = (error: UnreadableLog): NotChecked => ({
  code: "unreadable-file",
  reason: error.message,
  advice: error.advice,
})

const detectReadable = async (files: readonly LogFile[], options: DetectOptions): Promise<DetectResult> => {
  const survey = await surveyLog(files, options)
  const { given, accepted } = split(judgeSurvey(survey, options.givenReference !== undefined), options.accepted)
  if (given.length > 0) return { checked: false, reasons: given, survey }
  const names = makeNames()
  const findReference = options.givenReference ?? referenceAtPlaces(survey.places)
  const formatOf = (name: string) =>
    options.retailers.find(({ id, alias }) => id === name || alias === name)?.referenceFormat
  const collected = await collectLookups(survey, {
    ...options,
    findReference,
    isReferenceGiven: options.givenReference !== undefined,
    retailers: { numberOf: names.numberOf, formatOf },
  })
  const judged = split(judgeLookups(collected), options.accepted)
  if (judged.given.length > 0) return { checked: false, reasons: judged.given, survey }
  const scored = score(collected, names.nameOf, options)
  return {
    checked: true,
    survey,
    collected,
    ...scored,
    accepted: [...accepted, ...judged.accepted],
    nameOfRetailer: names.nameOf,
  }
}

/** Numbers retailers in the order in which they are seen. */
const makeNames = () => {
  const numbers = new Map<string, number>()
  const names: string[] = []
  return {
    nameOf: (number: number): string => names[number] ?? "",
    numberOf(name: string): number {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, names.length)
      names.push(name)
      return names.length - 1
    },
  }
}

const split = (reasons: readonly NotChecked[], accepted: ReadonlySet<string>) => {
  const acceptable: readonly string[] = acceptableReasons
  const isAccepted = ({ code }: NotChecked) => acceptable.includes(code) && accepted.has(code)
  return {
    given: reasons.filter((reason) => !isAccepted(reason)),
    accepted: reasons.filter(isAccepted),
  }
}

const score = (collected: CollectedLookups, nameOf: (number: number) => string, options: DetectOptions) => {
  const { lookups, retailerOfSeries } = collected
  const paces = learnPaces(lookups)
  const partyOf = (number: number) =>
    options.retailers.find(({ id, alias }) => id === nameOf(number) || alias === nameOf(number))
  // Orders a day that somebody states are those of the retailer's first sequence.
  const isFirst = (number: number) => retailerOfSeries.get(number) === number
  const statedOf = (number: number) => (isFirst(number) ? options.ordersPerDay : undefined)
  const paceOf = (number: number) =>
    partyOf(number)?.ordersPerDay ?? statedOf(number) ?? paces.get(number)?.ordersPerDay
  const learner = makeLogLearner([...paces.keys()], { partyOf, paceOf })
  const { keys, volumes, crawls } = runDetection(lookups, learner, options.onProgress)
  const isStated = (number: number) => partyOf(number) !== undefined || statedOf(number) !== undefined
  const limits = limitsOfCheck(collected, { paces, isStated, nameOf, crawls })
  return { walkers: walkersOf(keys, lookups), volumes, limits }
}
