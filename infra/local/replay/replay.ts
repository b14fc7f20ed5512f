import { prepareReplay, type ReplayOptions } from "./context.ts"
import { replayGuarded } from "./guarded-walk.ts"
import { replayObserved } from "./observed-walk.ts"
import type { ReplayResult } from "./report.ts"

/** The figures of a replay, and a link token with which a recipient opens one of its parcels. */
type Replayed = { readonly legs: Omit<ReplayResult, "seconds">; readonly linkToken: string | undefined }

/**
 * Replays a breach against the deployed system through the interfaces that parties and recipients have. Reads the
 * results from tables, queues and answers. The link token opens a parcel that the walker of 2018 saw.
 *
 * @throws Error when the system does not finish its work in time
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const context = prepareReplay(options)
  try {
    const { guarded, guesser } = await replayGuarded(context)
    const observed = await replayObserved(context)
    return { legs: { guarded, guesser, observed }, linkToken: context.cast.observed.parcels[0]?.linkToken }
  } finally {
    await context.inbox.stop()
  }
}
