import { prepareReplay, type ReplayContext, type ReplayOptions } from "./context.ts"
import { replayGuarded } from "./guarded-walk.ts"
import { replayObserved } from "./observed-walk.ts"
import type { ReplayResult } from "./report.ts"

/** The figures of a replay, and a link token with which a recipient opens one of its parcels. */
type Replayed = { readonly legs: Omit<ReplayResult, "seconds">; readonly linkToken: string | undefined }

/** How each leg is replayed. */
export type Legs = {
  readonly guarded: typeof replayGuarded
  readonly observed: typeof replayObserved
}

const usualLegs: Legs = { guarded: replayGuarded, observed: replayObserved }

/**
 * Replays a breach against the deployed system through the interfaces that parties and recipients have. Reads the
 * results from tables, queues and answers. The link token opens a parcel that the walker of 2018 saw. If a step fails,
 * for example because the system does not finish its work in time, the rest is left out and the result names the step:
 * what the last line said.
 */
export async function replay(options: ReplayOptions, legs = usualLegs): Promise<Replayed> {
  let step = "Preparing the replay"
  const onLine = (line: string) => {
    step = line
    options.onLine(line)
  }
  let context: ReplayContext | undefined
  let played: Replayed["legs"] = {}
  try {
    context = prepareReplay({ ...options, onLine })
    played = await legs.guarded(context)
    played = { ...played, observed: await legs.observed(context) }
    await context.inbox.stop()
  } catch (error) {
    await context?.inbox.stop().catch(() => {})
    played = { ...played, failed: { step, reason: error instanceof Error ? error.message : String(error) } }
  }
  return { legs: played, linkToken: context?.cast.observed.parcels[0]?.linkToken }
}
