import { type Disclosure, disclosure } from "../../lookups/ledger/disclosure.ts"
import { failureFields } from "../../platform/failure.ts"
import type { BatchResponse, LambdaHandler } from "../../platform/lambda.ts"
import { streamPipeline } from "../../platform/stream-pipeline.ts"
import type { Telemetry } from "../../platform/telemetry.ts"

/**
 * The handler of the ledger's stream. It handles the disclosures of a batch together, because one transaction takes
 * dozens of them. If that fails, the whole batch comes again. A row that cannot be read holds up only the rows after
 * it.
 */
export function extendExposuresPipeline(options: {
  extend: (disclosures: readonly Disclosure[]) => Promise<string>
  telemetry: Telemetry
}): LambdaHandler<BatchResponse> {
  const { extend, telemetry } = options
  return async (event, context) => {
    const batch: { disclosure: Disclosure; sequenceNumber: string }[] = []
    const collect = streamPipeline({
      rowSchema: disclosure,
      handle: async ({ after, sequenceNumber }) => {
        if (after !== undefined) batch.push({ disclosure: after, sequenceNumber })
        return "collected"
      },
      telemetry: { ...telemetry, info: () => undefined },
    })
    const answer = await collect(event, context)
    const [first] = batch
    if (first === undefined) return answer
    try {
      const outcome = await extend(batch.map((one) => one.disclosure))
      telemetry.info("Batch handled", { outcome, count: batch.length })
    } catch (thrown) {
      telemetry.error("Batch failed", {
        sequenceNumber: first.sequenceNumber,
        count: batch.length,
        ...failureFields(thrown),
      })
      telemetry.count("ChangeFailed")
      return { batchItemFailures: [{ itemIdentifier: first.sequenceNumber }] }
    } finally {
      telemetry.flush()
    }
    return answer
  }
}
