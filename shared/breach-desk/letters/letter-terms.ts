import { daySeconds } from "../../platform/instants.ts"
import { defaultDutyClockSettings } from "../duties/duty-clock.ts"

/** Hours after which a letter counts as unanswered: as long as any party has to answer a request. */
const { answerHours } = defaultDutyClockSettings

/** Days for which a link counts. It is longer than the term, so that a late answer is recorded too. */
const linkDays = 30

const later = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString()

/** When the term of a letter ends. @param at ISO instant at which it is sent */
export const answerByOf = (at: string): string => later(at, answerHours * 3_600)

/** When a link ends. @param at ISO instant at which it is made */
export const linkEndOf = (at: string): string => later(at, linkDays * daySeconds)
