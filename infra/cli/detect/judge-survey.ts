/** Decides from the first reading whether the log can be checked. */

import { maskLine } from "../../../client/access-logs/references/mask.ts"
import type { NotChecked } from "./not-checked.ts"
import type { FileSurvey, LogSurvey, UnreadableLine } from "./survey-log.ts"

/** At least this share of the lines must be readable. */
const readableShare = 0.9

/** Every reason why the log cannot be checked, the first one first to be put right. */
export const judgeSurvey = (survey: LogSurvey, hasGivenReference: boolean): readonly NotChecked[] => {
  const { files } = survey
  if (files.every(({ firstLine }) => firstLine === undefined)) return [empty("the log has no lines")]
  const faults = files.flatMap((file) => formFault(file) ?? timeFault(file, survey) ?? linesFault(file) ?? [])
  if (faults.length > 0) return faults
  if (files.every(({ records }) => records === 0)) return [empty("the log has no lines after its header")]
  return hasGivenReference || survey.fields.length > 0 || survey.places.length > 0 ? [] : [noReference(files)]
}

const empty = (reason: string): NotChecked => ({
  code: "empty",
  reason,
  advice: "check the name of the file and its rotation",
})

const formFault = ({ file, format, firstLine }: FileSurvey): NotChecked | undefined => {
  if (format !== undefined || firstLine === undefined) return undefined
  return {
    code: "unknown-form",
    reason: `the form of ${file.name} is not known`,
    example: maskLine(firstLine),
    advice:
      "for a table, name its columns: --columns at=1,address=2,reference=3 (names or positions). Or write JSON lines " +
      "as docs/detection.md shows",
  }
}

const timeFault = ({ file, unclearTimes }: FileSurvey, survey: LogSurvey): NotChecked | undefined => {
  const noZone = unclearTimes.get("noZone")
  if (noZone !== undefined) {
    return {
      code: "no-time-zone",
      reason: `${file.name} has times without a time zone${at(noZone)}`,
      example: maskLine(noZone.line),
      advice: "say which zone they are in, for example --time-zone UTC or --time-zone America/Toronto",
    }
  }
  const noOrder = unclearTimes.get("noDateOrder")
  if (noOrder === undefined) return undefined
  const seen =
    survey.times.seenOrder() === "contradictory" ? "dates both ways round" : "dates that may be day/month or month/day"
  return {
    code: "no-date-order",
    reason: `${file.name} has ${seen}${at(noOrder)}`,
    example: maskLine(noOrder.line),
    advice: "say which comes first: --date-order dmy or --date-order mdy",
  }
}

const linesFault = ({ file, records, unreadable, firstUnreadable }: FileSurvey): NotChecked | undefined => {
  if (firstUnreadable === undefined || unreadable <= (1 - readableShare) * records) return undefined
  const { number, reason, line, hasWrongTime } = firstUnreadable
  const readable = records - unreadable
  return {
    code: readable === 0 ? "nothing-readable" : "unreadable-lines",
    reason: `only ${readable} of ${records} lines of ${file.name} can be read. Line ${number} ${reason}`,
    example: maskLine(line),
    advice: hasWrongTime
      ? "write times such as 2026-10-13T03:00:07Z, or epoch seconds; if it is another field, say --columns at=..."
      : "take these lines out, or name the fields with --columns",
  }
}

const at = ({ number }: UnreadableLine): string => `, first in line ${number}`

const noReference = (files: readonly FileSurvey[]): NotChecked => ({
  code: "no-reference",
  reason: "no part of the path or query differs from request to request as references do",
  example: maskLine(files.find(({ firstLine }) => firstLine !== undefined)?.firstLine ?? ""),
  advice:
    "say where the reference is, for example --reference '/track/{reference}' or --reference '?number={reference}'. " +
    "A reference in the body of a request is not in such a log; take the log of the application instead",
})
