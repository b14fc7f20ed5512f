import { afterOnSystem, every } from "./timers.ts"

/** No honest message occupies the processor for so long without a pause. */
const stalledMilliseconds = 8_000

/** Runs beside the function, on a thread of its own, because the function's own timers do not run while it computes. */
const watcher = `
const { parentPort, workerData } = require("node:worker_threads")
const end = () => process.kill(process.pid, "SIGKILL")
let timer = setTimeout(end, workerData)
parentPort.on("message", () => {
  clearTimeout(timer)
  timer = setTimeout(end, workerData)
})`

/**
 * Ends this process when it computes for 8 seconds without a pause. Lambda then reports an error of the function at
 * once, and not only at its timeout.
 *
 * @returns what ends the watch
 */
export async function endWhenStalled(milliseconds = stalledMilliseconds): Promise<() => Promise<void>> {
  const { Worker } = await import("node:worker_threads")
  const worker = new Worker(watcher, { eval: true, workerData: milliseconds, env: {}, execArgv: [] })
  worker.unref()
  // Without it a stall lasts until the timeout, and nothing else changes.
  worker.on("error", () => undefined)
  const stopBeating = every(afterOnSystem, milliseconds / 8, () => worker.postMessage("alive"))
  return async () => {
    stopBeating()
    await worker.terminate()
  }
}
