import type { BatchResponse, LambdaHandler } from "../../../base/platform/lambda.ts"
import { type StreamBatchOptions, streamBatchPipeline } from "../../../base/platform/stream-pipeline.ts"
import { disclosure, type LedgerKey } from "../ledger/disclosure.ts"

const ledgerKey = disclosure.pick({ subject: true, sortKey: true })

/** The handler of the ledger's stream that logs changes. */
export function logDisclosuresPipeline({
  logAll,
  ...others
}: Pick<StreamBatchOptions<typeof ledgerKey, LedgerKey>, "telemetry" | "surroundings"> & {
  logAll: (changed: readonly LedgerKey[]) => Promise<number>
}): LambdaHandler<BatchResponse> {
  return streamBatchPipeline({
    ...others,
    rowSchema: ledgerKey,
    itemsOf: ({ after }) => (after === undefined ? [] : [after]),
    async handleAll(changes) {
      await logAll(changes.flat())
      return { outcomes: changes.map(() => "logged") }
    },
  })
}
