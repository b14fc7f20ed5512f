import { failureFields } from "../../base/platform/failure.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { streamPipeline } from "../../base/platform/stream-pipeline.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type Disclosure, disclosure, wasOverwritten } from "../../watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"

/**
 * The handler of the ledger's stream. It restores what was overwritten; the restored item comes as another change. It
 * handles the disclosures of a batch together, because one transaction takes dozens of them. If that fails, the whole
 * batch comes again. A row that cannot be read holds up only the rows after it.
 */
export function extendExposuresPipeline(options: {
  extend: (disclosures: readonly Disclosure[]) => Promise<string>
  disclosures: Pick<Disclosures, "append">
  telemetry: Telemetry
}): LambdaHandler<BatchResponse> {
  const { extend, disclosures, telemetry } = options
  return async (event, context) => {
    const batch: { disclosure: Disclosure; sequenceNumber: string }[] = []
    const overwritten: Disclosure[] = []
    const collect = streamPipeline({
      rowSchema: disclosure,
      handle: async ({ before, after, sequenceNumber }) => {
        if (after !== undefined) batch.push({ disclosure: after, sequenceNumber })
        if (before !== undefined && after !== undefined && wasOverwritten(before, after)) overwritten.push(before)
        return "collected"
      },
      telemetry: { ...telemetry, info: () => undefined },
    })
    const answer = await collect(event, context)
    const [first] = batch
    if (first === undefined) return answer
    try {
      for (const item of overwritten) await disclosures.append(item)
      if (overwritten.length > 0) telemetry.count("DisclosureRestored", overwritten.length)
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
