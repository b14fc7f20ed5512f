import { accessorReleased } from "../../base/contracts/accessor-released.ts"
import { exchangeContracts } from "../../base/contracts/catalogue.ts"
import type { FollowingEvent } from "../../parties/reception/validate-events.ts"

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
