import type { FollowingEvent } from "../../../parties/reception/validate-events.ts"
import type { ProgressEvent } from "../record-progress.ts"
import type { ShipmentEvent } from "../record-shipment.ts"

/**
 * What the retailer's events come to for its carrier and itself. Only what it named itself is named. Events arrive in
 * any order, so what came before can make an event come to more: the sentences say if it does.
 */
export function afterShipment(event: ShipmentEvent): FollowingEvent[] {
  switch (event.detailType) {
    case "ShipmentCreated": {
      const { carrierId, trackingNumber } = event.data
      return afterNumber(
        carrierId,
        trackingNumber === undefined ? "If you have sent its tracking number already: " : "",
      )
    }
    case "TrackingNumberAssigned":
      return afterNumber(undefined, "")
    case "ShipmentCancelled":
      return []
  }
}

function afterNumber(partyId: string | undefined, condition: string): FollowingEvent[] {
  const carrier = partyId === undefined ? "the carrier that ShipmentCreated names" : `the carrier ${partyId}`
  const following: FollowingEvent[] = [
    {
      detailType: "ShipmentCreated",
      receiver: "carrier",
      ...(partyId === undefined ? {} : { partyId }),
      sentence: `${carrier} receives ShipmentCreated with the tracking number, once the parcel is yours.`,
    },
    {
      detailType: "ClaimAnswered",
      receiver: "you",
      sentence: "you receive ClaimAnswered: first claimPending, and later what the carrier says.",
    },
    ...["ShipmentProgressed", "ShipmentDelivered"].map(
      (detailType): FollowingEvent => ({
        detailType,
        receiver: "you",
        sentence: `you receive ${detailType}, if the carrier has reported that already, once your claim is confirmed.`,
      }),
    ),
  ]
  return following.map((one) => ({ ...one, sentence: capitalised(`${condition}${one.sentence}`) }))
}

const capitalised = (sentence: string): string => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`

/** What a carrier's events come to for retailers, whose names it does not receive. */
export function afterProgress(event: ProgressEvent): FollowingEvent[] {
  const { detailType } = event
  if (detailType === "ManifestDeclared") return afterNaming
  const progress: FollowingEvent = {
    detailType,
    receiver: "retailerOfParcel",
    sentence: `The retailer that has the parcel receives ${detailType}, if one has it and its claim is confirmed.`,
  }
  return [progress, ...afterShipper(event).filter((one) => one.detailType !== detailType)]
}

/** What an event that names the shipper comes to, whatever the hub knows of the parcel's progress. */
export function afterShipper(event: ProgressEvent): FollowingEvent[] {
  return event.detailType === "ShipmentProgressed" && event.data.shipper !== undefined ? afterNaming : []
}

/** A carrier that names a shipper settles the claims of the parcel. */
const afterNaming: FollowingEvent[] = [
  {
    detailType: "ClaimAnswered",
    receiver: "claimants",
    sentence: "The retailers that claim the parcel receive ClaimAnswered, if there are any.",
  },
  {
    detailType: "ShipmentCreated",
    receiver: "you",
    sentence:
      "You receive ShipmentCreated with the tracking number, if the shipper that you name has claimed the parcel.",
  },
  ...["ShipmentProgressed", "ShipmentDelivered"].map(
    (detailType): FollowingEvent => ({
      detailType,
      receiver: "retailerOfParcel",
      sentence: `That shipper receives ${detailType}, if you have reported that already.`,
    }),
  ),
]

/** What follows the request to erase a shipment. */
export const afterErasureRequest: readonly FollowingEvent[] = [
  {
    detailType: "ShipmentErased",
    receiver: "you",
    sentence: "You receive ShipmentErased. It names what a breach case still holds.",
  },
  {
    detailType: "ParcelErased",
    receiver: "carrier",
    sentence: "The carrier that has the parcel receives ParcelErased, if you gave a tracking number.",
  },
]
