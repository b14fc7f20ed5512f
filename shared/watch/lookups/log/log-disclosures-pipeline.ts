import type { BatchResponse, LambdaHandler } from "../../../base/platform/lambda.ts"
import { streamBatchPipeline } from "../../../base/platform/stream-pipeline.ts"
import type { Telemetry } from "../../../base/platform/telemetry.ts"
import { disclosure, type LedgerKey } from "../ledger/disclosure.ts"

const ledgerKey = disclosure.pick({ subject: true, sortKey: true })

/** The handler of the ledger's stream that logs changes. If that fails, the whole batch comes again. */
export function logDisclosuresPipeline({
  logAll,
  telemetry,
}: {
  logAll: (changed: readonly LedgerKey[]) => Promise<number>
  telemetry: Telemetry
}): LambdaHandler<BatchResponse> {
  return streamBatchPipeline({
    rowSchema: ledgerKey,
    itemsOf: ({ after }) => (after === undefined ? [] : [after]),
    async handleAll(changes) {
      await logAll(changes.flat())
      return { outcomes: changes.map(() => "logged") }
    },
    telemetry,
  })
}
