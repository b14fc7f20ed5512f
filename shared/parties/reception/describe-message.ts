import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { EventContract } from "../../base/contracts/define-event.ts"
import { hubSource } from "../../base/contracts/envelope.ts"
import { parseEnvelope } from "../../base/platform/event-bridge-envelope.ts"
import type { LogFields } from "../../base/platform/telemetry.ts"

const withId = z.object({ metadata: z.object({ id: ownString() }) })

/**
 * Makes the function that returns the log fields of a message: its ids, and its type if a contract has that type. An
 * unknown type is left out, and so are the ids that a party chose, because they can hold anything.
 */
export function describeMessage(contracts: readonly EventContract[]): (body: string) => LogFields {
  const known = new Set(contracts.map(({ detailType }) => detailType))
  return (body) => {
    const envelope = parseEnvelope(body)
    if (envelope === undefined) return {}
    const isHubs = envelope.source === hubSource
    const detailType = envelope["detail-type"]
    return {
      eventBridgeId: envelope.id,
      eventId: isHubs ? withId.safeParse(envelope.detail).data?.metadata.id : undefined,
      detailType: known.has(detailType) ? detailType : undefined,
    }
  }
}
