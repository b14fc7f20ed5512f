import { breachAlertAcknowledged } from "./breach-alert-acknowledged.ts"
import { breachFactsStated } from "./breach-facts-stated.ts"
import { caseClosingRequested } from "./case-closing-requested.ts"
import type { EventContract } from "./define-event.ts"
import { sentDutyEvents } from "./duty-events.ts"
import { individualsNotified } from "./individuals-notified.ts"
import { measureRecorded } from "./measure-recorded.ts"
import { restrictionReleaseRequested, restrictionRenewalRequested } from "./restriction-requests.ts"

/** The events with which a party acts in an open case. */
export const deskContracts = [
  breachAlertAcknowledged,
  ...sentDutyEvents,
  breachFactsStated,
  measureRecorded,
  individualsNotified,
  caseClosingRequested,
  restrictionRenewalRequested,
  restrictionReleaseRequested,
] as const satisfies readonly EventContract[]
