import * as z from "zod"
import type { LambdaHandler } from "../../shared/base/platform/lambda.ts"
import type { CostlyEvent } from "./function-tools.ts"
import type { Scheduler } from "./scheduler.ts"

/** Computes without an end, waits without an end, or ends the process at once. */
export type Hostility = "computes" | "hangs" | "ends"

const anHour = 3_600_000

/** Lets an event take time: a millisecond for each 1,000 characters, and without an end if it is hostile. */
export async function spendTime(
  { scheduler, hostile }: { scheduler: Scheduler; hostile: ReadonlyMap<string, Hostility> },
  { eventBridgeId, data }: CostlyEvent,
): Promise<void> {
  const hostility = hostile.get(eventBridgeId)
  if (hostility === undefined) {
    const milliseconds = Math.floor(JSON.stringify(data).length / 1_000)
    if (milliseconds > 0) scheduler.compute(milliseconds)
    return
  }
  if (hostility === "ends") scheduler.end()
  if (hostility === "hangs") await scheduler.hang()
  scheduler.compute(anHour)
  // What comes next waits for that.
  await scheduler.interrupt("computing")
}

const batch = z.looseObject({ Records: z.array(z.looseObject({ attributes: z.looseObject({}) })) })

/** A handler that takes each message as if it had not been delivered before. */
export function asIfFirst(handler: LambdaHandler<unknown>): LambdaHandler<unknown> {
  return (event, context) => {
    const Records = batch.parse(event).Records.map((record) => ({
      ...record,
      attributes: { ...record.attributes, ApproximateReceiveCount: "1" },
    }))
    return handler({ Records }, context)
  }
}

/** Whether a message holds a hostile event, which no handler survives. */
export function isHostile({ hostile }: { hostile: ReadonlyMap<string, Hostility> }, body: string): boolean {
  return [...hostile.keys()].some((id) => body.includes(id))
}
