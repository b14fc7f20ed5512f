/** Runs the benchmark's jobs on worker threads, and shows how far each is. */
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import type { ClientCounts } from "./client-counts.ts"
import type { Job, SeedResult, WorkerMessage } from "./run-seed.ts"

const mostThreads = 2
const secondsBetweenLines = 5

/** Writes to stderr at most every few seconds, so that stdout holds the figures alone. */
const progressLines = () => {
  const startedAt = performance.now()
  const states = new Map<number, string>()
  let shownAt = 0
  return (seed: number, state: string): void => {
    states.set(seed, state)
    const now = performance.now()
    if (now - shownAt < secondsBetweenLines * 1000) return
    shownAt = now
    const seconds = ((now - startedAt) / 1000).toFixed(0).padStart(4)
    process.stderr.write(`${seconds} s  ${[...states].map(([name, text]) => `seed ${name}: ${text}`).join("   ")}\n`)
  }
}

type Finished = Exclude<WorkerMessage, { kind: "progress" }>

const runWorker = (job: Job, show: (seed: number, state: string) => void): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./run-seed.ts", import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 6_000 },
    })
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "progress") show(message.seed, `${message.phase} ${Math.round(message.share * 100)} %`)
      else {
        show(job.seed, "done")
        resolve(message)
      }
    })
    worker.on("error", reject)
  })

/**
 * Runs jobs on at most two threads.
 *
 * @param onResult is called with each result as soon as there is one
 * @returns the results by seed, and the counts at the client if a job counted them
 */
export const runJobs = async (
  jobs: readonly Job[],
  onResult: (result: SeedResult) => void = () => undefined,
): Promise<{ results: SeedResult[]; counts: ClientCounts | null }> => {
  const show = progressLines()
  const results: SeedResult[] = []
  let counts: ClientCounts | null = null
  const waiting = [...jobs]
  const runThread = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const finished = await runWorker(job, show)
      if (finished.kind === "clientCounts") counts = finished.counts
      else {
        results.push(finished.result)
        onResult(finished.result)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostThreads, availableParallelism()) }, runThread))
  return { results: results.sort((one, other) => one.seed - other.seed), counts }
}
