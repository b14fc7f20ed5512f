import { accessAnomalyDetected } from "./access-anomaly-detected.ts"
import { accessesCounted } from "./accesses-counted.ts"
import { alertDrillRequested, drillAcknowledged, drillAlertSent } from "./alert-drills.ts"
import { breachAlertAcknowledged, forwardedBreachAlertAcknowledged } from "./breach-alert-acknowledged.ts"
import { breachAtHubStated } from "./breach-at-hub-stated.ts"
import { breachCaseClosed, breachCaseOpened, breachCaseUpdated } from "./breach-case-events.ts"
import { breachFactsStated } from "./breach-facts-stated.ts"
import { breachReported } from "./breach-reported.ts"
import { caseClosingRequested } from "./case-closing-requested.ts"
import { claimAnswered } from "./claim-answered.ts"
import { type EventContract, roleIncludes } from "./define-event.ts"
import { dutyDue, dutyOverdue, dutyUnanswered } from "./duty-clock-events.ts"
import { dutyEvents } from "./duty-events.ts"
import { eventRejected } from "./event-rejected.ts"
import { forwardedIndividualsNotified, individualsNotified } from "./individuals-notified.ts"
import { manifestDeclared } from "./manifest-declared.ts"
import { forwardedMeasureRecorded, measureRecorded } from "./measure-recorded.ts"
import { reportingInterrupted, reportingResumed } from "./reporting-watched.ts"
import { accessorReleased, accessorRestricted } from "./restriction-events.ts"
import { restrictionReleaseRequested, restrictionRenewalRequested } from "./restriction-requests.ts"
import { shipmentCancelled } from "./shipment-cancelled.ts"
import { redactedShipmentCreated, shipmentCreated } from "./shipment-created.ts"
import { redactedShipmentDelivered, shipmentDelivered } from "./shipment-delivered.ts"
import { parcelErased, shipmentErased } from "./shipment-erased.ts"
import { shipmentErasureRequested } from "./shipment-erasure-requested.ts"
import { redactedShipmentProgressed, shipmentProgressed } from "./shipment-progressed.ts"
import { shopTaskDue } from "./shop-task-due.ts"
import { statementMade } from "./statement-made.ts"
import { trackingAccessed } from "./tracking-accessed.ts"
import { trackingNumberAssigned } from "./tracking-number-assigned.ts"
import { webhookAddressSet } from "./webhook-address-set.ts"
import { webhookDisabled } from "./webhook-disabled.ts"
import type { PartyKind } from "./words.ts"

/** Every contract once. Infrastructure, documents, schema registry and tests iterate over this list. */
export const catalogue = [
  shipmentCreated,
  redactedShipmentCreated,
  trackingNumberAssigned,
  manifestDeclared,
  claimAnswered,
  shipmentCancelled,
  shipmentProgressed,
  redactedShipmentProgressed,
  shipmentDelivered,
  redactedShipmentDelivered,
  shipmentErasureRequested,
  shipmentErased,
  parcelErased,
  trackingAccessed,
  accessesCounted,
  reportingInterrupted,
  reportingResumed,
  accessAnomalyDetected,
  accessorRestricted,
  accessorReleased,
  breachReported,
  breachAtHubStated,
  breachCaseOpened,
  breachCaseUpdated,
  breachCaseClosed,
  breachAlertAcknowledged,
  forwardedBreachAlertAcknowledged,
  ...Object.values(dutyEvents).flatMap((step) => [step.sent, step.forwarded]),
  breachFactsStated,
  measureRecorded,
  forwardedMeasureRecorded,
  individualsNotified,
  forwardedIndividualsNotified,
  caseClosingRequested,
  restrictionRenewalRequested,
  restrictionReleaseRequested,
  dutyDue,
  dutyOverdue,
  dutyUnanswered,
  alertDrillRequested,
  drillAlertSent,
  drillAcknowledged,
  eventRejected,
  webhookAddressSet,
  webhookDisabled,
  shopTaskDue,
  statementMade,
] as const satisfies readonly EventContract[]

/** Contracts of the ingress bus: what parties send. */
export const ingressContracts: readonly EventContract[] = catalogue.filter((contract) => contract.from !== "hub")

/** Contracts of the exchange bus: what the hub sends. */
export const exchangeContracts: readonly EventContract[] = catalogue.filter((contract) => contract.from === "hub")

/** What a party of this kind may send. */
export function contractsFrom(kind: PartyKind): readonly EventContract[] {
  return ingressContracts.filter((contract) => roleIncludes(contract.from, kind))
}

/** What a party of this kind may receive. */
export function contractsTo(kind: PartyKind): readonly EventContract[] {
  return exchangeContracts.filter((contract) => roleIncludes(contract.to, kind))
}
