/** Every event: its type, version, schema and examples. */

export * from "../shared/contracts/access-anomaly-detected.ts"
export * from "../shared/contracts/accessor-released.ts"
export * from "../shared/contracts/accessor-restricted.ts"
export * from "../shared/contracts/alert-drills.ts"
export * from "../shared/contracts/breach-alert-acknowledged.ts"
export * from "../shared/contracts/breach-case-closed.ts"
export * from "../shared/contracts/breach-case-opened.ts"
export * from "../shared/contracts/breach-case-updated.ts"
export * from "../shared/contracts/breach-facts-stated.ts"
export * from "../shared/contracts/breach-reported.ts"
export * from "../shared/contracts/case-closing-requested.ts"
export {
  catalogue,
  contractsFrom,
  contractsTo,
  exchangeContracts,
  ingressContracts,
} from "../shared/contracts/catalogue.ts"
export * from "../shared/contracts/claim-answered.ts"
export * from "../shared/contracts/define-event.ts"
export * from "../shared/contracts/duty-due.ts"
export * from "../shared/contracts/duty-events.ts"
export * from "../shared/contracts/duty-overdue.ts"
export * from "../shared/contracts/duty-unanswered.ts"
export * from "../shared/contracts/envelope.ts"
export * from "../shared/contracts/event-rejected.ts"
export * from "../shared/contracts/individuals-notified.ts"
export * from "../shared/contracts/manifest-declared.ts"
export * from "../shared/contracts/measure-recorded.ts"
export * from "../shared/contracts/on-behalf-of.ts"
export * from "../shared/contracts/problem.ts"
export * from "../shared/contracts/restriction-release-requested.ts"
export * from "../shared/contracts/restriction-renewal-requested.ts"
export * from "../shared/contracts/shipment-cancelled.ts"
export * from "../shared/contracts/shipment-created.ts"
export * from "../shared/contracts/shipment-delivered.ts"
export * from "../shared/contracts/shipment-progressed.ts"
export * from "../shared/contracts/tracking-accessed.ts"
export * from "../shared/contracts/tracking-number-assigned.ts"
export * from "../shared/contracts/words.ts"
export * from "../shared/contracts/words.ts"
