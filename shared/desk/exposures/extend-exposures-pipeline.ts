import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { type RowChange, type StreamBatchOptions, streamBatchPipeline } from "../../base/platform/stream-pipeline.ts"
import { type Disclosure, disclosure, wasOverwritten } from "../../watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"

type Change = RowChange<Disclosure>

/**
 * The handler of the ledger's stream. It restores what was overwritten; the restored item comes as another change. It
 * handles the disclosures of a batch together, because one transaction takes dozens of them. If that fails, they are
 * handled one by one.
 */
export function extendExposuresPipeline(
  options: Pick<StreamBatchOptions<typeof disclosure, Change>, "telemetry" | "surroundings"> & {
    extend: (disclosures: readonly Disclosure[]) => Promise<string>
    disclosures: Pick<Disclosures, "append">
  },
): LambdaHandler<BatchResponse> {
  const { extend, disclosures, ...others } = options
  return streamBatchPipeline({
    ...others,
    rowSchema: disclosure,
    itemsOf: (change) => [change],
    async handleAll(changes) {
      const overwritten = changes
        .flat()
        .flatMap(({ before, after }) =>
          before !== undefined && after !== undefined && wasOverwritten(before, after) ? [before] : [],
        )
      for (const item of overwritten) await disclosures.append(item)
      if (overwritten.length > 0) others.telemetry.count("DisclosureRestored", overwritten.length)
      const found = changes.flat().flatMap(({ after }) => after ?? [])
      const outcome = found.length === 0 ? "nothing" : await extend(found)
      return { outcomes: changes.map(() => outcome) }
    },
  })
}
