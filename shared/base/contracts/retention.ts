/** How long the hub remembers lookups. Periods that depend on each other are derived here. */

/** The ledger keeps an entry this many months. A case copies what it needs for longer. */
export const ledgerMonths = 13

/** The hub accepts reported lookups up to this age. Older ones would leave the ledger at once. */
export const oldestAccessDays = ledgerMonths * 30

/** Anomalies point into the ledger, so the hub keeps them at least as long. */
export const anomalyDays = ledgerMonths * 31

/**
 * The detector forgets a lookup after this many days. A case attributes a subject's lookups of this period. When the
 * secret that names accessors rotates, the detector records them under both names for this long.
 */
export const detectorMemoryDays = 30

/** Events and dead letters wait in queues for at most this many days, those that were sent again included. */
export const messageDays = 14

/** A change that a function gave up on can be redriven for this many days. */
export const failureDays = 30

/** Point-in-time recovery of a table reaches back this many days: what DynamoDB does unless it is told otherwise. */
export const recoveryDays = 35
