import { accessorReleased } from "../contracts/accessor-released.ts"
import { exchangeContracts } from "../contracts/catalogue.ts"
import type { FollowingEvent } from "../parties/intake/validate-events.ts"
import type { ProgressEvent } from "../tracking/record-progress.ts"
import type { ShipmentEvent } from "../tracking/record-shipment.ts"

/** What the retailer's events come to for its carrier and itself. Only what it named itself is named. */
export function afterShipment(event: ShipmentEvent): FollowingEvent[] {
  switch (event.detailType) {
    case "ShipmentCreated": {
      const { carrierId, trackingNumber } = event.data
      return trackingNumber === undefined ? [] : [toCarrier(carrierId), claimAnswer]
    }
    case "TrackingNumberAssigned":
      return [toCarrier(undefined), claimAnswer]
    case "ShipmentCancelled":
      return []
  }
}

function toCarrier(partyId: string | undefined): FollowingEvent {
  const carrier = partyId === undefined ? "The carrier that ShipmentCreated names" : `The carrier ${partyId}`
  return {
    detailType: "ShipmentCreated",
    receiver: "carrier",
    ...(partyId === undefined ? {} : { partyId }),
    sentence: `${carrier} receives ShipmentCreated with the tracking number, once the parcel is yours.`,
  }
}

const claimAnswer: FollowingEvent = {
  detailType: "ClaimAnswered",
  receiver: "you",
  sentence: "You receive ClaimAnswered: first claimPending, and later what the carrier says.",
}

/** What a carrier's events come to for retailers, whose names it does not receive. */
export function afterProgress(event: ProgressEvent): FollowingEvent[] {
  const { detailType } = event
  if (detailType === "ManifestDeclared") return [toClaimants]
  const progress: FollowingEvent = {
    detailType,
    receiver: "retailerOfParcel",
    sentence: `The retailer that has the parcel receives ${detailType}, if one has it.`,
  }
  const namesShipper = detailType === "ShipmentProgressed" && event.data.shipper !== undefined
  return namesShipper ? [progress, toClaimants] : [progress]
}

const toClaimants: FollowingEvent = {
  detailType: "ClaimAnswered",
  receiver: "claimants",
  sentence: "The retailers that claim the parcel receive ClaimAnswered, if there are any.",
}

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

/** What follows a report of a breach. */
export const afterReport: readonly FollowingEvent[] = [
  {
    detailType: "BreachCaseOpened",
    receiver: "you",
    sentence: "You receive BreachCaseOpened, or BreachCaseUpdated if the report joins an open case.",
  },
  {
    detailType: "BreachCaseOpened",
    receiver: "partiesOfCase",
    sentence: "The other parties whose shipments or lookups the report is about are alerted too.",
  },
]

/** What other parties receive of an action in a case. */
export function afterAction(detailType: string): FollowingEvent[] {
  const passedOn = passedOnAs(detailType)
  if (passedOn === undefined) return []
  const sentence = `The parties of the case that it concerns receive ${passedOn}, if there are any.`
  return [{ detailType: passedOn, receiver: "partiesOfCase", sentence }]
}

function passedOnAs(detailType: string): string | undefined {
  if (detailType === "RestrictionReleaseRequested") return accessorReleased.detailType
  return exchangeContracts.find((contract) => contract.form === "forwarded" && contract.detailType === detailType)
    ?.detailType
}
