import type { paths } from "../../client/api/generated/paths.ts"
import { shipmentId } from "../../shared/base/contracts/fields.ts"

/** The hub takes this many events in one call, at most. */
export const mostErasures = 10

/** Places, from 1, of what is no id of a shipment. */
export const noShipments = (ids: readonly string[]): readonly number[] =>
  ids.flatMap((id, place) => (shipmentId.safeParse(id).success ? [] : place + 1))

/** What the hub answers to events. */
export type Published = { readonly events: readonly { readonly outcome: string }[] }

type PublishBody = paths["/v1/events"]["post"]["requestBody"]["content"]["application/json"]

/**
 * The events that ask for erasures.
 *
 * @param key of the call. A repeat has the same events
 * @param occurredAt ISO instant
 */
export function erasureEvents(
  ids: readonly string[],
  { key, occurredAt }: { readonly key: string; readonly occurredAt: string },
): PublishBody {
  return {
    events: ids.map((id, place) => ({
      detailType: "ShipmentErasureRequested",
      detail: {
        metadata: { id: `${key}-${place}`, occurredAt, correlationId: key, version: 1 },
        data: { shipmentId: id },
      },
    })),
  }
}

/** Whether the hub took every event. Those that it did not are in no queue. */
export const isWhole = ({ events }: Published): boolean => events.every(({ outcome }) => outcome === "accepted")
