/** Every event: its type, version, schema and examples. */

export * from "../shared/base/contracts/access-anomaly-detected.ts"
export * from "../shared/base/contracts/accesses-counted.ts"
export * from "../shared/base/contracts/alert-drills.ts"
export * from "../shared/base/contracts/breach-alert-acknowledged.ts"
export * from "../shared/base/contracts/breach-case-events.ts"
export * from "../shared/base/contracts/breach-facts-stated.ts"
export * from "../shared/base/contracts/breach-reported.ts"
export * from "../shared/base/contracts/case-closing-requested.ts"
export {
  catalogue,
  contractsFrom,
  contractsTo,
  exchangeContracts,
  ingressContracts,
} from "../shared/base/contracts/catalogue.ts"
export * from "../shared/base/contracts/claim-answered.ts"
export * from "../shared/base/contracts/define-event.ts"
export { dutyDue, dutyOverdue, dutyUnanswered } from "../shared/base/contracts/duty-clock-events.ts"
export * from "../shared/base/contracts/duty-events.ts"
export * from "../shared/base/contracts/envelope.ts"
export * from "../shared/base/contracts/event-rejected.ts"
export * from "../shared/base/contracts/individuals-notified.ts"
export {
  type InclusionProof,
  inclusionProof,
  type LoggedDisclosure,
  type LoggedLeaf,
  leafHash,
  loggedDisclosure,
  loggedLeaf,
  longestPath,
  sharedPartOf,
  treeRoot,
} from "../shared/base/contracts/logged-disclosure.ts"
export * from "../shared/base/contracts/manifest-declared.ts"
export * from "../shared/base/contracts/measure-recorded.ts"
export * from "../shared/base/contracts/on-behalf-of.ts"
export * from "../shared/base/contracts/part-of-erasure.ts"
export * from "../shared/base/contracts/problem.ts"
export * from "../shared/base/contracts/reporting-watched.ts"
export * from "../shared/base/contracts/restriction-events.ts"
export * from "../shared/base/contracts/restriction-requests.ts"
export * from "../shared/base/contracts/shipment-cancelled.ts"
export * from "../shared/base/contracts/shipment-created.ts"
export * from "../shared/base/contracts/shipment-delivered.ts"
export * from "../shared/base/contracts/shipment-erased.ts"
export * from "../shared/base/contracts/shipment-erasure-requested.ts"
export * from "../shared/base/contracts/shipment-progressed.ts"
export * from "../shared/base/contracts/shop-task-due.ts"
export * from "../shared/base/contracts/statement.ts"
export * from "../shared/base/contracts/statement-made.ts"
export * from "../shared/base/contracts/tracking-accessed.ts"
export * from "../shared/base/contracts/tracking-number-assigned.ts"
export * from "../shared/base/contracts/webhook-address-set.ts"
export * from "../shared/base/contracts/webhook-disabled.ts"
export * from "../shared/base/contracts/words.ts"
