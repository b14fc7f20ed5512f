import type { TrackingAccess } from "../../shared/base/contracts/tracking-accessed.ts"
import type { LogRecord } from "./formats/log-record.ts"

type Outcome = TrackingAccess["outcome"]

/** What a lookup came to. Undefined when the line does not say; `other` when the request failed and showed nothing. */
export const lookupOutcomeOf = ({
  status,
  result,
}: Pick<LogRecord, "status" | "result">): Outcome | "other" | undefined => {
  if (status !== undefined) return outcomeOfStatus(status)
  return result === undefined ? undefined : outcomeOfWord(result)
}

const outcomeOfStatus = (status: number): Outcome | "other" => {
  if (status === 401 || status === 403) return "challengeFailed"
  if (status === 404 || status === 410) return "miss"
  return status >= 200 && status < 400 ? "hit" : "other"
}

const missWord = /^(?:miss|not.?found|unknown|none|no|false|absent)$/i
const refusedWord = /^(?:challenge.?failed|denied|refused|forbidden|unauthori[sz]ed|failed|invalid|wrong.*)$/i
const failedWord = /^(?:error|timeout|rate.?limited|throttled)$/i

const outcomeOfWord = (word: string): Outcome | "other" => {
  if (/^\d{3}$/.test(word)) return outcomeOfStatus(Number(word))
  if (missWord.test(word)) return "miss"
  if (refusedWord.test(word)) return "challengeFailed"
  return failedWord.test(word) ? "other" : "hit"
}
