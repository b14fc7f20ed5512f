import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import type { Handled, ReceivedEvent } from "../../../shared/parties/received-event.ts"
import { queuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { envelope, hubAccount, recordedTelemetry, testDirectory } from "../test-parties.ts"

type Received = ReceivedEvent<typeof shipmentDelivered | typeof shipmentProgressed>

/** A queue of deliveries and progress, with its use case, telemetry, bus and dead letters. */
export function deliveries(
  handle: (event: Received) => Promise<Handled> = async () => "recorded",
  failRejections = false,
) {
  const deadLetters = memoryDeadLetters({ fails: failRejections })
  const telemetry = recordedTelemetry()
  const bus = inMemoryBus({ failEntry: () => (failRejections ? "InternalFailure" : undefined) })
  const handled: Received[] = []
  const handler = queuePipeline({
    contracts: [shipmentDelivered, shipmentProgressed],
    parties: testDirectory,
    hubAccount,
    publisher: bus.publisher,
    deadLetters,
    telemetry,
    clock: () => new Date("2026-11-01T14:03:05Z"),
    handle: async (event) => {
      handled.push(event)
      return handle(event)
    },
  })
  return { handler, telemetry, handled, rejections: () => bus.published(eventRejected), bus, deadLetters }
}

/** A delivery event with other data or metadata. */
export function delivered(
  data: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): Record<string, unknown> {
  return envelope({
    detail: {
      metadata: { id: "evt-1", occurredAt: "2026-11-01T14:02:58Z", correlationId: "story-1", version: 1, ...metadata },
      data,
    },
  })
}
