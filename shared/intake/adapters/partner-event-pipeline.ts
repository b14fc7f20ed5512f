import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { MessageUnreadable, readEnvelope } from "../../base/platform/event-bridge-envelope.ts"
import type { BatchResponse, LambdaHandler } from "../../base/platform/lambda.ts"
import { messageBatchHandler } from "../../base/platform/message-batch.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { describeMessage } from "../../parties/reception/describe-message.ts"
import type { AcceptVendorEvent } from "./accept-vendor-event.ts"

/** A webhook as Shopify puts it on a partner event bus: its headers, and its body as JSON. */
const delivery = z.object({ metadata: z.record(boundedString(128), z.unknown()), payload: z.unknown() })

/**
 * Handler of the queue that rules of partner event buses fill. Only AWS can put an event with the name of a partner's
 * source there, so the source proves who sent it, and the stage says for whom. What cannot be read fails, and becomes a
 * dead letter.
 *
 * @param options.partnerBuses party ids by the name of the bus, which is the source of its events
 */
export function partnerEventPipeline(options: {
  telemetry: Telemetry
  partnerBuses: Readonly<Record<string, string>>
  acceptPartnerEvent: AcceptVendorEvent
}): LambdaHandler<BatchResponse> {
  const { telemetry, partnerBuses, acceptPartnerEvent } = options
  return messageBatchHandler({
    telemetry,
    describe: describeMessage([]),
    partyOf: async (group) => (Object.hasOwn(partnerBuses, group) ? partnerBuses[group] : undefined),
    concurrency: 1,
    async handleMessage({ body: message }) {
      const { source, detail, time } = readEnvelope(message)
      const partyId = Object.hasOwn(partnerBuses, source) ? partnerBuses[source] : undefined
      const read = delivery.safeParse(detail)
      if (partyId === undefined || !read.success) throw new MessageUnreadable()
      const headers = Object.fromEntries(
        Object.entries(read.data.metadata).map(([name, value]) => [name.toLowerCase(), String(value)]),
      )
      const body = Buffer.from(JSON.stringify(read.data.payload ?? null))
      const asked = { vendor: "shopify", partyId, pathSecret: undefined, headers, body, receivedAt: time }
      return (await acceptPartnerEvent(asked)).accepted > 0 ? "accepted" : "nothing"
    },
  })
}
