import { earlier, later } from "../../../base/platform/instants.ts"
import type { StreamRow, TimeRange } from "./report-streams.ts"

/**
 * From when until when a carrier's programs counted their reports, and the times between counts. `goesOn`: a program
 * still counts, so that what comes later is only not counted yet.
 */
export type CountedSpan = TimeRange & { readonly goesOn: boolean; readonly holes: readonly TimeRange[] }

/**
 * @param streams all streams of one carrier
 * @param now ISO instant. An interruption that goes on ends there
 * @returns undefined if no count was compared yet: then nobody knows whether all lookups were reported
 */
export function countedSpan(
  streams: readonly Pick<StreamRow, "covered" | "endedAt" | "open">[],
  now: string,
): CountedSpan | undefined {
  const spans = streams.flatMap(({ covered, endedAt, open }) => {
    const [first, last] = [covered[0], covered.at(-1)]
    if (first === undefined || last === undefined) return []
    return [{ from: first.from, until: open === undefined ? last.until : now, goesOn: endedAt === undefined }]
  })
  if (spans.length === 0) return undefined
  const live = spans.filter(({ goesOn }) => goesOn)
  const untils = (live.length === 0 ? spans : live).map(({ until }) => until)
  return {
    from: spans.map(({ from }) => from).reduce(earlier),
    until: earlier(untils.reduce(live.length === 0 ? later : earlier), now),
    goesOn: live.length > 0,
    holes: streams.flatMap(({ covered }) =>
      covered.slice(1).map(({ from: until }, place) => ({ from: covered[place]?.until ?? until, until })),
    ),
  }
}
