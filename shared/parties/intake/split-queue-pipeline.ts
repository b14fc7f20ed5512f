import * as z from "zod"
import { hubSource } from "../../contracts/envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../platform/lambda.ts"

const batch = z.looseObject({ Records: z.array(z.looseObject({ body: z.string() })) })
const fromHub = z.looseObject({ source: z.literal(hubSource) })

/**
 * The handler of a queue that two rules fill: events that the hub sent to itself, and events of parties. The source of
 * a message decides which pipeline handles it. That pipeline checks the sender.
 */
export function splitQueuePipeline(pipelines: {
  hub: LambdaHandler<BatchResponse>
  parties: LambdaHandler<BatchResponse>
}): LambdaHandler<BatchResponse> {
  return async (event, context) => {
    const { Records } = batch.parse(event)
    const isHubs = (body: string) => fromHub.safeParse(parsed(body)).success
    const answers: BatchResponse["batchItemFailures"] = []
    for (const [pipeline, records] of [
      [pipelines.hub, Records.filter((record) => isHubs(record.body))],
      [pipelines.parties, Records.filter((record) => !isHubs(record.body))],
    ] as const) {
      if (records.length > 0) answers.push(...(await pipeline({ Records: records }, context)).batchItemFailures)
    }
    return { batchItemFailures: answers }
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
