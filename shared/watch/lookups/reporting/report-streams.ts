import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { instant } from "../../../base/contracts/envelope.ts"
import { count, highestReportNumber, interruptionId, reportStream } from "../../../base/contracts/fields.ts"
import { interruptionReason, partyId } from "../../../base/contracts/words.ts"

const number = z.int().min(0).max(highestReportNumber)

/** Hours in a tool, from and until a time. */
const timeRange = z.object({ from: instant, until: instant })
export type TimeRange = z.infer<typeof timeRange>

/** Numbers of reports that did not arrive, and since when the hub knows of a later one. */
const missingRange = z.object({ first: number, last: number, since: instant })
export type MissingRange = z.infer<typeof missingRange>

/** A report that arrived. It never changes. */
export const reportRow = z.object({
  pk: ownString(),
  sk: ownString(),
  type: z.literal("report"),
  number,
  accesses: count,
  /** Keyed hash of the access ids. The same number with another digest is another report. */
  digest: ownString(),
  /** Retailers whose shipments were looked up. */
  retailerIds: z.array(partyId),
  receivedAt: instant,
  expiresAt: z.int().positive(),
})
export type ReportRow = z.infer<typeof reportRow>

/** A count that arrived. It never changes. */
export const countRow = z.object({
  pk: ownString(),
  sk: ownString(),
  type: z.literal("count"),
  from: instant,
  until: instant,
  accesses: count,
  lastNumber: number,
  unjudged: count.optional(),
  ended: z.boolean().optional(),
  receivedAt: instant,
  expiresAt: z.int().positive(),
})
export type CountRow = z.infer<typeof countRow>

/** A time when the tool was not watched. */
const interruption = z.object({
  interruptionId,
  reason: interruptionReason,
  since: instant,
  /** When the hub found it. */
  foundAt: instant.optional(),
  /** The retailers that hear of its beginning and its end. */
  retailerIds: z.array(partyId),
})
export type Interruption = z.infer<typeof interruption>

/** An interruption that is over. `endedAt`: when the hub found that. `filledAt`: when late reports filled its hours. */
const pastInterruption = z.object({
  interruptionId,
  reason: interruptionReason,
  since: instant,
  until: instant,
  foundAt: instant.optional(),
  endedAt: instant.optional(),
  filledAt: instant.optional(),
})
export type PastInterruption = z.infer<typeof pastInterruption>

/** What parties have to be told, the carrier and the retailers, by events or by mail. */
const notice = z.object({
  what: z.enum(["interrupted", "resumed"]),
  by: z.enum(["events", "mail"]),
  at: instant,
  interruption,
  missing: z.array(z.object({ first: number, last: number })),
  until: instant.optional(),
  filled: z.boolean().optional(),
  leftToMail: z
    .array(partyId)
    .optional()
    .meta({ description: "The parties that still get this mail. Absent: all. Release 0.1.0 drops it" }),
})
export type Notice = z.infer<typeof notice>

/** Most past interruptions that are kept. The earliest ones go first. */
export const pastLimit = 100

/** What the hub knows of one program that counts its reports. The sweep alone changes it, from the rows of arrivals. */
export const streamRow = z.object({
  pk: ownString(),
  sk: ownString(),
  type: z.literal("stream"),
  revision: z.int().min(0),
  carrierId: partyId,
  stream: reportStream,
  /** The highest number that the hub knows of, from a report or a count. */
  highest: number,
  missing: z.array(missingRange),
  /** Ranges of missing numbers that the hub does not look for any more, because there were too many. */
  givenUp: count,
  /** The hours that counts cover, without overlaps, the earliest first. */
  covered: z.array(timeRange),
  /** Windows in which a guard let requests pass unjudged, the earliest first, and when the hub first got the count. */
  unjudged: z
    .array(timeRange.extend({ notedAt: instant }))
    .optional()
    .meta({ description: "Absent: none. Release 0.1.0 drops it" }),
  /** The latest count that was compared with the reports, by the clock of the program. */
  compared: z.object({ until: instant, lastNumber: number }).optional(),
  /** Counts that do not fit what arrived. */
  differing: z.array(timeRange.extend({ counted: count, arrived: count })),
  /** When the program ended for good. */
  endedAt: instant.optional(),
  /** Retailers whose shipments were looked up, and the day on which the hub last saw that. */
  retailers: z.array(z.object({ retailerId: partyId, day: z.iso.date() })),
  open: interruption.optional(),
  past: z.array(pastInterruption),
  notices: z.array(notice),
  /** Until then one run tells the notices. */
  tellingUntil: instant.optional(),
  expiresAt: z.int().positive(),
})
export type StreamRow = z.infer<typeof streamRow>

/** Up to when counts cover the hours. Undefined before the first count. */
export const coveredUntil = ({ covered }: Pick<StreamRow, "covered">): string | undefined => covered.at(-1)?.until

/** Whether the program said that it ended, and no later count came. */
export function hasEnded(row: Pick<StreamRow, "covered" | "endedAt">): boolean {
  return row.endedAt !== undefined && row.endedAt >= (coveredUntil(row) ?? "")
}

export const reportingRow = z.discriminatedUnion("type", [reportRow, countRow, streamRow])

/** Where the rows of a carrier's streams are. */
export const streamKey = (carrierId: string, stream: string) => ({ pk: `CARRIER#${carrierId}`, sk: `STREAM#${stream}` })

/** Where what arrived of one stream is. */
export const arrivalsKey = (carrierId: string, stream: string): string => `ARRIVED#${carrierId}#${stream}`

/** The sort key of a report. Numbers sort as text. */
export const reportKey = (number: number): string => `REPORT#${String(number).padStart(13, "0")}`

/** The sort key of a count. */
export const countKey = ({ from, until }: TimeRange): string => `COUNT#${from}#${until}`

/** Most streams of a carrier that have not ended. */
export const streamLimit = 50

/** What programs of carriers reported and counted. Reads are consistent. */
export type ReportStreams = {
  /** The streams of a carrier that ever sent a count. */
  ofCarrier(carrierId: string): Promise<StreamRow[]>
  get(carrierId: string, stream: string): Promise<StreamRow | undefined>
  /** Stores a stream. One that is there stays as it is. */
  begin(row: StreamRow): Promise<void>
  /** Replaces a stream that is still at this revision. Otherwise another run was faster. */
  replace(row: StreamRow, revision: number): Promise<"written" | "refused">
  /** Stores what arrived. @returns the row that is there under its key, which is the first one */
  note<Row extends ReportRow | CountRow>(row: Row): Promise<Row>
  /** Reports from a number to another, in their order, the first ones up to the limit. */
  reports(of: ArrivalsOf & { first: number; last: number; limit: number }): Promise<ReportRow[]>
  /** Counts whose window begins in a time, in their order, the first ones up to the limit. */
  counts(of: ArrivalsOf & TimeRange & { limit: number }): Promise<CountRow[]>
}

type ArrivalsOf = { readonly carrierId: string; readonly stream: string }
