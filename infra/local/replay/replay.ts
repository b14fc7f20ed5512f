import { prepareReplay, type ReplayContext, type ReplayOptions } from "./context.ts"
import { replayGuardedTools } from "./guarded-tool.ts"
import { replayGuarded } from "./guarded-walk.ts"
import { replayObserved } from "./observed-walk.ts"
import type { ReplayResult } from "./report.ts"

/** The figures of a replay, and a link token with which a recipient opens one of its parcels. */
export type Replayed = { readonly legs: Omit<ReplayResult, "seconds">; readonly linkToken: string | undefined }

/** How each leg is replayed. */
export type Legs = {
  readonly guarded: typeof replayGuarded
  readonly observed: typeof replayObserved
  readonly guardedTools: typeof replayGuardedTools
}

const usualLegs: Legs = { guarded: replayGuarded, observed: replayObserved, guardedTools: replayGuardedTools }

/**
 * Replays a breach against the deployed system through the interfaces that parties and recipients have. Reads the
 * results from tables, queues and answers. The link token opens a parcel that the walker of 2018 saw. If a step fails,
 * for example because the system does not go on, a line says so. The rest of its leg is left out, the other leg is
 * replayed, and the result names the first step that failed: what the line before said.
 */
export async function replay(options: ReplayOptions, legs = usualLegs): Promise<Replayed> {
  let step = "Preparing the replay"
  const onLine = (line: string) => {
    step = line
    options.onLine(line)
  }
  let failed: Replayed["legs"]["failed"]
  const orElse = async <Result>(goesOn: string, work: () => Result | Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      failed ??= { step, reason }
      options.onLine(`"${step}" failed: ${reason.replace(/\.?$/, ".")} ${goesOn}`)
      return undefined
    }
  }
  const context = await orElse("Nothing is replayed.", () => prepareReplay({ ...options, onLine }))
  const legsOf = async (prepared: ReplayContext): Promise<Replayed["legs"]> => {
    const attacks = await orElse("The replay goes on with the carrier's own tool.", () => legs.guarded(prepared))
    const observed = await orElse("The replay goes on with a tool that has the guard.", () => legs.observed(prepared))
    await orElse("The figures may lack what came later.", prepared.inbox.stop)
    const guardedTool = await orElse("The tool with the guard is left out.", () => legs.guardedTools(prepared))
    return {
      ...attacks,
      ...(observed === undefined ? {} : { observed }),
      ...(guardedTool === undefined ? {} : { guardedTool }),
    }
  }
  const played = context === undefined ? {} : await legsOf(context)
  return {
    legs: { ...played, ...(failed === undefined ? {} : { failed }) },
    linkToken: context?.cast.observed.parcels[0]?.linkToken,
  }
}
