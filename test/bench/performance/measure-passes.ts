import { fork } from "node:child_process"
import { once } from "node:events"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { bundleFunctions } from "../../../infra/bundle.ts"
import { baseEnvironment } from "../../../infra/local/host-environment.ts"
import { bundleTwin } from "../twin/bundle-twin.ts"
import { measureObservedCarrier, type ObservedCarrier } from "./observed-carrier.ts"
import { runEqualTwin } from "./run-equal-twin.ts"
import { type FunctionRun, measuredFunctions, type Rounds, runExchange } from "./run-exchange.ts"
import { runTwin } from "./run-twin.ts"
import { signingParty } from "./signing-party.ts"

/** Every function of all three, once for each pass, and the hour of an observed carrier. */
export type Passes = {
  readonly exchange: readonly FunctionRun[][]
  readonly twin: readonly FunctionRun[][]
  /** The twin with the same promises. */
  readonly equal: readonly FunctionRun[][]
  readonly observed: ObservedCarrier
}

const started = z.object({ url: z.string() })

/**
 * Bundles all and runs them by turns, each time in fresh processes and on a fresh stub, so that what slows the machine
 * for a while slows all.
 *
 * @param report takes a line of progress
 */
export async function measurePasses(
  options: { readonly passes: number; readonly rounds: Rounds; readonly observedSeconds: number },
  report: (line: string) => void,
): Promise<Passes> {
  const { partiesPath, authorization, remove } = await signingParty()
  const bundles = await bundleFunctions(measuredFunctions, partiesPath)
  const twinBundles = await bundleTwin()
  const { rounds } = options
  const exchange: FunctionRun[][] = []
  const twin: FunctionRun[][] = []
  const equal: FunctionRun[][] = []
  try {
    for (let pass = 1; pass <= options.passes; pass += 1) {
      exchange.push(await onStub((stubUrl) => runExchange({ bundles, stubUrl, rounds, authorization })))
      twin.push(await onStub((stubUrl) => runTwin({ bundles: twinBundles, stubUrl, rounds })))
      equal.push(await onStub((stubUrl) => runEqualTwin({ bundles: twinBundles, stubUrl, rounds })))
      report(`pass ${pass} of ${options.passes}`)
    }
    const observing = { bundles, recipients: observedRecipients, seconds: options.observedSeconds }
    const observed = await onStub((stubUrl) => measureObservedCarrier({ ...observing, stubUrl }))
    return { exchange, twin, equal, observed }
  } finally {
    await remove()
    for (const folder of [bundles, twinBundles]) await rm(folder, { recursive: true })
  }
}

/** Parcels whose whole lives the bundled function records: enough that all of an event are different ones. */
const observedRecipients = 240

/** Runs something on a stub in a process of its own, which has counted nothing yet. */
async function onStub<Result>(run: (stubUrl: string) => Promise<Result>): Promise<Result> {
  const stub = fork(join(import.meta.dirname, "stub-process.ts"), { execArgv: [], env: baseEnvironment() })
  try {
    const [message] = await once(stub, "message")
    return await run(started.parse(message).url)
  } finally {
    stub.disconnect()
  }
}
