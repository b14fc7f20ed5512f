import { prepareReplay, type ReplayOptions } from "./context.ts"
import { replayGuarded } from "./guarded-walk.ts"
import { replayObserved } from "./observed-walk.ts"
import type { ReplayResult } from "./report.ts"

/**
 * Replays a breach against the deployed system through the interfaces that parties and recipients have. Reads the
 * results from tables, queues and answers.
 *
 * @throws Error when the system does not finish its work in time
 */
export async function replay(options: ReplayOptions): Promise<Omit<ReplayResult, "seconds">> {
  const context = prepareReplay(options)
  try {
    const { guarded, guesser } = await replayGuarded(context)
    const observed = await replayObserved(context)
    return { guarded, guesser, observed }
  } finally {
    await context.inbox.stop()
  }
}
