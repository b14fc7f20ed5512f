/** Everything measured on the world of one seed; what a worker of the benchmark does. */
import { parentPort, workerData } from "node:worker_threads"
import * as z from "zod"
import { runAttacks, type Trial } from "./attack-run.ts"
import { type OrdinaryResult, runOrdinary } from "./ordinary-run.ts"
import { makeWorld } from "./world.ts"

export const job = z.object({
  seed: z.int(),
  scale: z.number(),
  days: z.int(),
  trials: z.int(),
  only: z.string().optional(),
})
export type Job = z.infer<typeof job>

export type SeedResult = { readonly seed: number; readonly ordinary: OrdinaryResult; readonly trials: readonly Trial[] }

export type WorkerMessage =
  | { readonly kind: "progress"; readonly seed: number; readonly phase: string; readonly share: number }
  | { readonly kind: "result"; readonly result: SeedResult }

export const runSeed = (given: Job, report: (phase: string, share: number) => void): SeedResult => {
  const world = makeWorld(given)
  const { result, history } = runOrdinary(world, (share) => report("ordinary traffic", share))
  const trials =
    given.trials === 0
      ? []
      : runAttacks(
          world,
          history,
          given.only === undefined ? { trials: given.trials } : { trials: given.trials, only: given.only },
          (share) => report("attacks", share),
        )
  return { seed: given.seed, ordinary: result, trials }
}

if (parentPort !== null) {
  const port = parentPort
  const given = job.parse(workerData)
  const send = (message: WorkerMessage) => port.postMessage(message)
  const result = runSeed(given, (phase, share) => send({ kind: "progress", seed: given.seed, phase, share }))
  send({ kind: "result", result })
}
