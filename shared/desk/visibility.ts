/**
 * Who may see what of a case. The API, the alerts, the dossier and the timeline ask here and decide nothing themselves.
 *
 * - `visibility/table.ts`: the rules, a line for each field of cases, parties, duties, findings, measures, receipts
 *   and the timeline
 * - `visibility/relation.ts`: which parties of a case know of each other
 * - the other files apply the rules to one kind of fact each
 */
export { dutyFor, dutyLines, dutyWithCodes, partiesOwed, receiptFor, visibleDuties } from "./visibility/duties.ts"
export { shownFinding, visibleAnomalies } from "./visibility/findings.ts"
export { type VisibleObstacle, visibleObstacles } from "./visibility/obstacles.ts"
export {
  acknowledgementFor,
  type KnownParties,
  notifiedFor,
  publicNameOfRow,
  viewerIn,
  visibleMeasures,
  visibleParties,
} from "./visibility/parties.ts"
export { counterpartiesOf, relationTo, type Viewer, viewerOf } from "./visibility/relation.ts"
export { type OwnRestriction, ownTokens, type RestrictingCase, restrictionFor } from "./visibility/restrictions.ts"
export { type SeenCase, seenBy } from "./visibility/seen-case.ts"
export { type SharedShipments, sharedShipments } from "./visibility/shared-shipments.ts"
export { actorsInPlace, readersOf, readersOfSignature } from "./visibility/timeline.ts"
