import type { accessesCounted } from "../../../base/contracts/accesses-counted.ts"
import type { Problem } from "../../../base/contracts/problem.ts"
import { oldestAccessDays } from "../../../base/contracts/retention.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../../parties/received-event.ts"
import { clockToleranceMilliseconds } from "./clock-tolerance.ts"
import { arrivalExpiry, newStream } from "./kept-rows.ts"
import { arrivalsKey, countKey, hasEnded, type ReportStreams, streamLimit } from "./report-streams.ts"

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
      expiresAt: arrivalExpiry(receivedAt),
    })
    const isSame = (["accesses", "lastNumber", "unjudged", "ended"] as const).every(
      (name) => noted[name] === data[name],
    )
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
