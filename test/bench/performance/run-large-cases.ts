import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as z from "zod"
import type { LargeCase, Opened } from "./large-case.ts"

/** Megabytes of heap that a case of a million exposures needs, with room to spare. */
const heapMegabytes = 8_192

const stepSchema = z.object({
  name: z.string(),
  invocations: z.int(),
  calls: z.int(),
  bytes: z.int(),
  longestCalls: z.int(),
  longestSeconds: z.number(),
})

const largeCase: z.ZodType<LargeCase> = z.object({
  exposures: z.int(),
  openedBy: z.enum(["anomaly", "report"]),
  steps: z.array(stepSchema),
  largestItemBytes: z.int(),
  seconds: z.number(),
})

/** How many exposures, and what opens the case. */
export type Size = readonly [exposures: number, openedBy: Opened]

/** Cases that a quick run measures in less than a minute. */
export const quickSizes: readonly Size[] = [
  [1_000, "anomaly"],
  [10_000, "anomaly"],
]

/** All cases. The largest takes minutes and some gigabytes. */
export const allSizes: readonly Size[] = [
  ...quickSizes,
  [100_000, "anomaly"],
  [200_000, "report"],
  [1_000_000, "anomaly"],
]

/** Measures cases one after the other, each in a process of its own. */
export async function runLargeCases(sizes: readonly Size[], tell: (text: string) => void): Promise<LargeCase[]> {
  const measured: LargeCase[] = []
  for (const [exposures, openedBy] of sizes) {
    const program = fileURLToPath(new URL("large-case-process.ts", import.meta.url))
    const given = [`--max-old-space-size=${heapMegabytes}`, program, String(exposures), openedBy]
    const { stdout } = await promisify(execFile)(process.execPath, given)
    const one = largeCase.parse(JSON.parse(stdout))
    measured.push(one)
    tell(`A case of ${exposures} exposures, opened by ${openedBy}: ${one.seconds.toFixed(0)} s`)
  }
  return measured
}
