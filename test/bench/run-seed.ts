/** A worker of the benchmark: measures everything in the world of one seed, or counts calls at the DynamoDB client. */
import { parentPort, workerData } from "node:worker_threads"
import * as z from "zod"
import { runAttacks, type Trial } from "./attack-run.ts"
import { type ClientCounts, countAtClient } from "./client-counts.ts"
import { type OrdinaryResult, runOrdinary } from "./ordinary-run.ts"
import { makeWorld } from "./world/world.ts"

const worldOptions = { seed: z.int(), scale: z.number(), days: z.int() }
const seedJob = z.object({
  kind: z.literal("seed"),
  ...worldOptions,
  trials: z.int(),
  only: z.string().optional(),
})
export const job = z.discriminatedUnion("kind", [
  seedJob,
  z.object({ kind: z.literal("clientCounts"), ...worldOptions, attack: z.string() }),
])
export type Job = z.infer<typeof job>
type SeedJob = z.infer<typeof seedJob>

export type SeedResult = { readonly seed: number; readonly ordinary: OrdinaryResult; readonly trials: readonly Trial[] }

export type WorkerMessage =
  | { readonly kind: "progress"; readonly seed: number; readonly phase: string; readonly share: number }
  | { readonly kind: "result"; readonly result: SeedResult }
  | { readonly kind: "clientCounts"; readonly counts: ClientCounts }

export const runSeed = async (given: SeedJob, report: (phase: string, share: number) => void): Promise<SeedResult> => {
  const world = makeWorld(given)
  const { result, history } = await runOrdinary(world, (share) => report("ordinary traffic", share))
  const { trials: most, only } = given
  const options = { trials: most, ...(only === undefined ? {} : { only }) }
  const trials = most === 0 ? [] : await runAttacks(world, history, options, (share) => report("attacks", share))
  return { seed: given.seed, ordinary: result, trials }
}

if (parentPort !== null) {
  const port = parentPort
  const given = job.parse(workerData)
  const send = (message: WorkerMessage) => port.postMessage(message)
  const report = (phase: string, share: number) => send({ kind: "progress", seed: given.seed, phase, share })
  if (given.kind === "seed") send({ kind: "result", result: await runSeed(given, report) })
  else
    send({ kind: "clientCounts", counts: await countAtClient(given, (share) => report("calls at the client", share)) })
}
