import type { accessesCounted } from "../../contracts/accesses-counted.ts"
import type { Problem } from "../../contracts/problem.ts"
import { oldestAccessDays } from "../../contracts/retention.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import { dayMilliseconds, daySeconds } from "../../platform/instants.ts"
import { clockToleranceMilliseconds } from "./clock-tolerance.ts"
import { hasEnded } from "./fold-stream.ts"
import { arrivalDays } from "./note-report.ts"
import { arrivalsKey, countKey, type ReportStreams, type StreamRow, streamKey, streamLimit } from "./report-streams.ts"

/** How long the hub keeps what it knows of a stream after its last count. */
const streamDays = 400

/** Until when the row of a stream is kept, in epoch seconds, that is written at this time. */
export const streamExpiry = (now: Date): number => Math.floor(now.getTime() / 1_000) + streamDays * daySeconds

/**
 * Records up to when a program has reported all that was looked up. From its first count on the hub watches that it
 * goes on. The sweep compares counts with reports, so the order in which both arrive changes nothing.
 */
export function makeRecordCounts({
  streams,
}: {
  streams: Pick<ReportStreams, "begin" | "get" | "note" | "ofCarrier">
}): (event: ReceivedEvent<typeof accessesCounted>) => Promise<Handled> {
  return async (event) => {
    const { party, data, receivedAt } = event
    if (party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
    const problem = problemOfTime(event)
    if (problem !== undefined) return rejected(problem)
    if ((await streams.get(party.id, data.stream)) === undefined) {
      const others = await streams.ofCarrier(party.id)
      if (others.filter((row) => !hasEnded(row)).length >= streamLimit)
        return rejected({ path: "data.stream", rule: "limit" })
      await streams.begin(newStream(party.id, data.stream, new Date(receivedAt)))
    }
    const { stream, ...counted } = data
    const noted = await streams.note({
      pk: arrivalsKey(party.id, stream),
      sk: countKey(data),
      type: "count",
      ...counted,
      receivedAt,
      expiresAt: Math.floor(Date.parse(receivedAt) / 1_000) + arrivalDays * daySeconds,
    })
    const isSame =
      noted.accesses === data.accesses && noted.lastNumber === data.lastNumber && noted.ended === data.ended
    if (!isSame) return rejected({ path: "data.accesses", rule: "conflict" })
    return noted.receivedAt === receivedAt ? "counted" : "repeated"
  }
}

/** A clock may be ahead a little, as for accesses. A window of long ago fills nothing any more. */
export function problemOfTime({
  data,
  receivedAt,
}: Pick<ReceivedEvent<typeof accessesCounted>, "data" | "receivedAt">): Problem | undefined {
  const age = Date.parse(receivedAt) - Date.parse(data.until)
  if (age < -clockToleranceMilliseconds) return { path: "data.until", rule: "tooBig" }
  if (age > oldestAccessDays * dayMilliseconds) return { path: "data.until", rule: "tooSmall" }
  return undefined
}

/** A stream of which nothing is known yet. */
export function newStream(carrierId: string, stream: string, now: Date): StreamRow {
  return {
    ...streamKey(carrierId, stream),
    type: "stream",
    revision: 0,
    carrierId,
    stream,
    highest: 0,
    missing: [],
    givenUp: 0,
    covered: [],
    differing: [],
    retailers: [],
    past: [],
    notices: [],
    expiresAt: streamExpiry(now),
  }
}
