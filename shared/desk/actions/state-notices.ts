import type { PublicNoticeGround } from "../../base/contracts/words.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { Knowledge } from "../knowledge.ts"
import { factsAfterFollowUp } from "../notices/facts-when-notified.ts"
import { isInFuture } from "../time-in-future.ts"
import type { TimelineData } from "../timeline.ts"
import type { RefusalCode } from "./refusal.ts"

/** What a party states of its notices to people. */
export type NoticeStatement = {
  /** Why a public notice is to stand for direct ones. */
  publicNoticeGround?: PublicNoticeGround | undefined
  /** By when it promises people to write to them again, ISO instant. `null` takes it back. */
  writeAgainBy?: string | null | undefined
  /** When it had written again to everybody whom it had notified, ISO instant. */
  wroteAgainAt?: string | undefined
}

/** A promise reaches at most this far ahead. */
const promiseDays = 365

/**
 * Why a statement of notices is not taken.
 *
 * @param at ISO instant of the statement
 */
export function refusalOfNotices(
  { writeAgainBy, wroteAgainAt }: NoticeStatement,
  { notifiedFacts }: Pick<PartyRow, "notifiedFacts">,
  at: string,
): RefusalCode | undefined {
  if (typeof writeAgainBy === "string") {
    const ahead = Date.parse(writeAgainBy) - Date.parse(at)
    if (ahead <= 0) return "writeAgainInPast"
    if (ahead > promiseDays * daySeconds * 1000) return "writeAgainTooFar"
  }
  if (wroteAgainAt === undefined) return undefined
  if (isInFuture(wroteAgainAt, at)) return "wroteAgainInFuture"
  const isAfterNotice = notifiedFacts !== undefined && Date.parse(wroteAgainAt) > Date.parse(notifiedFacts.to)
  return isAfterNotice ? undefined : "wroteAgainBeforeNotice"
}

/**
 * The party's row with what it states. Once it has written again, the promise to do so is kept.
 *
 * @param known what is known of the exposure now
 */
export function withNotices(own: PartyRow, statement: NoticeStatement, known: Knowledge): PartyRow {
  const { publicNoticeGround, writeAgainBy, wroteAgainAt } = statement
  const { writeAgainBy: promised, ...rest } = own
  const { publicNoticeGrounds: grounds = [] } = own
  const isKept = wroteAgainAt !== undefined || writeAgainBy === null
  const open = writeAgainBy ?? (isKept ? undefined : promised)
  return {
    ...rest,
    ...(publicNoticeGround === undefined
      ? {}
      : { publicNoticeGrounds: [...new Set([...grounds, publicNoticeGround])].sort() }),
    ...(wroteAgainAt === undefined ? {} : { notifiedFacts: factsAfterFollowUp(own, wroteAgainAt, known) }),
    ...(open === undefined ? {} : { writeAgainBy: open }),
  }
}

/** What the timeline keeps of it. */
export const noticesOfEntry = ({ publicNoticeGround, writeAgainBy, wroteAgainAt }: NoticeStatement): TimelineData => ({
  ...(publicNoticeGround === undefined ? {} : { publicNoticeGround }),
  ...(typeof writeAgainBy === "string" ? { writeAgainBy } : {}),
  ...(wroteAgainAt === undefined ? {} : { wroteAgainAt }),
})
