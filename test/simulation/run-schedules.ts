import { simulate } from "./simulate.ts"

/** @returns what `npx wayseal simulate` prints. On a failure, this names the seeds that repeat it */
export async function runSchedules(options: { schedules: number; seed: number }): Promise<string> {
  const { text } = await simulate({ options, args: [], onStep: () => {} })
  return text
}
