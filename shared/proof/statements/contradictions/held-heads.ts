import { breachCaseClosed, breachCaseOpened, breachCaseUpdated } from "../../../base/contracts/breach-case-events.ts"
import { checkHeadSignature, type SignatureState } from "../../../desk/dossier/verify-head-signature.ts"
import { type TimelineEntry, type TimelineHead, timelineEntrySchema, verifyChain } from "../../../desk/timeline.ts"
import type { Alarm } from "./alarm.ts"
import { endOf, type Held, type HeldEvent, type HeldTimeline, type Stated } from "./held.ts"

/** A head of one of the party's timelines, when the hub gave it at the earliest, and with what. */
export type HeldHead = TimelineHead & {
  readonly caseAlias: string
  readonly at: number
  readonly from: string
  readonly day: string
}

/** What the party holds of a case from an event. `ends`: from then on the case is closed, or part of another one. */
export type CaseNews = HeldHead & { readonly ends: boolean; readonly tool: string }

/** The events of cases, each with the head of the party's timeline. */
export const caseContracts = [breachCaseOpened, breachCaseUpdated, breachCaseClosed]

/** The case events that the party kept, and those whose head is not signed as it should be. */
export function caseNews({ events = [], keys, pinned }: Pick<Held, "events" | "keys" | "pinned">): {
  news: CaseNews[]
  alarms: Alarm[]
} {
  const [news, alarms]: [CaseNews[], Alarm[]] = [[], []]
  for (const event of events) {
    const read = readNews(event)
    if (read === undefined) continue
    news.push(read.news)
    const { caseAlias, seq, hash, day } = read.news
    const state = checkHeadSignature({ caseAlias, head: { seq, hash }, signature: read.signature }, keys, pinned)
    const fault = signatureFaults[state]
    if (fault !== undefined) {
      const words = `The head of entry ${seq} of ${caseAlias}, in your event of ${event.metadata.occurredAt}, ${fault}.`
      alarms.push({ kind: "notSigned", day, about: caseAlias, words })
    }
  }
  return { news, alarms }
}

/** Events of releases before signatures have none. */
const signatureFaults: Readonly<Record<SignatureState, string | undefined>> = {
  holds: undefined,
  absent: undefined,
  wrong: "has a signature that does not hold",
  unknownKey: "is signed with a key that is not pinned, and that no pinned key endorses",
}

function readNews({ type, metadata: { occurredAt }, data }: HeldEvent) {
  const contract = caseContracts.find(({ detailType }) => detailType === type)
  const read = contract?.data.safeParse(data)
  if (read?.success !== true) return undefined
  const { caseAlias, timelineHead, tool } = read.data
  const { seq, hash, signature } = timelineHead
  const isMerged = "reason" in read.data && read.data.reason === "merged"
  const [at, day] = [Date.parse(occurredAt), occurredAt.slice(0, 10)]
  const ends = type === breachCaseClosed.detailType || isMerged
  const news: CaseNews = { caseAlias, seq, hash, at, day, ends, tool, from: `your event of ${occurredAt}` }
  return { news, signature }
}

/** The heads that statements name. */
export const statedHeads = (stated: Stated): HeldHead[] =>
  [...stated.values()].flat().flatMap(({ statement: { day, cases } }) =>
    cases.open.map(({ caseAlias, head }) => ({
      ...head,
      caseAlias,
      day,
      at: endOf(day),
      from: `the statement of ${day}`,
    })),
  )

/** A timeline whose chain holds. */
export type ReadTimeline = {
  readonly caseAlias: string
  readonly readAt: number
  readonly entries: readonly TimelineEntry[]
}

/** Reads timelines, and says which are no chain. */
export function readTimelines(timelines: readonly HeldTimeline[]): { read: ReadTimeline[]; alarms: Alarm[] } {
  const [read, alarms]: [ReadTimeline[], Alarm[]] = [[], []]
  for (const { caseAlias, readAt, entries } of timelines) {
    const last = timelineEntrySchema.safeParse(entries.at(-1))
    const chain = last.success ? verifyChain(entries, { seq: last.data.seq, hash: last.data.hash }) : undefined
    if (chain?.ok === true) {
      const parsed = entries.map((entry) => timelineEntrySchema.parse(entry))
      read.push({ caseAlias, readAt: Date.parse(readAt), entries: parsed })
    } else if (entries.length > 0) {
      const words = `The timeline of ${caseAlias} that you read at ${readAt} is no chain of hashes.`
      alarms.push({ kind: "timelineRewritten", day: readAt.slice(0, 10), about: caseAlias, words })
    }
  }
  return { read, alarms }
}

/** The heads of a timeline, one after each entry. */
export const headsOf = ({ caseAlias, readAt, entries }: ReadTimeline): HeldHead[] =>
  entries.map(({ seq, hash }) => {
    const read = new Date(readAt).toISOString()
    return { caseAlias, seq, hash, at: readAt, day: read.slice(0, 10), from: `the timeline that you read at ${read}` }
  })
